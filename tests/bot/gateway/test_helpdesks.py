"""What help desks call; E1, C6."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook

from actions.database import engine, reading
from actions.helpdesks.tables import callbacks, external_tickets
from actions.tickets import Desk, TicketStore
from tests.actions.tickets.requests import request_for

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2036, 1, 1, tzinfo=UTC)


@pytest.fixture
def followed(workspace):
    """A ticket in the demo help desk, not to be looked at for years."""
    database = engine(workspace.database_url)
    ticket = TicketStore(database, Desk.load(workspace.desk_file)).open(request_for(), now=LONG_AGO)
    with database.begin() as connection:
        connection.execute(
            external_tickets.insert().values(
                helpdesk="demo", ticket_id=1, external_ref="42", seen=[], look_at=FAR_AHEAD
            )
        )
    yield ticket, database
    database.dispose()


def call(http, workspace, public_id, *, secret=None, id="msg_1", name="demo"):
    body = json.dumps({"type": "ticket.changed", "data": {"ticket": {"public_id": public_id}}})
    now = datetime.now(UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret or workspace.secret("helpdesk_demo")).sign(
            id, now, body
        ),
    }
    return http.post(f"/v1/helpdesks/{name}/events", content=body, headers=headers)


def looked_at(database):
    with reading(database) as connection:
        return connection.execute(select(external_tickets.c.look_at)).scalar_one()


@pytest.mark.parametrize("named", ["public id", "number"])
def test_a_signed_call_makes_us_look_and_no_more(serve, workspace, followed, named):
    ticket, database = followed
    name = ticket.public_id if named == "public id" else "42"
    answer = call(serve(), workspace, name)
    assert (answer.status_code, answer.content) == (204, b"")
    assert looked_at(database) < FAR_AHEAD
    assert TicketStore(database, Desk.load(workspace.desk_file)).get("T-1001").status == "open"


def test_the_same_call_again_does_nothing(serve, workspace, followed):
    ticket, database = followed
    http = serve()
    call(http, workspace, ticket.public_id)
    with database.begin() as connection:
        connection.execute(external_tickets.update().values(look_at=FAR_AHEAD))
    assert call(http, workspace, ticket.public_id).status_code == 204
    assert looked_at(database) == FAR_AHEAD


def test_who_cannot_sign_learns_nothing_and_changes_nothing(serve, workspace, followed):
    ticket, database = followed
    http = serve()
    forged = call(http, workspace, ticket.public_id, secret="c29tZWJvZHkgZWxzZSdzIHNlY3JldCEh")
    nobody = call(http, workspace, ticket.public_id, name="nobody")
    bare = http.post("/v1/helpdesks/demo/events")
    assert {each.status_code for each in (forged, nobody, bare)} == {401}
    told = [each.json() for each in (forged, nobody, bare)]
    for each in told:
        del each["request_id"]
    assert told[0] == told[1] == told[2]
    assert looked_at(database) == FAR_AHEAD
    with reading(database) as connection:
        assert connection.execute(select(callbacks.c.id)).all() == []


def test_a_call_about_no_ticket_of_ours_is_answered_as_any(serve, workspace, followed):
    _, database = followed
    assert call(serve(), workspace, "tkt_of_nobody").status_code == 204
    assert looked_at(database) == FAR_AHEAD
