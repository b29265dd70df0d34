"""Whether a message holds two questions."""

import pytest

from actions.turns.parts import Part, parted
from kb_index import Answer
from tests.actions.turns.found import answer, clause, nothing, suggestions, titles


def halves(left, right, *, asks=(True, True), acts=("ask", "ask"), texts=("left", "right")):
    return (
        Part(clause(texts[0], asks=asks[0], act=acts[0]), left),
        Part(clause(texts[1], asks=asks[1], act=acts[1]), right),
    )


RETURN, REFUND = answer("return-how"), answer("refund-when")
MAYBE = suggestions("return-how", "refund-when", "return-cost")


def test_a_message_that_is_nowhere_cut_is_one_question():
    assert parted(MAYBE, []) == (MAYBE,)


def test_two_sure_halves_are_both_answered():
    assert parted(MAYBE, [halves(RETURN, REFUND)]) == (RETURN, REFUND)


@pytest.mark.parametrize("whole", [suggestions("refund-when", "return-how"), REFUND])
def test_two_sure_answers_come_as_they_are_asked_for(whole):
    assert parted(whole, [halves(RETURN, REFUND)]) == (RETURN, REFUND)


def test_what_the_whole_is_most_about_comes_first_where_not_all_is_sure_and_asked():
    maybe = suggestions("return-how", "return-cost")
    assert parted(REFUND, [halves(maybe, REFUND)]) == (REFUND, maybe)
    assert parted(REFUND, [halves(RETURN, REFUND, asks=(False, True))]) == (REFUND, RETURN)


def test_a_sure_half_is_answered_and_the_other_suggested():
    other = suggestions("refund-when", "refund-missing")
    assert parted(MAYBE, [halves(RETURN, other)]) == (RETURN, other)


def test_two_unsure_halves_are_suggested_in_one_list_in_turn():
    left, right = suggestions("a", "b"), suggestions("c", "d")
    (found,) = parted(suggestions("c", "x"), [halves(left, right)])
    assert titles(found) == ["c", "a", "d", "b"]


def test_a_half_that_the_whole_is_not_about_is_answered_only_if_the_other_bears_it_out():
    whole, methods = suggestions("return-gift"), answer("payment-methods")
    (found,) = parted(whole, [halves(methods, suggestions("return-gift", confidence=0.3))])
    assert titles(found) == ["return-gift", "payment-methods"]
    gift = suggestions("return-gift", confidence=0.6)
    assert parted(whole, [halves(methods, gift)]) == (gift, methods)


def test_halves_about_something_else_than_the_whole_only_add_titles():
    (found,) = parted(suggestions("delivery-abroad"), [halves(answer("a"), answer("b"))])
    assert titles(found) == ["delivery-abroad", "a", "b"]


def test_what_answers_the_whole_stands_and_the_other_half_is_dealt_with_too():
    other = suggestions("refund-when", "refund-missing")
    assert parted(RETURN, [halves(suggestions("return-how"), other)]) == (RETURN, other)


@pytest.mark.parametrize(
    "cut",
    [
        # the halves of "what time do you open and close"
        halves(RETURN, suggestions("return-how")),
        # nothing is there for one of them
        halves(RETURN, nothing("refund-when")),
        # a story, and the question that it leads to
        halves(RETURN, suggestions("refund-when"), asks=(False, True)),
        # something else altogether in both: the whole was understood better
        halves(answer("a"), answer("b")),
        # hardly anything for the other half
        halves(RETURN, suggestions("refund-when", confidence=0.16)),
    ],
)
def test_a_sure_answer_to_the_whole_stands_alone(cut):
    assert parted(RETURN, [cut]) == (RETURN,)


@pytest.mark.parametrize("act", ["thank", "greet", "bye", "smalltalk"])
def test_manners_are_no_second_question(act):
    cut = halves(RETURN, suggestions("contact-ways"), acts=("ask", act))
    assert parted(MAYBE, [cut]) == (MAYBE,)


def test_a_half_that_does_not_ask_only_adds_titles_and_never_an_answer():
    story = halves(RETURN, suggestions("stock-shop"), asks=(False, True))
    (found,) = parted(suggestions("refund-when", "refund-missing"), [story])
    assert not isinstance(found, Answer)
    assert titles(found) == ["refund-when", "return-how", "stock-shop", "refund-missing"]


def test_of_several_places_the_one_with_the_surest_halves_is_cut():
    weak = halves(suggestions("a"), suggestions("b"))
    assert parted(MAYBE, [weak, halves(RETURN, REFUND)]) == (RETURN, REFUND)


def test_a_place_where_both_ask_goes_before_a_surer_one_where_only_one_does():
    story = halves(answer("a"), suggestions("b", confidence=0.8), asks=(True, False))
    both = halves(RETURN, suggestions("refund-when", confidence=0.3))
    assert parted(MAYBE, [story, both])[0] is RETURN


LONG = ("how do I return it?", "do you sell used cars?")


def test_a_question_without_an_answer_beside_one_with_an_answer_is_told_as_such():
    unknown = nothing("product-advice")
    assert parted(RETURN, [halves(RETURN, unknown, texts=LONG)]) == (RETURN, unknown)


@pytest.mark.parametrize(
    "cut",
    [
        # too short to be a question of its own
        halves(RETURN, nothing(), texts=("how do I return it", "is it free?")),
        # it leans on the other half, and may be the same question
        (
            Part(clause(LONG[0]), RETURN),
            Part(clause("how do I get it?", leans="perhaps"), nothing()),
        ),
        # no question
        halves(RETURN, nothing(), texts=LONG, acts=("ask", "thank")),
        halves(RETURN, nothing(), texts=LONG, asks=(True, False)),
        # the rest does not answer what the whole does
        halves(answer("exchange"), nothing(), texts=LONG),
    ],
)
def test_a_half_that_may_belong_to_the_answered_question_is_not_told_as_open(cut):
    assert parted(RETURN, [cut]) == (RETURN,)
