"""Showing: whether an article may be shown now, wherever that is."""

from collections.abc import Callable
from datetime import datetime

from actions.answers.controls import Controls
from actions.tickets import Desk
from kb_index.article import Article


def may_show(
    desk: Desk, controls: Callable[[], Controls], now: Callable[[], datetime]
) -> Callable[[Article], bool]:
    """It is within its dates, as the desk's calendar has it, and not withdrawn."""
    return lambda article: (
        article.valid_on(desk.today(now()))
        and not controls().is_withdrawn(article.id, article.language)
    )
