"""Looking at a ticket in a help desk that answers as a test says; the worker may die in between."""

import json
import threading
from datetime import timedelta

import pytest

from tests.actions.helpdesks.shop import shop_with
from tests.actions.tickets.receiver import answers, receiver

OPEN = {"external_ref": "42", "state": "Open", "status": "open", "messages": []}


class Answers:
    """A bridge: takes every event, and says `ticket` when it is asked; None: 404."""

    def __init__(self) -> None:
        self.ticket = OPEN
        self.asked = 0
        self.while_asked = lambda: None

    def __call__(self, request) -> None:
        _, body = self.received[-1]
        if json.loads(body)["type"] != "ticket.read":
            answers(204)(request)
            return
        self.asked += 1
        self.while_asked()
        if self.ticket is None:
            answers(404)(request)
        else:
            answers(200, json.dumps(self.ticket).encode())(request)


@pytest.fixture
def bridge():
    told = Answers()
    with receiver(told) as listening:
        told.received, told.url = listening.received, listening.url
        yield told


@pytest.fixture
def shop(database, desk, texts, bridge):
    return shop_with(database, desk, texts, bridge.url)


def opened(shop):
    ticket = shop.open()
    shop.until(lambda: shop.link(ticket))
    return ticket


def reply(number, text, **fields):
    return OPEN | {"messages": [{"id": number, "text": text}]} | fields


def test_a_worker_that_dies_before_it_notes_says_nothing_twice(shop, bridge, monkeypatch):
    ticket = opened(shop)
    bridge.ticket = reply("1", "Hola", state="Resolved", status="resolved")

    def dies(*_: object, **__: object):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(shop.links, "keep", dies)
        with pytest.raises(KeyboardInterrupt):
            shop.look_again(ticket)
    before = [each.text for each in shop.chat(ticket)]
    assert shop.status(ticket) == "resolved"
    shop.look_again(ticket)
    assert [each.text for each in shop.chat(ticket)] == before
    assert shop.said(ticket) == ["Hola"]


def test_what_happens_while_we_look_is_looked_at_once_more(shop, bridge):
    ticket = opened(shop)
    bridge.while_asked = lambda: shop.links.hint("desk", ticket.public_id, shop.now())
    shop.look_again(ticket)
    bridge.while_asked = lambda: None
    asked = bridge.asked
    shop.work()  # at once, not after a minute
    assert bridge.asked == asked + 1
    shop.work()
    assert bridge.asked == asked + 1


def test_a_ticket_is_looked_at_by_itself_after_a_minute(shop, bridge):
    ticket = opened(shop)
    shop.work()
    bridge.ticket = reply("1", "Hola")
    shop.work()
    assert shop.said(ticket) == []
    shop.ahead = timedelta(seconds=61)
    shop.work()
    assert shop.said(ticket) == ["Hola"]


def test_a_state_that_nobody_has_named_changes_nothing_and_is_told(shop, bridge, caplog):
    ticket = opened(shop)
    bridge.ticket = OPEN | {"state": "Parked", "status": None}
    shop.look_again(ticket)
    assert shop.status(ticket) == "open"
    assert "a state there is none of ours" in caplog.text
    assert '"helpdesk": "desk", "state": "Parked"' in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        OPEN | {"messages": "none"},
        OPEN | {"messages": [{"id": "1"}]},
        OPEN | {"messages": [{"id": "1", "text": "kukulcan" * 10_000}]},
        OPEN | {"external_ref": ""},
        OPEN | {"status": "kukulcan"},
    ],
)
def test_an_answer_that_is_none_changes_nothing_and_is_not_repeated_in_logs(
    shop, bridge, caplog, answer
):
    ticket = opened(shop)
    bridge.ticket = answer
    shop.look_again(ticket)
    assert (shop.status(ticket), shop.said(ticket)) == ("open", [])
    assert "its answer is not as docs/webhooks.md says" in caplog.text
    assert "kukulcan" not in caplog.text


def test_two_workers_say_a_thing_once(shop, bridge):
    ticket = opened(shop)
    bridge.ticket = reply("1", "Hola", state="Resolved", status="resolved")
    shop.links.hint("desk", ticket.public_id, shop.now())
    workers = [threading.Thread(target=shop.work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert shop.said(ticket) == ["Hola"]
    assert [each.kind for each in shop.chat(ticket)].count("question") == 1


def test_what_is_erased_is_looked_at_no_more(shop, bridge, database):
    from actions.privacy import Erasures

    ticket = opened(shop)
    assert Erasures(database).erase(ticket.conversation_id, now=shop.now())
    asked = bridge.asked
    shop.look_again(ticket)
    shop.ahead = timedelta(hours=1)
    shop.work()
    assert bridge.asked == asked
