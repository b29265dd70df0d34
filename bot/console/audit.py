"""The audit log: who did what to which thing, when."""

import csv
import io

from actions.accounts import AuditEntry
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.route import GET, Route
from bot.console.visit import Reply, Visit, download

AUDIT = f"{HOME}/audit"
A_PAGE = 100
MOST_IN_A_FILE = 50_000


def audit_page(console: Console, visit: Visit) -> Reply:
    """See what was done, newest first."""
    who = visit.query.get("who", "").strip() or None
    before = visit.query.get("before", "")
    entries = console.accounts.audit(
        limit=A_PAGE + 1, before=int(before) if before.isdecimal() else None, who=who
    )
    shown = entries[:A_PAGE]
    return console.page(
        visit,
        "audit.html",
        title="audit-title",
        entries=shown,
        who=who or "",
        people=sorted({account.email for account in console.accounts.all()}),
        told=lambda entry: _told(console, visit, entry),
        older=shown[-1].number if len(entries) > A_PAGE else None,
    )


def audit_file(console: Console, visit: Visit) -> Reply:
    """Keep it as a file."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["at", "who", "act", "about", "facts"])
    for entry in console.accounts.audit(limit=MOST_IN_A_FILE):
        cells = (entry.at.isoformat(), entry.who, entry.act, entry.about or "", _facts(entry))
        writer.writerow([plain_cell(cell) for cell in cells])
    return download("audit.csv", table.getvalue(), "text/csv; charset=utf-8")


def plain_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _told(console: Console, visit: Visit, entry: AuditEntry) -> str:
    name = f"audit-{entry.act.replace('.', '-').replace('_', '-')}"
    return console.pages.say_or(visit.language, name, entry.act)


def _facts(entry: AuditEntry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in entry.facts.items())


ROUTES = (
    Route(GET, AUDIT, audit_page, role="owner", section="audit", in_menu=True),
    Route(GET, f"{AUDIT}.csv", audit_file, role="owner", section="audit", is_file=True),
)
