"""Try it: talk to the candidate, or to what serves, and see why it says what it says."""

from typing import Annotated

from pydantic import Field

from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read
from bot.console.route import GET, POST, Route
from bot.console.said import warned
from bot.console.visit import Reply, Visit, goes_to
from bot.publishing.candidate import candidate_of
from bot.publishing.serving import Serving
from bot.publishing.trying import Which

PAGE = f"{HOME}/try"
# As long as a contact's message may be.
MOST_CHARACTERS = 4_000


class Beginning(FormModel):
    """With which side, in which language."""

    which: Which
    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class Saying(FormModel):
    """What is said, or which button is pressed."""

    text: Annotated[str, Field(max_length=MOST_CHARACTERS)] = ""
    presses: Annotated[str, Field(max_length=MOST_CHARACTERS)] = ""


def try_page(console: Console, visit: Visit) -> Reply:
    """Talk to the bot and see why it answers as it does."""
    return _page(console, visit)


def try_begin(console: Console, visit: Visit) -> Reply:
    """Begin a new conversation with the candidate or with what serves."""
    try:
        sent = read(Beginning, visit)
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    if sent.locale in console.workspace.settings.languages:
        console.trials.begin(visit.account.id, sent.which, sent.locale)
    return goes_to(PAGE)


def try_say(console: Console, visit: Visit) -> Reply:
    """Say something, or press a button."""
    try:
        sent = read(Saying, visit)
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    talk = console.trials.talk(visit.account.id)
    if talk is None:
        return goes_to(PAGE, warned("try-begin-first"))
    if (words := sent.presses or sent.text) and not talk.waits:
        console.trials.say(visit.account.id, words, pressed=bool(sent.presses))
    return goes_to(f"{PAGE}#said")


def try_talk(console: Console, visit: Visit) -> Reply:
    """See what has been answered by now."""
    talk = console.trials.talk(visit.account.id)
    over = talk is None or not talk.waits
    return console.page(
        visit,
        "try/talk.html",
        title="try-title",
        talk=talk,
        headers={"HX-Refresh": "true"} if over else {},
    )


def _page(console: Console, visit: Visit, *, form: Form = NO_FORM, status: int = 200) -> Reply:
    return console.page(
        visit,
        "try/page.html",
        title="try-title",
        status=status,
        form=form,
        talk=console.trials.talk(visit.account.id),
        has_live=Serving(console.workspace).release() is not None,
        has_candidate=candidate_of(console.workspace) is not None,
        locales=console.workspace.settings.languages,
    )


ROUTES = (
    Route(GET, PAGE, try_page, role="lead", section="try", in_menu=True),
    Route(GET, f"{PAGE}/talk", try_talk, role="lead", section="try", by_itself=True, is_file=True),
    Route(POST, f"{PAGE}/begin", try_begin, role="lead", section="try"),
    Route(POST, f"{PAGE}/say", try_say, role="lead", section="try"),
)
