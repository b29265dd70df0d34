"""What a contact reads of what happens to their ticket, and what help desks hear of it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from actions.conversations import ConversationStore
from actions.database import reading
from actions.progress import Progress
from actions.tickets import Change, NotAllowed
from actions.tickets.tables import deliveries, events
from tests.actions.tickets.requests import ASKED_AT, request_for

NOON = ASKED_AT + timedelta(hours=1, minutes=30)  # 12:00 in Madrid


def agent(act, text="", **more):
    return Change(act, "agent", author="Leo", text=text, **more)


def told(conversations, ticket):
    return conversations.transcript(ticket.conversation_id)


def sent(database):
    """The events' types and bodies, in order, once for each delivery."""
    query = select(events.c.type, events.c.body).join(deliveries).order_by(events.c.sequence)
    with reading(database) as connection:
        return [(row.type, json.loads(row.body)["data"]) for row in connection.execute(query)]


def test_a_person_who_takes_it_and_writes_is_read_in_the_chat_by_name(
    progress, conversations, ticket
):
    progress.act(ticket.number, agent("take"), now=NOON)
    progress.act(ticket.number, agent("reply", "Lo busco ahora."), now=NOON)
    taken, reply = told(conversations, ticket)
    assert (taken.sender, taken.kind) == ("system", "notice")
    assert taken.text == "Leo ya está con tu solicitud T-1001."
    assert taken.ticket.label == "En curso"
    assert (reply.sender, reply.author.name, reply.text) == ("agent", "Leo", "Lo busco ahora.")


def test_each_change_is_one_event_for_each_help_desk(progress, database, ticket):
    progress.act(ticket.number, agent("take"), now=NOON)
    progress.act(ticket.number, agent("wait", "¿Qué color?"), now=NOON)
    progress.add(ticket.number, "Marrón", key="m1", said=True, now=NOON)
    progress.act(ticket.number, agent("resolve", "Va otro de camino."), now=NOON)
    progress.act(ticket.number, Change("agree", "contact"), now=NOON)
    found = sent(database)
    assert [kind for kind, _ in found] == [
        "ticket.created",
        "ticket.updated",
        "ticket.updated",
        "ticket.message_added",
        "ticket.resolved",
        "ticket.closed",
    ]
    assert [data["ticket"]["sequence"] for _, data in found] == [1, 2, 3, 4, 5, 6]
    assert found[3][1]["change"] == {
        "act": "add",
        "actor": "contact",
        "author": None,
        "from": "waiting_for_contact",
        "to": "in_progress",
        "via": None,
    }
    assert found[3][1]["message"]["text"] == "Marrón"


def test_the_end_is_asked_with_buttons_and_a_date(progress, conversations, ticket):
    progress.act(ticket.number, agent("resolve", "Te hemos enviado otro."), now=NOON)
    words, question = told(conversations, ticket)
    assert words.text == "Te hemos enviado otro."
    assert question.kind == "question"
    assert [button.title for button in question.buttons] == ["Sí, resuelta", "No, todavía no"]
    assert "domingo, 29 de marzo de 2026 a las 12:00 (hora de Madrid)" in question.text


def test_no_is_answered_with_a_new_time(progress, conversations, ticket):
    progress.act(ticket.number, agent("resolve", "Hecho."), now=NOON)
    progress.act(ticket.number, Change("disagree", "contact"), now=NOON)
    last = told(conversations, ticket)[-1]
    assert last.text.startswith("De acuerdo, seguimos con tu solicitud T-1001.")
    assert "martes, 24 de marzo de 2026 a las 14:00" in last.text
    assert last.ticket.status == "in_progress"


def test_silence_closes_it_and_a_rating_is_asked_for(progress, conversations, ticket, tickets):
    progress.act(ticket.number, agent("resolve", "Hecho."), now=NOON)
    assert progress.ring(NOON + timedelta(days=4)) == 0
    assert progress.ring(NOON + timedelta(days=5)) == 1
    assert tickets.get(ticket.number).status == "closed"
    *_, closed, survey = told(conversations, ticket)
    assert closed.text.startswith("No hemos sabido más de ti")
    assert (survey.kind, len(survey.buttons)) == ("survey", 5)
    assert closed.ticket.stages[-1] == closed.ticket.label == "Cerrada"


def test_what_comes_after_the_end_is_a_ticket_that_follows(progress, conversations, ticket):
    progress.act(ticket.number, agent("close"), now=NOON)
    again = progress.add(ticket.number, "Ha vuelto a pasar", key="k", said=False, now=NOON)
    assert (again.number, again.follows, again.status) == ("T-1002", "T-1001", "open")
    assert again.summary == "Ha vuelto a pasar"
    same = progress.add(ticket.number, "Ha vuelto a pasar", key="k", said=False, now=NOON)
    assert same == again
    *_, own, answer = told(conversations, ticket)
    assert (own.sender, own.text) == ("contact", "Ha vuelto a pasar")
    assert "he abierto la T-1002" in answer.text
    assert conversations.unhandled(ticket.conversation_id) == []


def test_what_was_added_before_the_end_and_is_sent_again_opens_nothing(progress, tickets, ticket):
    progress.add(ticket.number, "Hay fotos", key="a", said=False, now=NOON)
    progress.act(ticket.number, agent("close"), now=NOON)
    same = progress.add(ticket.number, "Hay fotos", key="a", said=False, now=NOON)
    assert (same.number, same.status) == ("T-1001", "closed")
    assert len(tickets.for_conversation(ticket.conversation_id)) == 1


def test_an_addition_from_elsewhere_is_in_the_transcript_with_its_reply(
    progress, conversations, ticket
):
    progress.add(ticket.number, "Hay fotos", key="a", said=False, now=NOON)
    progress.add(ticket.number, "Hay fotos", key="a", said=False, now=NOON)
    own, answer = told(conversations, ticket)
    assert own.text == "Hay fotos"
    assert answer.text.startswith("Lo he añadido a tu solicitud T-1001.")


def test_d7_a_broken_promise_is_told_with_what_was_promised_and_the_next_time(
    progress, conversations, database, ticket
):
    """D7, E1: a broken promise is told, with what was promised and the next time."""
    due = ticket.first_answer_due  # 12:30 in Madrid
    assert progress.ring(due - timedelta(minutes=30)) == 1  # the lead is warned, not the contact
    assert told(conversations, ticket) == []
    assert progress.ring(due) == 1
    [late] = told(conversations, ticket)
    assert "para el martes, 24 de marzo de 2026 a las 12:30 (hora de Madrid)" in late.text
    assert "como muy tarde el martes, 24 de marzo de 2026 a las 13:30" in late.text
    kind, data = sent(database)[-1]
    assert kind == "ticket.escalated"
    assert data["change"]["lead"] == {"name": "Marta Gil", "email": "marta.gil@aurora.example"}
    assert data["change"]["due"] == "2026-03-24T11:30:00Z"
    assert data["ticket"]["sla"]["first_answer_due"] == "2026-03-24T12:30:00Z"


def test_after_three_broken_times_none_is_made_up(progress, conversations, ticket):
    for hours in range(10):
        progress.ring(ticket.first_answer_due + timedelta(hours=hours))
    lates = told(conversations, ticket)
    assert len(lates) == 3
    assert "No te vamos a prometer otra hora" in lates[-1].text


def test_a_contact_of_another_language_reads_theirs(progress, conversations, tickets, conversation):
    ticket = tickets.open(
        request_for("en", conversation_id=conversation.id, language="en"), now=ASKED_AT
    )
    progress.act(ticket.number, agent("take"), now=NOON)
    [taken] = told(conversations, ticket)
    assert taken.text == "Leo is now looking after your request T-1001."


def test_what_help_desks_hear_and_what_the_contact_reads_come_together_or_not_at_all(
    progress, conversations, database, tickets, ticket
):
    def fail(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith("INSERT INTO messages"):
            raise OSError("disk full")

    event.listen(database, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk full"):
        progress.act(ticket.number, agent("take"), now=NOON)
    event.remove(database, "before_cursor_execute", fail)
    assert tickets.get(ticket.number) == ticket
    assert len(sent(database)) == 1


def test_a_letter_is_kept_in_the_same_transaction(database, desk, texts, ticket):
    letters = []

    def keep(connection, ticket, messages, *, now):
        assert connection.in_transaction()
        letters.append((ticket.number, [message.text for message in messages]))

    progress = Progress(database, desk, texts, letters=keep)
    progress.act(ticket.number, agent("reply", "Hola"), now=NOON)
    progress.act(ticket.number, agent("release"), now=NOON)
    assert letters == [("T-1001", ["Hola"])]


def test_an_erased_ticket_is_changed_by_nobody(progress, database, ticket):
    from actions.privacy import Erasures

    Erasures(database).erase(ticket.conversation_id, now=NOON)
    for change in (agent("reopen"), agent("reply", "Hola")):
        with pytest.raises(NotAllowed, match="was erased"):
            progress.act(ticket.number, change, now=NOON)
    assert progress.ring(NOON + timedelta(days=30)) == 0
    assert ConversationStore(database).get(ticket.conversation_id) is None


def test_a_ticket_whose_team_is_gone_from_the_file_is_the_fallbacks(database, desk, texts, ticket):
    teams = {slug: team for slug, team in desk.teams.items() if slug != "delivery"}
    progress = Progress(database, desk.model_copy(update={"teams": teams}), texts)
    assert progress.ring(ticket.first_answer_due) == 1
