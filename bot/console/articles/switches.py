"""What a lead switches while the bot runs: answers paused, notices."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from actions.answers import ControlsStore, Notice, UnknownNotice
from bot.console.addresses import HOME
from bot.console.changing import desk_of
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read, wrong
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to

NOTICES = f"{HOME}/notices"
ID = re.compile(r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*")


class NewNotice(FormModel):
    """What is said before answers, and until when."""

    id: str
    until: date
    topics: list[str] = Field(default_factory=list)


class WhyPaused(FormModel):
    """Why nothing is answered."""

    reason: Annotated[str, Field(max_length=300)] = ""


def notices_page(console: Console, visit: Visit) -> Reply:
    """See the notices, and whether answers are paused."""
    return _page(console, visit)


def save_notice(console: Console, visit: Visit) -> Reply:
    """Say a notice from now on; one of the same name is replaced."""
    try:
        notice = _notice(console, visit)
    except WrongForm as refused:
        return _page(console, visit, refused.form, status=422)
    ControlsStore(console.database).notify(notice)
    console.note(visit, "notice.said", about=notice.id)
    return goes_to(NOTICES, said("notices-saved"))


def end_notice(console: Console, visit: Visit) -> Reply:
    """Say a notice no more."""
    try:
        ControlsStore(console.database).end_notice(visit.path["notice"])
    except UnknownNotice:
        raise NotThere from None
    console.note(visit, "notice.ended", about=visit.path["notice"])
    return goes_to(NOTICES, said("notices-ended"))


def pause_answers(console: Console, visit: Visit) -> Reply:
    """Answer nothing: every question goes to people."""
    try:
        reason = read(WhyPaused, visit).reason
    except WrongForm as refused:
        return _page(console, visit, refused.form, status=422)
    ControlsStore(console.database).pause(reason=reason, now=visit.now)
    console.note(visit, "answers.paused")
    return goes_to(NOTICES, said("answers-paused"))


def resume_answers(console: Console, visit: Visit) -> Reply:
    """Answer again."""
    ControlsStore(console.database).resume()
    console.note(visit, "answers.resumed")
    return goes_to(NOTICES, said("answers-resumed"))


def _notice(console: Console, visit: Visit) -> Notice:
    sent = read(NewNotice, visit)
    if not ID.fullmatch(sent.id):
        raise wrong(visit, "id", "notices-id-wrong")
    desk = desk_of(console)
    if any(topic not in desk.topics for topic in sent.topics):
        raise wrong(visit, "topics", "form-literal-error")
    form, texts = Form(visit.asked.fields), {}
    for language in console.workspace.settings.languages:
        texts[language] = form.value(f"text.{language}").strip()
        if not texts[language]:
            raise wrong(visit, f"text.{language}", "form-missing")
    ends = datetime.combine(sent.until + timedelta(days=1), time(), ZoneInfo(desk.time_zone))
    if ends <= visit.now:
        raise wrong(visit, "until", "notices-over")
    return Notice(sent.id, tuple(sent.topics), texts, ends.astimezone(UTC))


def _page(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    controls = ControlsStore(console.database).current()
    desk = desk_of(console)
    return console.page(
        visit,
        "articles/notices.html",
        title="notices-title",
        form=form,
        status=status,
        notices=controls.notices,
        pause=controls.pause,
        texts_in=console.workspace.settings.languages,
        topics=[(topic, desk.topic_name(topic, visit.language) or topic) for topic in desk.topics],
    )
