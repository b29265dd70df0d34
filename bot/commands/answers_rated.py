"""`primera answers rated`: what contacts thought of the answers they were shown."""

from collections import defaultdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.unanswered.store import UnansweredStore
from actions.workspace import Workspace
from bot.commands.unanswered import MOST, opened

QUESTIONS_SHOWN = 5


def show_rated(workspace: Workspace, console: Console) -> None:
    """Articles with their thumbs, and the newest questions that they did not help with."""
    database, store = opened(workspace)
    asked = _asked(store)
    table = Table("Article", "Language", "Helped", "Did not", "Review", "Did not help with")
    for each in store.thumbs():
        questions = asked[each.article, each.language][-QUESTIONS_SHOWN:]
        table.add_row(
            each.article,
            each.language,
            str(each.up),
            str(each.down),
            "[red]yes[/]" if each.is_low else "",
            escape("\n".join(questions)),
        )
    console.print(table if table.row_count else "No answer was rated.")
    database.dispose()


def _asked(store: UnansweredStore) -> dict[tuple[str | None, str], list[str]]:
    """Article and language → questions, redacted as they were kept."""
    found: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for question in store.not_helpful(most=MOST):
        found[question.article, question.language].append(question.question)
    return found
