"""What a contact is shown; the decision itself is the actions' and tested there."""

import pytest

from actions.conversations.message import ArticleLink, Message, Reply
from actions.turns.found import Findings
from actions.turns.memory import Memory
from actions.turns.step import TICKET_FORM, Step
from bot.training.evaluation_turns import turn_of
from kb_index import Hit, NoAnswer
from tests.actions.turn_record import record
from tests.actions.turns.found import answer, suggestions
from tests.bot.training.labelled import heard

HITS = (Hit("return-how", "1", "r1", 2.0), Hit("return-cost", "1", "r1", 1.0))
NOTHING = NoAnswer(confidence=0.1, threshold=0.8, hits=HITS)
FOUND = Findings((NOTHING,), subject="…")


def reply(kind, decision, article=None):
    message = Message(kind=kind, text="…", article=article)
    return Reply(message=message, turn=record(decision))


def test_an_answer_counts_when_it_is_said():
    link = ArticleLink(id="return-how", title="…", url="/help/es/return-how", revision="r1")
    turn = turn_of(heard(), FOUND, Step(Memory(), (reply("answer", "answer", link),)))
    assert (turn.answered, turn.shown, turn.decision) == (True, ("return-how",), "answer")


def test_of_several_replies_all_articles_count_the_answered_first():
    link = ArticleLink(id="exchange", title="…", url="/help/es/exchange", revision="r1")
    found = Findings((suggestions("return-how", "return-cost"), answer("exchange")), subject="…")
    replies = (reply("suggestions", "suggestions"), reply("answer", "answer", link))
    turn = turn_of(heard(), found, Step(Memory(), replies))
    assert turn.answered
    assert turn.shown == ("exchange", "return-how", "return-cost")
    assert turn.found == ("return-how", "exchange", "return-cost")


@pytest.mark.parametrize(
    ("step", "decision"),
    [
        (Step(Memory(), (reply("text", "thank"),)), "thank"),
        (Step(Memory(), followup=TICKET_FORM), "ticket_form"),
        (Step(Memory()), "none"),
    ],
)
def test_what_was_found_and_not_said_is_no_answer(step, decision):
    turn = turn_of(heard(), FOUND, step)
    assert (turn.answered, turn.shown, turn.decision) == (False, (), decision)
    assert turn.found == ("return-how", "return-cost")
    assert turn.confidence == 0.1
