"""What the contact sent crosses to the ticket, each file behind a link of its own."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from actions.bridges.wording import note_for
from actions.conversations import Attachment, Room
from actions.links import SignedLinks
from actions.tickets import Change
from actions.turns.request import files_of, files_since
from tests.actions.tickets.requests import request_for

LINKS = SignedLinks("a key", base="https://help.example.com", days=30)


@pytest.fixture
def conversation(conversations, now):
    """One file came with a message, one did not."""
    opened = conversations.create(locale="es", site="demo", now=now)
    for name in ("att_sent", "att_unsent"):
        file = Attachment(name, opened.id, "caja rota.jpg", "image/jpeg", 2_048)
        conversations.keep_attachment(file, Room(5, 10_000), now=now)
    conversations.receive(
        opened.id, client_message_id="m1", text="mira", attachment_ids=["att_sent"], now=now
    )
    return opened


def test_only_what_came_with_a_message_crosses(conversations, conversation, now):
    outside = SimpleNamespace(links=LINKS, conversations=conversations, now=lambda: now)
    [file] = files_of(conversation.id, outside)
    assert (file.name, file.type, file.size) == ("caja rota.jpg", "image/jpeg", 2_048)
    signed = file.url.removeprefix("https://help.example.com/v1/attachments/")
    assert LINKS.read("attachment", signed, now=now) == "att_sent"
    assert "att_sent" not in repr(file)  # nor in a log of it


def test_without_links_none_does(conversations, conversation, now):
    outside = SimpleNamespace(links=None, conversations=conversations, now=lambda: now)
    assert files_of(conversation.id, outside) == ()


def test_what_is_sent_after_a_ticket_crosses_with_what_is_added_to_it(
    conversations, conversation, tickets, now
):
    asked = request_for(conversation_id=conversation.id, key="c:1")
    ticket = tickets.open(asked, now=now)
    outside = SimpleNamespace(
        links=LINKS, conversations=conversations, tickets=tickets, now=lambda: now
    )
    assert files_since(ticket, conversation.id, outside) == ()  # it was told with the ticket
    later = now + timedelta(minutes=5)
    conversations.receive(
        conversation.id,
        client_message_id="m2",
        text="y la etiqueta",
        attachment_ids=["att_unsent"],
        now=later,
    )
    files = files_since(ticket, conversation.id, outside)
    assert [file.name for file in files] == ["caja rota.jpg"]
    add = Change("add", "contact", text="y la etiqueta", files=files)
    tickets.change(ticket.number, add, now=later)
    added = json.loads(tickets.deliveries()[-1].payload)
    assert added["type"] == "ticket.message_added"
    [told] = added["data"]["message"]["attachments"]
    assert told["url"].startswith("https://help.example.com/v1/attachments/")
    assert told["url"] in note_for(added)  # the bridges put it where the team reads
    assert files_since(ticket, conversation.id, outside) == ()  # told once
