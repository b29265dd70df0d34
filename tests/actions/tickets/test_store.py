from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from actions.database import engine, reading
from actions.tickets import Contact, Desk, TicketStore
from actions.tickets.tables import deliveries, events
from actions.tickets.tables import tickets as tickets_table
from tests.actions.conftest import AURORA
from tests.actions.tickets.requests import ASKED_AT, request_for


def counts(database):
    with reading(database) as connection:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tickets_table, events, deliveries)
        ]


def test_a_ticket_is_opened_with_its_team_and_promise(tickets):
    ticket = tickets.open(request_for(), now=ASKED_AT)
    assert ticket.number == "T-1001"
    assert (ticket.team, ticket.priority, ticket.status) == ("delivery", "high", "open")
    assert len(ticket.public_id) > 20
    assert tickets.for_conversation("cnv_1") == [ticket]
    assert tickets.for_conversation("cnv_2") == []


def test_a_given_priority_comes_before_the_topics_own(tickets):
    assert tickets.open(request_for(priority="urgent"), now=ASKED_AT).priority == "urgent"


def test_the_same_request_again_opens_nothing(tickets, database):
    first = tickets.open(request_for(), now=ASKED_AT)
    assert tickets.open(request_for(summary="otra vez"), now=ASKED_AT) == first
    assert counts(database) == [1, 1, 1]


def test_numbers_go_on_and_public_ids_cannot_be_guessed(tickets):
    opened = [tickets.open(request_for(f"cnv_1:{n}"), now=ASKED_AT) for n in range(3)]
    assert [ticket.number for ticket in opened] == ["T-1001", "T-1002", "T-1003"]
    assert len({ticket.public_id for ticket in opened}) == 3


def test_a_number_is_never_given_twice(tickets, database):
    tickets.open(request_for(), now=ASKED_AT)
    with database.begin() as connection:
        connection.execute(tickets_table.delete())
    assert tickets.open(request_for(), now=ASKED_AT).number == "T-1002"


def test_ticket_event_and_delivery_come_together_or_not_at_all(tickets, database):
    def fail(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith("INSERT INTO deliveries"):
            raise OSError("disk full")

    event.listen(database, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk full"):
        tickets.open(request_for(), now=ASKED_AT)
    event.remove(database, "before_cursor_execute", fail)
    assert counts(database) == [0, 0, 0]
    tickets.open(request_for(), now=ASKED_AT)
    assert counts(database) == [1, 1, 1]


def test_representations_hold_no_words_of_the_contact(tickets):
    request = request_for(contact=Contact("Ana", "ana@example.com"))
    ticket = tickets.open(request, now=ASKED_AT)
    shown = repr(request) + repr(ticket).replace(ticket.public_id, "")  # random: it may spell one
    assert not any(word in shown for word in ("Ana", "ana@", "roto", "48213"))


def open_many(url: str, count: int) -> set[str]:
    database = engine(url)
    store = TicketStore(database, Desk.load(AURORA / "actions" / "desk.yml"))
    with ThreadPoolExecutor(count) as threads:
        opened = threads.map(lambda _: store.open(request_for(), now=ASKED_AT), range(count))
        numbers = {ticket.number for ticket in opened}
    database.dispose()
    return numbers


def test_fifty_identical_requests_at_once_open_one_ticket(
    tickets, database, database_url, processes
):
    running = [processes.submit(open_many, database_url, 13) for _ in range(3)]
    numbers = open_many(database_url, 11).union(*(opened.result() for opened in running))
    assert numbers == {"T-1001"}
    assert counts(database) == [1, 1, 1]
