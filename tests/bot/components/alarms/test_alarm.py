import numpy as np

from bot.components.alarms import BACKGROUND, learn_alarm, load, load_ngrams, save, save_ngrams
from bot.components.understanding.ngrams import Ngrams
from tests.bot.components.toy_vectors import vectors

DANGER = ["the plug is on fire", "smoke comes out of it", "it burned my hand", "sparks and flames"]
ORDINARY = ["when does my order come", "how do I return it", "thank you", "do you have it in blue"]
ALIKE = "the plug is on fire now"  # labelled with something else in mind


NGRAMS = Ngrams.learn([*DANGER, *ORDINARY])


def learned(ordinary, *, marked=1.0, given=True):
    texts = [*DANGER, *ordinary]
    labels = ["danger"] * len(DANGER) + [BACKGROUND] * len(ordinary)
    marks = [[marked]] * len(DANGER) + [[0.0]] * len(ordinary)
    letters = NGRAMS.features(texts)
    return learn_alarm(labels, vectors(texts), letters, marks, given={"danger": given})


def chance(alarm, text, mark=0.0):
    return chances(alarm, text, mark)["danger"]


def chances(alarm, text, mark=0.0):
    return alarm.chances(vectors([text])[0], NGRAMS.weights(text), [mark])


def test_what_was_taught_is_known_and_the_rest_is_not():
    alarm = learned(ORDINARY)
    for text, mark, label in ((DANGER[0], 1.0, "danger"), (ORDINARY[0], 0.0, BACKGROUND)):
        found = chances(alarm, text, mark)
        assert max(found, key=found.get) == label
        assert abs(sum(found.values()) - 1) < 1e-6


def test_a_mark_that_only_grave_messages_have_makes_one_likelier():
    alarm = learned(ORDINARY)
    assert chance(alarm, "what is this", 1.0) > chance(alarm, "what is this")


def test_letters_tell_apart_what_means_the_same_to_the_encoder():
    texts = [*DANGER, *ORDINARY]
    labels = ["danger"] * len(DANGER) + [BACKGROUND] * len(ORDINARY)
    alike = np.repeat(vectors([ALIKE]), len(texts), axis=0)
    alarm = learn_alarm(labels, alike, NGRAMS.features(texts), [[0.0]] * len(texts), given={})
    burning, asking = (
        alarm.chances(alike[0], NGRAMS.weights(text), [0.0])["danger"]
        for text in ("smoke and flames", "is it there in blue")
    )
    assert burning > 0.5 > asking


def test_an_ordinary_message_like_an_example_is_no_evidence_against_it():
    left_out, taken_in = learned([*ORDINARY, ALIKE]), learned([*ORDINARY, ALIKE], given=False)
    assert chance(left_out, ALIKE) > chance(taken_in, ALIKE)


def test_three_labels_are_told_apart():
    texts = [*DANGER, *ORDINARY, "the fire tv stick", "fire tv remote"]
    labels = ["danger"] * 4 + [BACKGROUND] * 4 + ["near"] * 2
    letters = NGRAMS.features(texts)
    alarm = learn_alarm(labels, vectors(texts), letters, [[0.0]] * len(texts), given={})
    assert set(alarm.labels) == {"danger", BACKGROUND, "near"}
    for text, label in zip(texts, labels, strict=True):
        found = chances(alarm, text)
        assert max(found, key=found.get) == label


def test_an_alarm_is_the_same_after_it_was_kept(tmp_path):
    alarm = learned(ORDINARY)
    save(alarm, tmp_path, "protocols")
    kept = load(tmp_path, "protocols")
    assert chances(kept, DANGER[1], 1.0) == chances(alarm, DANGER[1], 1.0)
    assert load(tmp_path, "mood") is None
    assert np.array_equal(kept.centre, alarm.centre)


def test_the_ngrams_that_alarms_look_at_are_the_same_after_they_were_kept(tmp_path):
    save_ngrams(NGRAMS, tmp_path)
    kept = load_ngrams(tmp_path)
    assert kept.width == NGRAMS.width
    assert np.array_equal(kept.weights(DANGER[0])[1], NGRAMS.weights(DANGER[0])[1])
