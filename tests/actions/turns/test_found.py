"""Several findings as one."""

from actions.turns.found import Findings, suggested
from tests.actions.turns.found import answer, nothing, suggestions, titles


def test_titles_are_taken_in_turn_each_once_and_not_too_many():
    lists = [suggestions("a", "b", "c"), answer("d"), suggestions("b", "e")]
    assert titles(suggested(lists, most=4)) == ["a", "d", "b", "e"]


def test_a_list_made_of_several_is_as_sure_as_the_surest_of_them():
    made = suggested([suggestions("a", confidence=0.2), suggestions("b", confidence=0.6)], most=3)
    assert made.confidence == 0.6
    assert [hit.article_id for hit in made.hits] == ["a", "b"]


def test_one_answer_makes_findings_sure_and_only_nothing_at_all_makes_them_nothing():
    assert Findings((suggestions("a"), answer("b")), subject="…").is_sure
    assert not Findings((suggestions("a"),), subject="…").is_sure
    assert Findings((nothing(),), subject="…").is_nothing
    assert not Findings((answer("a"), nothing()), subject="…").is_nothing


def test_a_question_is_left_open_beside_another_that_is_not():
    assert Findings((answer("a"), nothing()), subject="…").leaves_open
    assert not Findings((nothing(),), subject="…").leaves_open
    assert not Findings((answer("a"), suggestions("b")), subject="…").leaves_open
