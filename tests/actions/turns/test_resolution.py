"""Whether a ticket is solved, and how it went: by button or in words, only one's own."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from actions.conversations import ConversationStore
from actions.progress import Progress
from actions.texts import Texts
from actions.tickets import Change, Desk, TicketStore
from actions.turns.heard import Detail, Heard
from actions.turns.memory import Memory
from actions.turns.resolution import ActionAnswerResolution, ActionRateTicket, comment_step
from actions.turns.say import ActionAffirm, ActionDeny
from actions.turns.speech import Speech
from tests.actions.conftest import AURORA
from tests.actions.tickets.requests import ASKED_AT, request_for


@dataclass(frozen=True)
class Outside:
    """The services that these actions use; nothing here is searched."""

    texts: Texts
    desk: Desk
    conversations: ConversationStore
    tickets: TicketStore

    def now(self) -> datetime:
        return datetime(2026, 3, 24, 12, 0, tzinfo=UTC)

    def speech(self, heard: Heard, memory: Memory) -> Speech:
        return Speech(self.texts, memory.language or "es", heard, {})


@pytest.fixture(scope="module")
def texts():
    return Texts.load(AURORA / "domain.yml", company="Aurora", languages=["es", "en"])


@pytest.fixture
def outside(texts, desk, conversations, tickets) -> Any:
    return Outside(texts, desk, conversations, tickets)


@pytest.fixture
def ticket(database, desk, texts, conversations, tickets):
    """A ticket that a person has just called solved, which the contact was asked about."""
    talk = conversations.create(locale="es", site="demo", now=ASKED_AT)
    ticket = tickets.open(request_for(conversation_id=talk.id), now=ASKED_AT)
    progress = Progress(database, desk, texts)
    solved = Change("resolve", "agent", "Leo", "Va otro de camino.")
    return progress.act(ticket.number, solved, now=ASKED_AT)


def pressed(ticket, act, **details):
    told = {"ticket": ticket.number, **details}
    return Heard(
        ticket.conversation_id,
        "msg_1",
        "título",
        act,
        details=tuple(Detail(kind, value, value) for kind, value in told.items()),
        is_button=True,
    )


def said(ticket, act):
    return Heard(ticket.conversation_id, "msg_2", "sí", act, verbatim=True)


def texts_of(step):
    return [reply.message.text for reply in step.replies]


def test_yes_closes_it_and_asks_for_a_rating(outside, tickets, ticket):
    heard = pressed(ticket, "answer_resolution", solved="yes")
    step = ActionAnswerResolution().decide(heard, Memory(), outside)
    assert tickets.get(ticket.number).status == "closed"
    assert texts_of(step)[0] == "¡Gracias! Tu solicitud T-1001 queda cerrada."
    assert [reply.message.kind for reply in step.replies] == ["notice", "survey"]
    assert len(step.replies[1].message.buttons) == 5
    again = ActionAnswerResolution().decide(heard, Memory(), outside)  # a turn that is run twice
    assert texts_of(again)


def test_no_goes_on_with_it(outside, tickets, ticket):
    heard = pressed(ticket, "answer_resolution", solved="no")
    step = ActionAnswerResolution().decide(heard, Memory(), outside)
    assert tickets.get(ticket.number).status == "in_progress"
    assert texts_of(step)[0].startswith("De acuerdo, seguimos con tu solicitud T-1001.")


@pytest.mark.parametrize(
    ("action", "act", "status"),
    [(ActionAffirm, "affirm", "closed"), (ActionDeny, "deny", "in_progress")],
)
def test_in_words_right_after_the_question(outside, tickets, ticket, action, act, status):
    action().decide(said(ticket, act), Memory(), outside)
    assert tickets.get(ticket.number).status == status


@pytest.mark.parametrize("solved", ["yes", "no"])
def test_a_button_that_comes_too_late_is_told_how_it_stands(outside, tickets, ticket, solved):
    tickets.change(ticket.number, Change("reopen", "agent"), now=ASKED_AT)
    heard = pressed(ticket, "answer_resolution", solved=solved)
    step = ActionAnswerResolution().decide(heard, Memory(), outside)
    assert texts_of(step) == ["Tu solicitud T-1001 está así: En curso."]
    assert tickets.get(ticket.number).status == "in_progress"


def test_nobody_answers_for_another_conversation(outside, tickets, ticket):
    stranger = replace(
        pressed(ticket, "answer_resolution", solved="yes"), conversation_id="cnv_other"
    )
    ActionAnswerResolution().decide(stranger, Memory(), outside)
    assert tickets.get(ticket.number).status == "resolved"
    rates = replace(pressed(ticket, "rate_ticket", rating="1"), conversation_id="cnv_other")
    ActionRateTicket().decide(rates, Memory(), outside)
    assert tickets.rating(ticket.number) is None


def test_a_rating_counts_once_and_only_after_the_end(outside, tickets, ticket):
    five, one = (pressed(ticket, "rate_ticket", rating=rating) for rating in ("5", "1"))
    ActionRateTicket().decide(five, Memory(), outside)
    assert tickets.rating(ticket.number) is None
    tickets.change(ticket.number, Change("agree", "contact"), now=ASKED_AT)
    step = ActionRateTicket().decide(five, Memory(), outside)
    assert texts_of(step) == ["Gracias, lo he apuntado. Si quieres, dime en una línea por qué."]
    step = ActionRateTicket().decide(one, Memory(), outside)
    assert texts_of(step) == ["Ya nos habías valorado esta solicitud. ¡Gracias!"]
    assert tickets.rating(ticket.number).score == 5


def written(text, act="smalltalk", confidence=0.5, **more):
    return Heard("cnv_1", "msg_9", text, act, confidence, **more)


def rated(outside, tickets, ticket):
    tickets.change(ticket.number, Change("agree", "contact"), now=ASKED_AT)
    two = pressed(ticket, "rate_ticket", rating="2")
    return ActionRateTicket().decide(two, Memory(), outside).memory


@pytest.mark.parametrize("act", ["smalltalk", "complain", "thank", "ask"])
def test_the_line_written_after_a_rating_is_kept_with_it_whatever_it_sounds_like(
    outside, tickets, ticket, act
):
    memory = rated(outside, tickets, ticket)
    step = comment_step(written("tardasteis tres días\nen contestar", act), memory, outside)
    assert texts_of(step) == ["Apuntado también. ¡Gracias por contarlo!"]
    rating = tickets.rating(ticket.number)
    assert (rating.score, rating.comment) == (2, "tardasteis tres días en contestar")
    assert step.memory.rated is None


@pytest.mark.parametrize(
    "heard",
    [
        written("¿y el reembolso?", "ask"),
        written("quiero hablar con una persona", "person", 0.9),
        written("no, gracias", "deny", 0.9),
        written("No, gracias", "deny", 1.0, is_button=True),
    ],
)
def test_a_wish_or_a_no_after_a_rating_is_no_comment(outside, tickets, ticket, heard):
    assert comment_step(heard, rated(outside, tickets, ticket), outside) is None


@pytest.mark.parametrize("rating", ["0", "6", "", "cinco", "9" * 30])
def test_nothing_else_is_a_rating(outside, tickets, ticket, rating):
    tickets.change(ticket.number, Change("agree", "contact"), now=ASKED_AT)
    ActionRateTicket().decide(pressed(ticket, "rate_ticket", rating=rating), Memory(), outside)
    assert tickets.rating(ticket.number) is None
