"""A conversation stays with the release its form began on; the gateway goes over by itself."""

import asyncio
import json
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from actions.conversations import ConversationStore
from actions.conversations.tables import dialogue_state
from actions.database import engine, migrate
from bot.gateway.rasa_client import RasaClient
from bot.gateway.rasa_slots import SlotsFile
from bot.supervisor.slots_file import SlotsFile as Written
from tests.bot.gateway.test_rasa_client import CONVERSATION, pending


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path}/primera.db"
    migrate(url)
    database = engine(url)
    yield ConversationStore(database), database
    database.dispose()


def saves(database, conversation_id, *, loop, release, at=None):
    """As Rasa's tracker store writes it."""
    state = {"slots": {}, "active_loop": loop, **({"release": release} if release else {})}
    row = {
        "conversation_id": conversation_id,
        "state": json.dumps(state),
        "updated_at": time.time() if at is None else at,
    }
    with database.begin() as connection:
        connection.execute(insert(dialogue_state).values(row))


def test_a_form_names_its_release_and_what_is_in_no_form_names_none(store):
    conversations, database = store
    saves(database, "in", loop="ticket_form", release="a")
    saves(database, "out", loop=None, release="a")
    saves(database, "old", loop="ticket_form", release=None)
    found = [conversations.form_of(id) for id in ("in", "out", "old", "unknown")]
    assert found == ["a", None, None, None]


def test_forms_that_have_been_silent_are_not_counted(store):
    conversations, database = store
    saves(database, "c1", loop="ticket_form", release="a")
    saves(database, "c2", loop="ticket_form", release="a")
    saves(database, "c3", loop=None, release="a")
    saves(database, "c4", loop="ticket_form", release="a", at=0.0)
    assert conversations.forms_since(datetime(2020, 1, 1, tzinfo=UTC)) == {"a": 2}


@pytest.fixture
def old(rasa):
    return rasa


@pytest.fixture
def new(other_rasa):
    return other_rasa


def ask(addresses, *, stays):
    async def staying(conversation_id):
        return stays

    async def replies():
        client = RasaClient(lambda: addresses, seconds=5.0, staying=staying)
        try:
            return await client.replies(pending("Hello"), conversation=CONVERSATION)
        finally:
            await client.close()

    assert asyncio.run(replies())


def test_a_message_in_a_form_goes_to_the_release_that_began_it(old, new):
    ask([new.url], stays=[old.url])
    assert (len(old.asked), len(new.asked)) == (1, 0)
    ask([new.url], stays=[])
    assert (len(old.asked), len(new.asked)) == (1, 1)


def test_where_that_release_is_gone_the_one_that_serves_goes_on(old, new):
    old.stop()
    ask([new.url], stays=[old.url])
    assert len(new.asked) == 1


def test_the_file_of_the_slots_tells_of_releases(tmp_path):
    written = Written(tmp_path)
    written.release, written.index = "/releases/b", "i"
    written.earlier = {"a": ("http://127.0.0.1:1",)}
    written.write(["http://127.0.0.1:2"])
    slots = SlotsFile(written.path).now()
    assert (slots.release, slots.index) == ("/releases/b", "i")
    assert slots.addresses == ("http://127.0.0.1:2",)
    assert slots.earlier == {"a": ("http://127.0.0.1:1",)}
