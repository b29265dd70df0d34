"""`primera notices`: what is said before answers on some topics, for a while."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from actions.answers import Notice
from actions.tickets import Desk
from actions.workspace import Workspace
from bot.commands.controls import controls_store

ID = re.compile(r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")


class NoticeError(Exception):
    """A notice cannot be said as it is written."""


def add(
    workspace: Workspace,
    notice_id: str,
    texts: Sequence[str],
    until: str,
    topics: Sequence[str],
    console: Console,
) -> None:
    """Says it from now on, or replaces the one of this name."""
    desk = Desk.load(workspace.desk_file)
    notice = Notice(
        id=_named(notice_id),
        topics=_known(topics, desk),
        texts=_in_every_language(texts, workspace.settings.languages),
        until=_end_of(until, desk),
    )
    if notice.until <= datetime.now(UTC):
        raise NoticeError(f"--until {until} is over. Write the last day on which it is said.")
    controls_store(workspace).notify(notice)
    about = ", ".join(notice.topics) or "any topic"
    console.print(
        f"{notice.id} is said before answers on {about} through {until}, live within ten seconds."
    )


def end(workspace: Workspace, notice_id: str, console: Console) -> None:
    """Says it no more."""
    controls_store(workspace).end_notice(notice_id)
    console.print(f"{notice_id} is said no more, live within ten seconds.")


def show(workspace: Workspace, console: Console) -> None:
    """All notices, past ones too."""
    table = Table("Notice", "Topics", "Until", "Texts")
    for notice in controls_store(workspace).current().notices:
        over = " (over)" if notice.until <= datetime.now(UTC) else ""
        texts = "\n".join(f"{language}: {text}" for language, text in notice.texts.items())
        until = f"{notice.until:%Y-%m-%d %H:%M} UTC{over}"
        table.add_row(notice.id, ", ".join(notice.topics) or "all", until, escape(texts))
    console.print(table if table.row_count else "No notices.")


def _named(notice_id: str) -> str:
    if not ID.fullmatch(notice_id):
        raise NoticeError(f"{notice_id!r}: write small letters, digits and hyphens, 80 at most.")
    return notice_id


def _known(topics: Sequence[str], desk: Desk) -> tuple[str, ...]:
    for topic in topics:
        if topic not in desk.topics:
            known = ", ".join(desk.topics)
            raise NoticeError(f"--topic {topic}: actions/desk.yml has no such topic, only {known}.")
    return tuple(topics)


def _in_every_language(texts: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in texts:
        language, equals, text = each.partition("=")
        if not equals or not text.strip() or language not in languages:
            raise NoticeError(
                f'--text {language}: write --text {languages[0]}="…", for each of '
                f"{', '.join(languages)}."
            )
        found[language] = text.strip()
    if missing := [language for language in languages if language not in found]:
        raise NoticeError(f'Nothing is said in {", ".join(missing)}: add --text {missing[0]}="…".')
    return found


def _end_of(day: str, desk: Desk) -> datetime:
    try:
        after = date.fromisoformat(day) + timedelta(days=1)
        return datetime.combine(after, time(), ZoneInfo(desk.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NoticeError(f"--until {day}: write a day such as 2026-12-24.") from None
