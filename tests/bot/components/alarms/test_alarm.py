import numpy as np

from bot.components.alarms import BACKGROUND, learn_alarm, load, save
from tests.bot.components.toy_vectors import vectors

DANGER = ["the plug is on fire", "smoke comes out of it", "it burned my hand", "sparks and flames"]
ORDINARY = ["when does my order come", "how do I return it", "thank you", "do you have it in blue"]
ALIKE = "the plug is on fire now"  # labelled with something else in mind


def learned(ordinary, *, marked=1.0, given=True):
    texts = [*DANGER, *ordinary]
    labels = ["danger"] * len(DANGER) + [BACKGROUND] * len(ordinary)
    marks = [[marked]] * len(DANGER) + [[0.0]] * len(ordinary)
    return learn_alarm(labels, vectors(texts), marks, given={"danger": given})


def chance(alarm, text, mark=0.0):
    return alarm.chances(vectors([text])[0], [mark])["danger"]


def test_what_was_taught_is_known_and_the_rest_is_not():
    alarm = learned(ORDINARY)
    for text, mark, label in ((DANGER[0], 1.0, "danger"), (ORDINARY[0], 0.0, BACKGROUND)):
        chances = alarm.chances(vectors([text])[0], [mark])
        assert max(chances, key=chances.get) == label
        assert abs(sum(chances.values()) - 1) < 1e-6


def test_a_mark_that_only_grave_messages_have_makes_one_likelier():
    alarm = learned(ORDINARY)
    assert chance(alarm, "what is this", 1.0) > chance(alarm, "what is this")


def test_an_ordinary_message_like_an_example_is_no_evidence_against_it():
    left_out, taken_in = learned([*ORDINARY, ALIKE]), learned([*ORDINARY, ALIKE], given=False)
    assert chance(left_out, ALIKE) > chance(taken_in, ALIKE)


def test_three_labels_are_told_apart():
    texts = [*DANGER, *ORDINARY, "the fire tv stick", "fire tv remote"]
    labels = ["danger"] * 4 + [BACKGROUND] * 4 + ["near"] * 2
    alarm = learn_alarm(labels, vectors(texts), [[0.0]] * len(texts), given={})
    assert set(alarm.labels) == {"danger", BACKGROUND, "near"}
    for text, label in zip(texts, labels, strict=True):
        chances = alarm.chances(vectors([text])[0], [0.0])
        assert max(chances, key=chances.get) == label


def test_an_alarm_is_the_same_after_it_was_kept(tmp_path):
    alarm = learned(ORDINARY)
    save(alarm, tmp_path, "protocols")
    kept = load(tmp_path, "protocols")
    vector = vectors([DANGER[1]])[0]
    assert kept.chances(vector, [1.0]) == alarm.chances(vector, [1.0])
    assert load(tmp_path, "mood") is None
    assert np.array_equal(kept.centre, alarm.centre)
