import pytest

from bot.components.alarms import marks_of_anger


def test_shouting_needs_letters_enough_to_be_it():
    shouted = [
        marks_of_anger(text, 0)[1] for text in ("WHERE IS MY ORDER", "AU-48213", "where is it")
    ]
    assert shouted == [1, 0, 0]


@pytest.mark.parametrize(("text", "mark"), [("what?!", 1), ("hello??", 1), ("when?", 0)])
def test_piled_up_question_marks_are_seen(text, mark):
    assert marks_of_anger(text, 0)[3] == mark


def test_more_of_the_same_says_no_more():
    assert marks_of_anger("no" + "!" * 9, 9) == [3, 0, 3, 0]
