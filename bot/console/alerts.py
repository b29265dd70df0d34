"""Alerts: what is amiss now, and what was in the last month."""

from datetime import timedelta

from actions.alerts import Alerts, sentence
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.route import GET, Route
from bot.console.visit import Reply, Visit

ALERTS = f"{HOME}/alerts"
LOOKED_BACK = timedelta(days=30)
# Where a lead sees to it.
PLACES = {
    "undelivered": f"{HOME}/deliveries",
    "anger": f"{HOME}/today/anger?days=1",
    "volume": f"{HOME}/today/questions?days=1",
    "unanswered": f"{HOME}/unanswered",
    "sla_risk": f"{HOME}/today/at_risk",
}


def alerts_page(console: Console, visit: Visit) -> Reply:
    """See what is amiss, and what was."""
    found = Alerts(console.database, console.desk).since(visit.now - LOOKED_BACK)
    return console.page(
        visit,
        "alerts.html",
        title="alerts-title",
        open_now=[each for each in found if each.over_at is None],
        over=[each for each in found if each.over_at is not None],
        places=PLACES,
        told=lambda alert: sentence(alert, console.desk, visit.language),
        has_mail=console.workspace.settings.mail is not None,
        digest_at=console.workspace.settings.alerts.digest_at,
    )


ROUTES = (Route(GET, ALERTS, alerts_page, role="lead", section="alerts", in_menu=True),)
