"""What is searched for a message: the whole, its parts, or what it leans on."""

from datetime import UTC, datetime
from types import SimpleNamespace

from actions.answers import Controls, Pause
from actions.turns.found import Found
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.searching import look_up
from tests.actions.turns.found import answer, clause, nothing, suggestions, titles

PORTUGAL = "do you deliver to portugal"


class Shelf:
    """A knowledge base that knows what it finds for each text, and keeps what it was asked."""

    def __init__(self, **found: Found) -> None:
        self.found = found
        self.asked = []

    def answer(self, text, *, language, topic, out_of_scope):
        self.asked.append((text, language, topic, out_of_scope))
        return self.found.get(text, nothing())


def outside(**found):
    settings = SimpleNamespace(default_language="en")
    return SimpleNamespace(
        knowledge=Shelf(**found),
        workspace=SimpleNamespace(settings=settings),
        controls=Controls,
    )


def says(text, **heard):
    return Heard("cnv_1", "msg_2", text, "ask", topics={"delivery": 0.9}, out_of_scope=0.2, **heard)


def test_one_question_is_searched_once_with_what_is_understood():
    services = outside(**{PORTUGAL: answer("delivery-abroad")})
    found = look_up(says(PORTUGAL), Memory(), services)
    assert found.founds == (answer("delivery-abroad"),)
    assert found.subject == PORTUGAL
    assert services.knowledge.asked == [(PORTUGAL, "en", {"delivery": 0.9}, 0.2)]


def test_a_clause_that_is_half_of_several_cuts_is_searched_once():
    left, right = clause("how do I return it"), clause("when am I paid")
    services = outside(**{left.text: answer("return-how"), right.text: suggestions("refund-when")})
    found = look_up(says("both", cuts=((left, right), (left, right))), Memory(), services)
    assert [asked[0] for asked in services.knowledge.asked] == ["both", left.text, right.text]
    assert len(found.founds) == 2
    assert found.subject == "both"


def test_a_follow_up_is_searched_after_the_last_question_and_keeps_its_subject():
    services = outside(**{f"{PORTUGAL} and france?": answer("delivery-abroad")})
    memory = Memory(subject=PORTUGAL)
    found = look_up(says("and france?", leans="clearly"), memory, services)
    assert found.founds == (answer("delivery-abroad"),)
    assert found.subject == PORTUGAL


def test_a_follow_up_that_is_sure_by_itself_is_the_next_subject():
    services = outside(**{"and bizum?": answer("payment-methods")})
    memory = Memory(subject=PORTUGAL)
    assert look_up(says("and bizum?", leans="clearly"), memory, services).subject == "and bizum?"


def test_while_answers_are_paused_nothing_is_searched_and_nothing_found():
    services = outside(**{PORTUGAL: answer("delivery-abroad")})
    services.controls = lambda: Controls(pause=Pause("audit", datetime(2026, 11, 29, tzinfo=UTC)))
    found = look_up(says(PORTUGAL), Memory(), services)
    assert found.is_nothing
    assert services.knowledge.asked == []


def test_a_short_question_with_no_sure_answer_is_suggested_what_the_last_question_has():
    asked = "who pays?"
    services = outside(**{f"{PORTUGAL} {asked}": answer("delivery-abroad")})
    found = look_up(says(asked), Memory(subject=PORTUGAL), services)
    assert titles(found.founds[0]) == ["delivery-abroad"]
    assert not found.is_sure
    assert found.subject == PORTUGAL


def test_two_questions_in_a_short_message_are_dealt_with_before_the_last_one():
    left, right = clause("how do I return it"), clause("when am I paid")
    services = outside(**{left.text: answer("return-how"), right.text: suggestions("refund-when")})
    found = look_up(says("both", cuts=((left, right),)), Memory(subject=PORTUGAL), services)
    assert found.is_sure
    assert f"{PORTUGAL} both" not in [asked[0] for asked in services.knowledge.asked]
