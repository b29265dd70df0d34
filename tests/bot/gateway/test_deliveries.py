import json

from actions.contact import Contact
from actions.database import engine
from actions.tickets import Desk, TicketRequest, TicketStore
from bot.gateway.deliveries import _address
from tests.bot.gateway.conftest import open_chat


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
    for delivery in deliveries:
        assert delivery["ticket"] == ticket.number
        assert delivery["type"] == delivery["payload"]["type"] == "ticket.created"
        assert delivery["attempts"] == []
        assert "@" not in delivery["url"]
    others = http.get(f"{stranger.path}/deliveries", headers=stranger.headers)
    assert others.json() == {"deliveries": []}
    assert json.dumps(deliveries)


def test_no_password_of_a_help_desk_reaches_a_browser():
    assert (
        _address("https://me:pw@desk.example:8443/hook?key=1") == "https://desk.example:8443/hook"
    )
