from datetime import timedelta

import pytest

from actions.tickets import Desk, Outbox, TicketStore
from actions.tickets.retry import Judgement, Outcome
from tests.actions.tickets.requests import request_for
from tests.bot.console.person import words_of

LEASE = timedelta(seconds=30)


@pytest.fixture
def dead(database, workspace, store, clock):
    """Two tickets whose help desk was given up."""
    desk = Desk.load(workspace.desk_file)
    tickets, outbox = TicketStore(database, desk), Outbox(database)
    now = clock()
    for number in range(2):
        talk = store.create(locale="es", site="demo", page=None, context=None, now=now)
        tickets.open(request_for(f"k{number}", conversation_id=talk.id), now=now)
    helpdesk = desk.helpdesks[0].name
    for claim in outbox.claim(helpdesk, now=now, until=now + LEASE, limit=9):
        outcome = Outcome(status=500)
        outbox.record(claim, outcome, Judgement("dead"), headers={}, now=now)
    return helpdesk


def test_dead_letters_are_shown_with_their_attempts_and_sent_again(arrives, database, dead):
    lead = arrives("Ana", role="lead")
    page = words_of(lead.opens("/console/deliveries?state=dead"))
    assert "Dead letters 2" in page
    assert "500" in page
    (first, _) = Outbox(database).page(state="dead", limit=9)
    sent = lead.follows(lead.sends(f"/console/deliveries/{first.id}/replay"))
    assert "on their way again: 1." in words_of(sent)
    assert "Dead letters 1" in words_of(sent)
    lead.sends("/console/deliveries/replay", helpdesk=dead)
    assert Outbox(database).page(state="dead", limit=9) == []
    assert lead.sends("/console/deliveries/nobodys/replay").status_code == 404


def test_deliveries_are_paged_newest_first(database, dead):
    outbox = Outbox(database)
    newest, *others = outbox.page(limit=50)
    assert [each.id for each in outbox.page(limit=1)] == [newest.id]
    older = outbox.page(before=newest.occurred_at, limit=50)
    assert newest.id not in [each.id for each in older]
    assert {each.id for each in outbox.deliveries()} == {newest.id, *(each.id for each in others)}
