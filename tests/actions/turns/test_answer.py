from dataclasses import replace

import pytest

from actions.turns.answer import is_taken_at_its_word
from actions.turns.heard import Heard

STRANGE = Heard("c", "m", "…", act="out_of_scope", act_confidence=0.96)


def test_a_clear_act_is_taken_at_its_word():
    assert is_taken_at_its_word(STRANGE)
    assert is_taken_at_its_word(replace(STRANGE, act="greet"))


@pytest.mark.parametrize("sure", [{"is_button": True}, {"verbatim": True}])
def test_what_cannot_mean_anything_else_is_taken_at_its_word(sure):
    assert is_taken_at_its_word(replace(STRANGE, act_confidence=0.1, topic_confidence=0.9, **sure))


def test_an_unsure_act_is_not():
    assert not is_taken_at_its_word(replace(STRANGE, act_confidence=0.8))


def test_what_is_about_a_topic_of_the_company_is_never_surely_out_of_scope():
    about_offers = replace(STRANGE, topic="offers", topic_confidence=0.6)
    assert not is_taken_at_its_word(about_offers)
    # A weak topic is no reason, and another act may well have one.
    assert is_taken_at_its_word(replace(about_offers, topic_confidence=0.3))
    assert is_taken_at_its_word(replace(about_offers, act="open_ticket"))
