"""What the real help desk does only on bad days is played by a function."""

import asyncio
import json

import httpx
import pytest

from actions.bridges.bridge import SETTLING_SECONDS, Bridge
from actions.bridges.django_helpdesk.helpdesk import DjangoHelpdesk
from actions.bridges.helpdesk import HelpdeskError
from actions.bridges.memory import Memory
from tests.actions.bridges.events import ticket_data


class Desk:
    """Tickets as django-helpdesk lists them; `creating` decides how a POST ends."""

    def __init__(self, before=0) -> None:
        self.tickets = [{"id": n, "description": "…"} for n in range(1, before + 1)]
        self.creating = self.create
        self.pages_read = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return await self.creating(json.loads(request.content))
        if request.method == "DELETE":
            return await self.delete(int(request.url.path.rstrip("/").rpartition("/")[2]))
        self.pages_read += 1
        number, size = (int(request.url.params[name]) for name in ("page", "page_size"))
        shown = self.tickets[(number - 1) * size : number * size]
        if not shown and number > 1:
            return httpx.Response(404)
        return httpx.Response(200, json={"count": len(self.tickets), "results": shown})

    async def create(self, form) -> httpx.Response:
        self.tickets.append({"id": len(self.tickets) + 1, "description": form["description"]})
        return httpx.Response(201, json=self.tickets[-1])

    async def delete(self, number) -> httpx.Response:
        there = [each for each in self.tickets if each["id"] == number]
        self.tickets = [each for each in self.tickets if each["id"] != number]
        return httpx.Response(204 if there else 404)

    async def create_and_fail(self, form) -> httpx.Response:
        await self.create(form)
        return httpx.Response(500)

    async def fail(self, form) -> httpx.Response:
        return httpx.Response(500)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def memory(tmp_path):
    memory = Memory(tmp_path / "bridge.db")
    yield memory
    memory.close()


def created(ticket):
    return {"type": "ticket.created", "data": {"ticket": ticket}}


def opening(desk, memory, *webhook_ids: str, ticket=None, clock=None):
    """Opens the same ticket under these webhook ids at once; what each ended with."""

    async def work():
        transport = httpx.MockTransport(desk)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            bridge = Bridge(
                DjangoHelpdesk(client), memory, {"delivery": "1"}, clock=clock or Clock()
            )
            calls = [
                bridge.open(webhook_id, created(ticket or ticket_data()))
                for webhook_id in webhook_ids
            ]
            return await asyncio.gather(*calls, return_exceptions=True)

    return asyncio.run(work())


def test_parallel_and_repeated_webhooks_make_one_ticket(memory):
    desk = Desk(before=3)
    assert opening(desk, memory, "dlv_1", "dlv_1", "dlv_2") == [None] * 3
    assert opening(desk, memory, "dlv_1", "dlv_3") == [None] * 2
    assert len(desk.tickets) == 4


def test_a_500_after_creating_is_a_success(memory):
    desk = Desk()
    desk.creating = desk.create_and_fail
    assert opening(desk, memory, "dlv_1") == [None]
    assert len(desk.tickets) == 1


def test_a_500_without_a_ticket_is_tried_again(memory):
    desk = Desk()
    desk.creating = desk.fail
    [error] = opening(desk, memory, "dlv_1")
    assert isinstance(error, HelpdeskError)
    desk.creating = desk.create
    assert opening(desk, memory, "dlv_1") == [None]
    assert len(desk.tickets) == 1


def test_an_attempt_that_may_still_succeed_is_waited_for(memory):
    desk = Desk()
    clock = Clock()

    async def no_answer(form):
        raise httpx.ReadTimeout("…")

    desk.creating = no_answer
    [error] = opening(desk, memory, "dlv_1", clock=clock)
    assert "did not answer" in str(error)
    desk.creating = desk.create
    [error] = opening(desk, memory, "dlv_1", clock=clock)
    assert "may still succeed" in str(error)
    asyncio.run(desk.create({"description": "…\nPrimera: T-1001 (tkt_one)"}))  # it did
    clock.now += SETTLING_SECONDS
    assert opening(desk, memory, "dlv_1", clock=clock) == [None]
    assert len(desk.tickets) == 1


def test_a_lost_memory_does_not_make_a_second_ticket(memory, tmp_path):
    desk = Desk(before=250)
    opening(desk, memory, "dlv_1")
    forgetful = Memory(tmp_path / "new.db")
    opening(desk, forgetful, "dlv_1")
    forgetful.close()
    assert len(desk.tickets) == 251


def test_another_ticket_with_the_same_number_is_another_ticket(memory):
    desk = Desk()
    opening(desk, memory, "dlv_1")
    opening(desk, memory, "dlv_2", ticket=ticket_data(public_id="tkt_two"))
    assert len(desk.tickets) == 2


def test_a_large_help_desk_is_not_read_from_end_to_end(memory):
    desk = Desk(before=50_000)
    desk.creating = desk.fail
    opening(desk, memory, "dlv_1")
    desk.pages_read = 0
    opening(desk, memory, "dlv_1")
    assert desk.pages_read < 10


def test_a_refused_address_does_not_keep_the_ticket_out(memory):
    desk = Desk()

    async def only_without_address(form):
        if form["submitter_email"]:
            return httpx.Response(400, json={"submitter_email": ["Enter a valid address."]})
        return await desk.create(form)

    desk.creating = only_without_address
    assert opening(desk, memory, "dlv_1") == [None]
    assert "ana@example.com" in desk.tickets[0]["description"]


def test_a_team_without_queue_is_told(memory):
    [error] = opening(Desk(), memory, "dlv_1", ticket=ticket_data(team="moon"))
    assert "No queue is named for team 'moon'" in str(error)


def test_a_sender_that_hangs_up_leaves_nothing_half_done(memory):
    desk = Desk()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(form):
        begun.set()
        await go_on.wait()
        return await desk.create(form)

    async def work():
        desk.creating = slowly
        transport = httpx.MockTransport(desk)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            bridge = Bridge(DjangoHelpdesk(client), memory, {"delivery": "1"}, clock=Clock())
            first = asyncio.create_task(bridge.open("dlv_1", created(ticket_data())))
            await begun.wait()
            first.cancel()
            again = asyncio.create_task(bridge.open("dlv_1", created(ticket_data())))
            await asyncio.sleep(0)
            go_on.set()
            await again

    asyncio.run(work())
    assert len(desk.tickets) == 1


ERASED = {"number": "T-1001", "public_id": "tkt_one", "external_ref": None, "sequence": 2}


def erasing(desk, memory, clock=None):
    """Has the ticket's contact forgotten; the error it ended with, if it did."""

    async def work():
        transport = httpx.MockTransport(desk)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            bridge = Bridge(
                DjangoHelpdesk(client), memory, {"delivery": "1"}, clock=clock or Clock()
            )
            [ended] = await asyncio.gather(bridge.erase(ERASED), return_exceptions=True)
            return ended

    return asyncio.run(work())


def test_a_contact_who_wants_to_be_forgotten_is_and_stays_so(memory):
    desk = Desk(before=3)
    opening(desk, memory, "dlv_1")
    assert erasing(desk, memory) is None
    assert [each["id"] for each in desk.tickets] == [1, 2, 3]
    assert erasing(desk, memory) is None  # the same event again
    assert opening(desk, memory, "dlv_2") == [None]  # what comes late
    assert len(desk.tickets) == 3


def test_a_ticket_that_the_bridge_has_forgotten_is_found_and_deleted(memory, tmp_path):
    desk = Desk(before=3)
    opening(desk, memory, "dlv_1")
    forgetful = Memory(tmp_path / "new.db")
    assert erasing(desk, forgetful) is None
    forgetful.close()
    assert len(desk.tickets) == 3


def test_a_ticket_that_never_arrived_is_never_created(memory):
    desk = Desk()
    assert erasing(desk, memory) is None
    assert opening(desk, memory, "dlv_1") == [None]
    assert desk.tickets == []


def test_an_attempt_that_may_still_succeed_is_waited_for_before_it_is_deleted(memory):
    desk, clock = Desk(), Clock()

    async def no_answer(form):
        raise httpx.ReadTimeout("…")

    desk.creating = no_answer
    opening(desk, memory, "dlv_1", clock=clock)
    assert "may still create" in str(erasing(desk, memory, clock))
    asyncio.run(desk.create({"description": "…\nPrimera: T-1001 (tkt_one)"}))  # it did
    clock.now += SETTLING_SECONDS
    assert erasing(desk, memory, clock) is None
    assert desk.tickets == []


def test_a_help_desk_that_keeps_the_ticket_is_asked_again(memory):
    desk = Desk()
    opening(desk, memory, "dlv_1")

    async def refuses(number):
        return httpx.Response(403)

    desk.delete = refuses
    assert "keeps the ticket (403)" in str(erasing(desk, memory))
