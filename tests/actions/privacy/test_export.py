import json
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import String

from actions.conversations.tables import attachments, messages
from actions.database import metadata
from actions.privacy import Export, Finding
from actions.tickets.tables import events, tickets
from actions.uploads import Uploads
from tests.actions.privacy.planted import CANARY, plant

# What leads to a conversation and is no part of what is kept of a person, and why.
NOT_EXPORTED = {
    "erased_conversations": "only says that there is nothing",
    "deliveries": "when help desks were sent what stands in events",
    "attempts": "the same",
    "external_tickets": "where a help desk has the ticket",
    "channel_arrivals": "keys that tell nothing of anybody, so that nothing is taken in twice",
    "alerts": "that a help desk was not reached",
}


@pytest.fixture
def planted(database, conversations, tickets, now):
    return plant(database, conversations, tickets, now=now)


def test_every_table_that_leads_to_a_conversation_is_exported_or_named(
    database, conversations, planted, tmp_path
):
    conversation, _ = planted
    (kept,) = Export(database, Uploads(tmp_path)).conversations([conversation.id])
    owners = {"conversations", "messages", "tickets", "events", "deliveries"}
    leading = {
        table.name
        for table in metadata.tables.values()
        if "conversation_id" in table.columns
        or {key.column.table.name for key in table.foreign_keys} & owners
    }
    assert leading - set(kept) == set(NOT_EXPORTED)


def test_every_word_of_theirs_is_in_the_file_and_nothing_that_opens_anything(
    database, conversations, planted, tmp_path
):
    conversation, ticket = planted
    uploads = Uploads(tmp_path)
    with database.connect() as connection:
        file = connection.execute(attachments.select()).one()
        words = {
            value
            for table in (messages, tickets, events)
            for row in connection.execute(table.select()).mappings()
            for name, value in row.items()
            if isinstance(table.c[name].type, String) and name != "body"
            if isinstance(value, str) and value.startswith(CANARY)
        }
        secret = connection.execute(tickets.select()).one().link_hash
    uploads.place_for(conversation.id, file.attachment_id).write_bytes(b"a photo")
    with zipfile.ZipFile(BytesIO(Export(database, uploads).as_zip([conversation.id]))) as packed:
        told = packed.read("conversations.json").decode()
        assert packed.read(f"files/{file.attachment_id}") == b"a photo"
    assert words
    assert {word for word in words if word not in told} == set()
    assert secret is None or secret not in told
    assert json.loads(told)[0]["tickets"][0]["number"] == ticket.number


def test_a_person_is_found_by_whatever_is_known_of_them(database, conversations, planted, now):
    conversation, ticket = planted
    other = conversations.create(locale="es", site="demo", page=None, context=None, now=now)
    conversations.save_contact(other.id, name="Eva", email="eva@example.com", phone="+34600000001")
    finding = Finding(database)

    def found(words):
        return [each.conversation_id for each in finding.find(words) if each.is_theirs]

    assert found("EVA@example.com") == [other.id]
    assert found("+34600000001") == [other.id]
    assert found(conversation.id) == [conversation.id]
    assert found(ticket.number) == [conversation.id]
    assert found("nobody@example.com") == []
    assert found("") == []


def test_who_is_only_written_about_comes_last_and_is_called_so(
    database, conversations, planted, now
):
    conversation, _ = planted
    other = conversations.create(locale="es", site="demo", page=None, context=None, now=now)
    conversations.save_contact(other.id, name="Eva", email="eva@example.com", phone=None)
    conversations.receive(
        conversation.id, client_message_id="w", text="tell Eva@Example.com, 100%", now=now
    )
    told = [
        (each.conversation_id, each.is_theirs) for each in Finding(database).find("eva@example.com")
    ]
    assert told == [(other.id, True), (conversation.id, False)]
    assert Finding(database).find("100_") == []
