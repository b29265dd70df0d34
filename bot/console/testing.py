"""Any real conversation as a conversation test, in one click."""

from actions.conversations import UnknownTurn
from bot.console.addresses import HOME
from bot.console.changing import author_of
from bot.console.console import Console
from bot.console.errors import NotThere
from bot.console.redacting import redactor_of
from bot.console.route import POST, Route
from bot.console.said import said, warned
from bot.console.visit import Reply, Visit, goes_to
from bot.reviewing.teaching import TestedBefore, conversation_edit
from bot.workspace_files import WorkspaceFileError, WorkspaceFiles

CONVERSATION = f"{HOME}/conversations/{{conversation}}"


class NoTest(Exception):
    """It cannot be one; `name`: of the sentence that says why."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def keep_as_test(console: Console, visit: Visit, conversation_id: str, *, locale: str) -> str:
    """The id of the change; raises NoTest, or why the file cannot be written."""
    redactor = redactor_of(console.workspace)
    if redactor is None:
        raise NoTest("review-no-model")
    conversation = console.conversations.get(conversation_id)
    try:
        turns = console.conversations.turns(conversation_id)
    except UnknownTurn:
        raise NoTest("review-gone") from None
    if conversation is None:
        raise NoTest("review-gone")
    # A whole check takes longer than anybody waits between two messages; the candidate gets it.
    files = WorkspaceFiles(console.workspace.root, console.workspace.home, check=lambda _: [])
    name = f"From a customer, {conversation.created_at:%Y-%m-%d}, {conversation_id[-6:]}"
    try:
        edit = conversation_edit(files, turns, redactor.redacted, name=name, locale=locale)
    except TestedBefore:
        raise NoTest("review-tested-before") from None
    why = "Review: a conversation becomes a test"
    return files.save([edit], author=author_of(visit), why=why, now=visit.now).id


def conversation_test(console: Console, visit: Visit) -> Reply:
    """Make a conversation test of it."""
    conversation_id = visit.path["conversation"]
    conversation = console.conversations.get(conversation_id)
    if conversation is None:
        raise NotThere
    here = CONVERSATION.format(conversation=conversation_id)
    try:
        keep_as_test(console, visit, conversation_id, locale=conversation.locale)
    except NoTest as refused:
        return goes_to(here, warned(refused.name))
    except WorkspaceFileError as refused:
        return goes_to(here, warned("review-refused", why=str(refused)))
    console.note(visit, "conversation.tested", conversation_id)
    return goes_to(here, said("review-tested"))


ROUTES = (Route(POST, f"{CONVERSATION}/test", conversation_test, role="lead", section="today"),)
