"""Handing over and back, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from actions.conversations import ConflictingMessage, HandoffWish
from actions.handoffs import HandoffOver, HandoffStore, NotYours, TakenBySomebody, UnknownHandoff
from actions.handoffs.handoff import Agent
from actions.privacy import Erasures
from actions.tickets import Outbox


def test_from_the_wish_on_the_bot_owes_no_reply_and_people_read_what_is_written(company):
    """E6: what is written meanwhile waits for the person, and for nothing else."""
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    received = company.writes(conversation, "mi pedido no llega")
    assert received.for_people
    assert company.conversations.unhandled(conversation.id) == []
    texts = [one.text for one in company.handoffs.messages(lucia, conversation.id)]
    assert texts[-1] == "mi pedido no llega"


def test_a_reply_that_is_kept_twice_begins_one_handoff(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    first = company.handoffs.case(lucia, conversation.id).handoff.id
    company.handoffs.take(lucia, conversation.id, now=company.now)
    company.handoffs.release(lucia, conversation.id, now=company.now)
    assert not company.writes(conversation, "gracias").for_people
    assert company.handoffs.case(lucia, conversation.id).handoff.id == first


def test_who_takes_it_is_named_to_the_contact_and_whoever_repeats_changes_nothing(company):
    """E6: the contact knows whom they talk to."""
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    company.handoffs.take(lucia, conversation.id, now=company.now)
    assert [one.text for one in company.told(conversation)][2:] == [
        "Lucía, del equipo de Atención al cliente, está contigo."
    ]


def test_of_two_who_take_at_once_one_has_it_and_the_other_learns_who(company):
    agents = [company.hires(name, "care") for name in ("Lucía", "Pol", "Eva", "Ana")]
    conversation = company.asks_for_a_person()

    def take(account):
        try:
            company.handoffs.take(account, conversation.id, now=company.now)
        except TakenBySomebody as taken:
            return taken.by
        return None

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(take, agents))
    assert told.count(None) == 1
    winner = agents[told.index(None)].name
    assert {name for name in told if name} == {winner}


def test_what_an_agent_says_is_said_once_in_their_name(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    said = [
        company.handoffs.reply(
            lucia, conversation.id, client_message_id="a1", text="Hola, Ana", now=company.now
        )
        for _ in range(2)
    ]
    assert [one.new for one in said] == [True, False]
    last = company.told(conversation)[-1]
    assert (last.sender, last.author.name, last.text) == ("agent", "Lucía", "Hola, Ana")
    with pytest.raises(ConflictingMessage):
        company.handoffs.reply(
            lucia, conversation.id, client_message_id="a1", text="Otra cosa", now=company.now
        )


def test_agents_and_contact_may_use_the_same_ids(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    one = company.conversations.receive(
        conversation.id, client_message_id="x", text="¿hola?", now=company.now
    )
    other = company.handoffs.reply(
        lucia, conversation.id, client_message_id="x", text="Hola", now=company.now
    )
    assert (one.new, other.new) == (True, True)


def test_only_who_has_it_may_speak_and_give_it_back(company):
    lucia, pol = company.hires("Lucía", "care"), company.hires("Pol", "care")
    conversation = company.asks_for_a_person()
    with pytest.raises(NotYours):
        company.handoffs.release(pol, conversation.id, now=company.now)
    company.handoffs.take(lucia, conversation.id, now=company.now)
    for act in (company.handoffs.release, company.handoffs.resolve):
        with pytest.raises(TakenBySomebody, match="Lucía"):
            act(pol, conversation.id, now=company.now)
    with pytest.raises(TakenBySomebody):
        company.handoffs.reply(
            pol, conversation.id, client_message_id="p1", text="Hola", now=company.now
        )


def test_a_lead_takes_it_out_of_anybodys_hands_and_another_agent_does_not(company):
    lucia, pol = company.hires("Lucía", "care"), company.hires("Pol", "care")
    lead = company.hires("Marta", role="lead")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    with pytest.raises(TakenBySomebody):
        company.handoffs.transfer(pol, conversation.id, team="orders", now=company.now)
    company.handoffs.transfer(lead, conversation.id, team="orders", now=company.now)
    assert company.state(conversation, lead) == "waiting"


def test_a_transfer_is_told_and_the_next_team_sees_what_the_last_one_no_longer_does(company):
    """E7: the conversation goes to whom it belongs, with all that was said."""
    lucia, marta = company.hires("Lucía", "care"), company.hires("Marta", "orders")
    conversation = company.asks_for_a_person()
    with pytest.raises(UnknownHandoff):
        company.handoffs.case(marta, conversation.id)
    company.handoffs.take(lucia, conversation.id, now=company.now)
    company.handoffs.transfer(lucia, conversation.id, team="orders", now=company.now)
    assert company.told(conversation)[-1].text.startswith("Lucía te pasa con el equipo de Pedidos.")
    assert len(company.handoffs.messages(marta, conversation.id)) == 4
    with pytest.raises(UnknownHandoff):
        company.handoffs.case(lucia, conversation.id)


def test_a_transfer_to_one_agent_is_theirs_to_see_and_colleagues_may_take_it_too(company):
    lucia, marta = company.hires("Lucía", "care"), company.hires("Marta", "orders")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    to = Agent(marta.id, marta.name)
    company.handoffs.transfer(lucia, conversation.id, team="orders", to=to, now=company.now)
    assert company.handoffs.case(marta, conversation.id).handoff.wanted == to
    company.handoffs.take(marta, conversation.id, now=company.now)
    assert company.state(conversation, marta) == "accepted"


@pytest.mark.parametrize(
    ("act", "line"),
    [("release", "Lucía ya no está en la conversación"), ("resolve", "Lucía ha dado tu consulta")],
)
def test_given_back_the_bot_says_so_and_has_the_next_message(company, act, line):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    for _ in range(2):
        getattr(company.handoffs, act)(lucia, conversation.id, now=company.now)
    (told,) = [one for one in company.told(conversation) if one.text.startswith(line)]
    assert told.sender == "bot"
    received = company.writes(conversation, "¿y los gastos de envío?")
    assert not received.for_people
    assert len(company.conversations.unhandled(conversation.id)) == 1
    with pytest.raises(HandoffOver):
        company.handoffs.take(lucia, conversation.id, now=company.now)


def test_whoever_waits_may_go_back_to_the_bot_until_somebody_has_come(company):
    """D2: nobody has to stay in the queue."""
    lucia = company.hires("Lucía", "care")
    waiting, taken = company.asks_for_a_person(), company.asks_for_a_person()
    company.handoffs.take(lucia, taken.id, now=company.now)
    for conversation in (waiting, waiting, taken):
        company.handoffs.leave(conversation.id, now=company.now)
    assert company.state(waiting, lucia) == "left"
    assert company.state(taken, lucia) == "accepted"
    assert [one.text for one in company.told(waiting)][2:] == [
        "De acuerdo, vuelve a estar contigo el asistente automático. ¿En qué te ayudo?"
    ]


def test_nobody_takes_it_in_time_and_it_is_a_ticket_with_a_due_time(company):
    """E6, D2: the contact is told that nobody came, and by when somebody answers."""
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.writes(conversation, "mi lavadora no enciende")
    assert company.handoffs.ring(company.later(minutes=1, seconds=59)) == 0
    assert company.handoffs.ring(company.later(seconds=1)) == 1
    assert company.handoffs.ring(company.now) == 0
    (ticket,) = company.tickets.for_conversation(conversation.id)
    assert ticket.reason == "asked_for_person"
    assert ticket.summary == "quiero hablar con una persona\nmi lavadora no enciende"
    told = company.told(conversation)[-1]
    assert (told.kind, told.ticket.number) == ("ticket", ticket.number)
    assert told.ticket.due_at == ticket.first_answer_due
    assert "nadie" in told.text
    assert company.handoffs.case(lucia, conversation.id).handoff.ticket == ticket.number
    assert not company.writes(conversation, "vale").for_people


def test_before_it_is_a_ticket_the_team_that_covers_is_asked(company):
    """E7."""
    marta, lucia = company.hires("Marta", "orders"), company.hires("Lucía", "care")
    conversation = company.asks_for_a_person("orders")
    company.later(minutes=2)
    company.still_there(marta, lucia)
    assert company.handoffs.ring(company.now) == 1
    case = company.handoffs.case(lucia, conversation.id)
    assert (case.handoff.state, case.handoff.team) == ("waiting", "care")
    assert "el equipo de Atención al cliente" not in company.told(conversation)[-1].text
    assert "equipo de Atención al cliente" in company.told(conversation)[-1].text
    company.later(minutes=2)
    company.still_there(marta, lucia)
    company.handoffs.ring(company.now)
    assert len(company.tickets.for_conversation(conversation.id)) == 1


def test_an_agent_who_vanishes_is_told_and_the_covering_team_gets_it(company):
    """E6, E7."""
    marta, lucia = company.hires("Marta", "orders"), company.hires("Lucía", "care")
    conversation = company.asks_for_a_person("orders")
    company.handoffs.take(marta, conversation.id, now=company.now)
    company.handoffs.reply(
        marta, conversation.id, client_message_id="a1", text="Ahora miro", now=company.now
    )
    company.later(minutes=30)
    assert company.handoffs.ring(company.now) == 0  # it is the contact's turn
    company.writes(conversation, "¿sigues ahí?")
    company.later(minutes=4, seconds=59)
    assert company.handoffs.ring(company.now) == 0
    company.later(seconds=1)
    company.still_there(marta, lucia)
    assert company.handoffs.ring(company.now) == 1
    told = company.told(conversation)[-1].text
    assert told.startswith("Marta no ha podido seguir contigo")
    assert "Atención al cliente" in told
    with pytest.raises(NotYours):
        company.handoffs.reply(
            company.hires("Jefa", role="lead"),
            conversation.id,
            client_message_id="b",
            text="x",
            now=company.now,
        )
    company.handoffs.take(lucia, conversation.id, now=company.now)


def test_a_colleague_of_the_same_team_comes_before_the_covering_team(company):
    marta, nil = company.hires("Marta", "orders"), company.hires("Nil", "orders")
    company.hires("Lucía", "care")
    conversation = company.asks_for_a_person("orders")
    company.handoffs.take(marta, conversation.id, now=company.now)
    company.later(minutes=5)
    company.still_there(marta, nil)
    company.handoffs.ring(company.now)
    assert company.handoffs.case(nil, conversation.id).handoff.team == "orders"


def test_an_answer_in_time_starts_no_clock(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    company.writes(conversation, "hola")
    company.handoffs.reply(
        lucia, conversation.id, client_message_id="a", text="Hola", now=company.later(minutes=4)
    )
    assert company.handoffs.ring(company.later(hours=1)) == 0


def test_the_list_is_of_ones_own_teams_page_by_page(company):
    lucia, marta = company.hires("Lucía", "care"), company.hires("Marta", "orders")
    lead = company.hires("Jefa", role="lead")
    care = [company.asks_for_a_person().id for _ in range(3)]
    orders = [company.asks_for_a_person("orders").id]
    first = company.handoffs.cases(lucia, team="care", limit=2)
    rest = company.handoffs.cases(lucia, after=first[-1].handoff.id)
    assert [one.handoff.conversation_id for one in (*first, *rest)] == care
    seen = company.handoffs.cases(marta)
    assert [one.handoff.conversation_id for one in seen] == orders
    every = company.handoffs.cases(lead)
    assert [one.handoff.conversation_id for one in every] == care + orders


def test_notes_are_kept_once_for_colleagues_and_are_nowhere_else(company):
    lucia, marta = company.hires("Lucía", "care"), company.hires("Marta", "orders")
    conversation = company.asks_for_a_person()
    for _ in range(2):
        company.handoffs.note(
            lucia, conversation.id, client_note_id="n1", text="xyzzy", now=company.now
        )
    (note,) = company.handoffs.notes(lucia, conversation.id)
    assert (note.author, note.text) == ("Lucía", "xyzzy")
    with pytest.raises(UnknownHandoff):
        company.handoffs.notes(marta, conversation.id)
    company.handoffs.ring(company.later(minutes=2))
    assert "xyzzy" not in str(company.told(conversation))
    payloads = [one.payload for one in Outbox(company.database).deliveries(conversation.id, None)]
    assert payloads
    assert "xyzzy" not in str(payloads)


def test_an_erased_conversation_takes_its_handoff_and_notes_along(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.note(lucia, conversation.id, client_note_id="n", text="x", now=company.now)
    Erasures(company.database).erase(conversation.id, now=company.now)
    for read in (company.handoffs.case, company.handoffs.notes, company.handoffs.messages):
        with pytest.raises(UnknownHandoff):
            read(lucia, conversation.id)
    with pytest.raises(UnknownHandoff):
        company.handoffs.take(lucia, conversation.id, now=company.now)


def test_who_is_there_counts_who_waits_and_leaves_out_who_is_away(company):
    assert not company.handoffs.people(now=company.now).employed
    company.hires("Lucía", "care")
    company.hires("Marta", "orders", there=False)
    company.asks_for_a_person()
    people = company.handoffs.people(now=company.now)
    assert people.waiting == {"care": 1}
    later = company.handoffs.people(now=company.later(seconds=90))
    assert (later.waiting, later.employed) == ({}, True)


def test_what_agents_did_is_in_the_audit(company):
    lucia = company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.handoffs.take(lucia, conversation.id, now=company.now)
    company.handoffs.resolve(lucia, conversation.id, now=company.now)
    done = [(one.act, one.about) for one in company.accounts.audit(limit=2)]
    assert done == [("handoff.resolved", conversation.id), ("handoff.taken", conversation.id)]


def test_without_a_wish_nothing_begins(company):
    assert company.handoffs.beginning("cnv_x", [], now=company.now) is None
    assert HandoffWish(reason="angry", team="care").ahead == 0


def test_who_gave_an_email_also_gets_the_ticket_of_a_missed_handoff_by_mail(
    company, care_covers_orders, texts
):
    """D2: nobody has to watch the chat for it."""
    posted = []

    def letters(connection, ticket, messages, *, now):
        posted.append((ticket.contact.email, [one.text for one in messages]))

    company.handoffs = HandoffStore(company.database, care_covers_orders, texts, letters=letters)
    company.hires("Lucía", "care")
    conversation = company.asks_for_a_person()
    company.conversations.save_contact(conversation.id, email="ana@example.com")
    company.handoffs.ring(company.later(minutes=2))
    assert posted == [("ana@example.com", [company.told(conversation)[-1].text])]
