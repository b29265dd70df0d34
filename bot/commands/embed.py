"""`primera embed`: whether the chat can work on a page, and what keeps it from it."""

from rich.console import Console
from rich.markup import escape

from bot.embedding import Patience, examine

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]·[/]"}


def check(
    url: str,
    console: Console,
    *,
    gateway: str | None = None,
    site: str | None = None,
    patience: Patience | None = None,
) -> bool:
    """Prints a line for each thing that was looked at; whether nothing is wrong."""
    well = True
    for finding in examine(url, gateway=gateway, site=site, patience=patience or Patience()):
        line = f"{MARKS[finding.well]} {finding.name}: {escape(finding.sentence)}"
        console.print(line, soft_wrap=True, highlight=False)
        well = well and finding.well is not False
    return well
