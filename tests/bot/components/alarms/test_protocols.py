from bot.components.alarms import Signs, protocol_in

ORDINARY = {"": 0.9, "near_protocol": 0.05, "danger": 0.03, "theft": 0.02}
LIKELY = {"": 0.3, "near_protocol": 0.1, "danger": 0.5, "theft": 0.1}
BURNING = {"": 0.02, "near_protocol": 0.02, "danger": 0.95, "theft": 0.01}


def test_what_is_likely_calls_for_a_protocol_if_it_has_a_sign():
    assert protocol_in(LIKELY, {}).name == ""
    assert protocol_in(LIKELY, {"theft": 1}).name == ""  # of another kind
    found = protocol_in(LIKELY, {"danger": 1})
    assert (found.name, found.confidence) == ("danger", 0.5)


def test_what_is_almost_certain_needs_no_sign():
    assert protocol_in(BURNING, {}).name == "danger"


def test_a_sign_alone_calls_for_nothing():
    assert protocol_in(ORDINARY, {"danger": 2, "theft": 1}).name == ""


def test_of_two_kinds_the_likelier_is_meant():
    both = {"": 0.0, "near_protocol": 0.0, "danger": 0.45, "theft": 0.55}
    assert protocol_in(both, {"danger": 3, "theft": 1}).name == "theft"


def test_neither_near_misses_nor_ordinary_messages_are_a_kind():
    certain = {"": 0.01, "near_protocol": 0.99}
    assert protocol_in(certain, {"near_protocol": 1}).name == ""


def test_signs_see_neither_accents_nor_capitals():
    signs = Signs.of({"danger": [r"\bexploto\b", r"\bhumo\b"]})
    assert signs.counted("EXPLOTÓ y salió humo") == {"danger": 2}
    assert signs.counted("todo bien") == {}
