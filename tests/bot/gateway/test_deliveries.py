import json
from dataclasses import replace

import httpx
import pytest

from actions.contact import Contact
from actions.database import engine
from actions.tickets import Attempt, Delivery, Desk, TicketRequest, TicketStore
from bot.gateway.app import create_app
from bot.gateway.deliveries import _address, public_delivery
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.running_gateway import RunningGateway


def request_for(conversation_id):
    return TicketRequest(
        idempotency_key=f"{conversation_id}/1",
        conversation_id=conversation_id,
        contact=Contact(name="Ana", email="ana@mail.example"),
        topic="returns",
        language="en",
        priority="normal",
        reason="asked",
        subject="A return",
        summary="Wants to return a lamp",
        details={},
        page=None,
        transcript=[],
    )


def test_the_panel_shows_what_help_desks_receive_about_this_conversation(
    http, chat, workspace, clock
):
    desk = Desk.load(workspace.desk_file)
    opened = engine(workspace.database_url)
    tickets = TicketStore(opened, desk)
    ticket = tickets.open(request_for(chat.id), now=clock())
    opened.dispose()

    response = http.get(f"{chat.path}/deliveries", headers=chat.headers)
    stranger = open_chat(http)
    deliveries = response.json()["deliveries"]
    assert [one["helpdesk"] for one in deliveries] == [one.name for one in desk.helpdesks]
    assert [one["url"] for one in deliveries] == ["http://127.0.0.1:5335"]
    for delivery in deliveries:
        assert delivery["ticket"] == ticket.number
        assert delivery["type"] == delivery["payload"]["type"] == "ticket.created"
        assert delivery["attempts"] == []
    others = http.get(f"{stranger.path}/deliveries", headers=stranger.headers)
    assert others.json() == {"deliveries": []}
    assert json.dumps(deliveries)


@pytest.fixture
def shop(workspace):
    """A gateway where customers write: `demo` is not set."""
    settings = workspace.settings.model_copy(update={"demo": False})
    gateway = RunningGateway(create_app(replace(workspace, settings=settings)))
    gateway.start()
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as client:
        yield client
    gateway.stop()


def test_where_customers_write_there_is_no_such_route(shop):
    chat = open_chat(shop)
    for headers in ({}, chat.headers):
        asked = shop.get(f"{chat.path}/deliveries", headers=headers)
        unknown = shop.get(f"{chat.path}/no-such-route", headers=headers)
        told, nothing = ({**each.json(), "request_id": None} for each in (asked, unknown))
        assert (asked.status_code, told) == (404, nothing)
    assert shop.options(f"{chat.path}/deliveries").status_code == 404
    assert "deliveries" not in shop.get("/openapi.json").text
    assert shop.get("/demo/config.json").json()["demo"] is False


@pytest.mark.parametrize(
    "url",
    [
        "https://me:pw@desk.example:8443/hook?key=1",
        "https://desk.example:8443/hook/s3cret#here",
        "https://desk.example:8443",
    ],
)
def test_of_a_help_desks_address_a_browser_learns_the_origin_only(url):
    assert _address(url) == "https://desk.example:8443"


def test_of_a_failure_a_browser_learns_its_kind_only(clock):
    attempts = [
        Attempt(clock(), None, "connection refused: ConnectError: desk.internal"),
        Attempt(clock(), None, "timed out: no complete answer within 15 s"),
        Attempt(clock(), None, "Help desk 'inner' is not in actions/desk.yml."),
        Attempt(clock(), 500, "answered 500"),
        Attempt(clock(), 204, None),
    ]
    delivery = Delivery(
        "dlv_1", "ticket.created", "T-1", "demo", "pending", attempts, None, "{}", {}
    )
    shown = public_delivery(delivery, addresses={}).attempts
    assert [(one.status, one.error) for one in shown] == [
        (None, "connection refused"),
        (None, "timed out"),
        (None, "failed"),
        (500, None),
        (204, None),
    ]
