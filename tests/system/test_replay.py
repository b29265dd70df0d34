"""What a running Primera has said is decided again, from its database alone."""

import os
import subprocess
import sys

import pytest

from actions.conversations import ConversationStore
from actions.database import engine
from actions.turns.whole_turn import rules_of
from actions.workspace import Workspace
from bot.replay.past import Past
from bot.replay.replay import replay
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import dialogues
from tests.conversations.test_conversations import replies_to
from tests.running import REPOSITORY

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]


@pytest.fixture
def past(running):
    database = engine(running.database_url)
    yield Past.of(Workspace.load(environment={"PRIMERA_HOME": str(running.home)}), database)
    database.dispose()


def test_every_turn_of_every_conversation_is_the_same_again(running, past):
    rules, store = rules_of(past.workspace.nlu_data), ConversationStore(past.database)
    kinds, decided = set(), 0
    for dialogue in dialogues():
        with ContactSide(running.base_url, dialogue.locale) as contact:
            for turn in dialogue.turns:
                replies_to(turn, contact)
        for turn in store.turns(contact.conversation_id):
            found = replay(turn, past, rules, current=False, read_again=None)
            assert found.is_same, (dialogue.name, turn.asked.seq, found.differences)
            assert found.changes == []
            kinds |= {reply.message.kind for reply in turn.replies}
            decided += 1
    assert decided == sum(len(dialogue.turns) for dialogue in dialogues())
    assert kinds >= {"answer", "suggestions", "question", "ticket", "text"}


def test_a_message_read_again_by_the_model_leads_to_the_same_reply(running):
    with ContactSide(running.base_url, "es") as contact:
        (said,) = contact.says("¿hasta cuándo puedo devolver unos auriculares?")
    code = "from bot.command_line import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "replay", said["message_id"], "--read-again"],
        cwd=REPOSITORY,
        env={**os.environ, "PRIMERA_HOME": str(running.home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 1 turn the same" in done.stdout
