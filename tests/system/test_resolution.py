"""From a ticket to its end and a rating, in the chat: real Rasa, the team at the command line."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.database import engine
from actions.tickets import Desk, Links, TicketStore
from actions.workspace import Workspace
from tests.actions.tickets.requests import request_for
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import is_response
from tests.running import REPOSITORY
from tests.system.test_help_desk import until

pytestmark = pytest.mark.rasa

SOLVED = {"es": ("Sí, resuelta", "No, todavía no"), "en": ("Yes, solved", "No, not yet")}
BEST = {"es": "5 (muy bien)", "en": "5 (very good)"}
WHY = {"es": "tardasteis mucho en contestar", "en": "you took very long to reply"}


@contextmanager
def tickets_of(running):
    database = engine(running.database_url)
    workspace = Workspace.load(environment={"PRIMERA_HOME": str(running.home)})
    yield TicketStore(database, Desk.load(workspace.desk_file), Links.of(workspace))
    database.dispose()


def opened(running, contact, language):
    """A ticket of the conversation, as the form would open it."""
    request = request_for(
        contact.conversation_id, conversation_id=contact.conversation_id, language=language
    )
    with tickets_of(running) as tickets:
        return tickets.open(request, now=datetime.now(UTC)).number


def rating_of(running, number):
    with tickets_of(running) as tickets:
        return tickets.rating(number)


def agent(running, act, number, words):
    command = [
        Path(sys.executable).with_name("primera"),
        "tickets",
        act,
        number,
        words,
        "--by",
        "Leo",
    ]
    told = {"PATH": os.environ["PATH"], "PRIMERA_HOME": str(running.home)}
    subprocess.run(command, cwd=REPOSITORY, env=told, check=True, capture_output=True)


def newest(contact, kind, after):
    """The newest message of a kind, once there is one; its buttons can be pressed."""
    [*_, message] = until(
        lambda: [each for each in contact.messages(after) if each["kind"] == kind]
    )
    contact.buttons = {each["title"]: each["button_id"] for each in message.get("buttons") or ()}
    return message


@pytest.mark.parametrize("language", ["es", "en"])
def test_b4_c10_a_resolution_is_refused_then_agreed_and_rated_in_the_chat(running, language):
    """B4, C10: a resolution is refused, then agreed, and rated in the chat."""
    yes, no = SOLVED[language]
    with ContactSide(running.base_url, language) as contact:
        number = opened(running, contact, language)
        agent(running, "resolve", number, "Done. ✓")
        question = newest(contact, "question", 0)
        assert is_response(question["text"], "utter_ticket_resolved", language)
        [goes_on] = contact.presses(no)
        assert is_response(goes_on["text"], "utter_ticket_reopened", language)
        assert goes_on["ticket"]["status"] == "in_progress"
        before = goes_on["seq"]
        agent(running, "resolve", number, "Now it is.")
        newest(contact, "question", before)
        closed, survey = contact.presses(yes)
        assert is_response(closed["text"], "utter_ticket_agreed", language)
        assert survey["kind"] == "survey"
        [thanks] = contact.presses(BEST[language])
        assert is_response(thanks["text"], "utter_rated_ticket_why", language)
        [noted] = contact.says(WHY[language])
        assert is_response(noted["text"], "utter_rated_ticket_comment", language)
        assert rating_of(running, number).comment == WHY[language]
        [again] = contact.presses_earlier(BEST[language])
        assert is_response(again["text"], "utter_rated_ticket_before", language)


def test_yes_in_words_right_after_the_question_is_the_answer(running):
    with ContactSide(running.base_url, "es") as contact:
        number = opened(running, contact, "es")
        agent(running, "resolve", number, "Hecho.")
        newest(contact, "question", 0)
        closed, _survey = contact.says("sí")
        assert closed["ticket"]["status"] == "closed"
