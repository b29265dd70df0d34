"""Privacy: what is kept of a person, given to them, or erased everywhere; and for how long."""

from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, download, goes_to

PRIVACY = f"{HOME}/privacy"
MOST = 400  # conversations of one person


class Chosen(FormModel):
    """Which conversations."""

    conversations: tuple[str, ...] = ()
    words: str = ""


class Erased(Chosen):
    """Which go for good."""

    sure: bool


def privacy_page(console: Console, visit: Visit) -> Reply:
    """Find what is kept of a person, and see for how long anything is."""
    return _page(console, visit, visit.query.get("q", "").strip())


def export_contact(console: Console, visit: Visit) -> Reply:
    """Keep all of it as a file, for the person whose it is."""
    chosen = _chosen(read(Chosen, visit))
    console.note(visit, "contact.exported", ", ".join(chosen)[:200], conversations=len(chosen))
    return download("contact.zip", console.export.as_zip(chosen), "application/zip")


def erase_contact(console: Console, visit: Visit) -> Reply:
    """Erase it everywhere, for good; help desks are told."""
    try:
        chosen = _chosen(read(Erased, visit))
    except WrongForm as refused:
        return _page(console, visit, refused.form.value("words"), refused.form, status=422)
    gone = 0
    for conversation_id in chosen:
        # Noted first: what cannot be undone is never done unseen.
        console.note(visit, "contact.erased", conversation_id)
        gone += console.erasures.erase(conversation_id, now=visit.now)
    return goes_to(PRIVACY, said("privacy-erased", count=gone))


def _chosen(sent: Chosen) -> tuple[str, ...]:
    if not sent.conversations or len(sent.conversations) > MOST:
        raise NotThere
    return sent.conversations


def _page(
    console: Console, visit: Visit, words: str, form: Form = NO_FORM, status: int = 200
) -> Reply:
    found = console.finding.find(words) if words else []
    retention = console.retention
    return console.page(
        visit,
        "privacy/find.html",
        title="privacy-title",
        form=form,
        status=status,
        words=words,
        found=found,
        days=console.workspace.settings.privacy.retention_days,
        due=retention.due(now=visit.now) if retention else None,
    )


ROUTES = (
    Route(GET, PRIVACY, privacy_page, role="lead", section="privacy", in_menu=True),
    Route(POST, f"{PRIVACY}/export", export_contact, role="lead", section="privacy", is_file=True),
    Route(POST, f"{PRIVACY}/erase", erase_contact, role="owner", section="privacy"),
)
