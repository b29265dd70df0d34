import json
from dataclasses import replace

import numpy as np
import pytest

from bot.components.understanding import (
    Example,
    NothingToLearn,
    Understood,
    UnknownArchive,
    learn,
    load,
    save,
    standing,
)
from tests.bot.components.examples import examples
from tests.bot.components.toy_vectors import vectors

# Acts and topics enough to be told apart; all of them would take too long to learn.
ACTS = {"affirm", "deny", "cancel", "correct", "greet", "thank", "out_of_scope"}
TOPICS = {"refunds", "shops", "access"}


def chosen() -> list[Example]:
    """At most 25 examples of an act, and all of a topic."""
    acts = [
        example
        for act in sorted(ACTS)
        for example in [taught for taught in examples("es") if taught.act == act][:25]
    ]
    return acts + [example for example in examples("es") if example.topic in TOPICS]


def understood(understanding, *texts: str):
    return understanding.understand(texts, vectors(texts))


@pytest.fixture(scope="module")
def understanding():
    taught = chosen()
    return learn(taught, vectors([example.text for example in taught]), encode=vectors)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("sii porfa", "affirm"),
        ("no gracias", "deny"),
        ("dejalo, ya no hace falta", "cancel"),
        ("el correo esta mal, es otro", "correct"),
        ("GRACIASSS", "thank"),
    ],
)
def test_acts_in_a_form_are_understood(understanding, text, act):
    assert understood(understanding, text)[0].act == act


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("cuando me devolveis el dinero", "refunds"),
        ("olvide la contraseña de mi cuenta", "access"),
        ("horario de la tienda de bilbao", "shops"),
        ("quiero hablar con una persona por mi reembolso", "refunds"),  # learned from every act
    ],
)
def test_topics_are_learned_from_all_acts(understanding, text, topic):
    assert understood(understanding, text)[0].topic == topic


def test_strange_messages_are_more_likely_out_of_scope(understanding):
    ours, strange = understood(
        understanding, "cuánto tarda el reembolso", "receta de sopa de lentejas para cenar"
    )
    assert strange.out_of_scope > 0.5 > ours.out_of_scope


def test_a_message_about_nothing_in_particular_has_no_likely_topic(understanding):
    for result in understood(understanding, "muchas gracias", "vale, perfecto"):
        assert result.topic_confidence < 0.2


def test_chances_are_of_one_whole_and_come_in_order(understanding):
    for result in understood(understanding, "hola", "no me llega el reembolso"):
        assert sum(result.acts.values()) == pytest.approx(1)
        assert sum(result.topics.values()) < 1  # the rest: it has no topic
        for chances in (result.acts, result.topics):
            assert list(chances.values()) == sorted(chances.values(), reverse=True)
        assert 0 <= result.out_of_scope <= 1


def test_learning_twice_gives_the_same_bits(understanding):
    taught = chosen()
    again = learn(taught, vectors([example.text for example in taught]), encode=vectors)
    texts = [example.text for example in taught[::7]]
    assert understood(again, *texts) == understood(understanding, *texts)


def test_neighbours_in_a_batch_do_not_matter(understanding):
    together = understood(understanding, "hola", "quiero mi dinero", "cerráis los domingos?")
    for text, result in zip(
        ("hola", "quiero mi dinero", "cerráis los domingos?"), together, strict=True
    ):
        alone = understood(understanding, text)[0]
        assert alone.act == result.act
        assert alone.acts[alone.act] == pytest.approx(result.acts[result.act])


def test_what_was_saved_understands_the_same(understanding, tmp_path):
    save(understanding, tmp_path)
    texts = [example.text for example in chosen()[::7]]
    assert understood(load(tmp_path), *texts) == understood(understanding, *texts)


def test_nothing_saved_can_run_code(understanding, tmp_path):
    save(understanding, tmp_path)
    assert {file.suffix for file in tmp_path.iterdir()} == {".npz", ".json"}
    with np.load(tmp_path / "understanding.npz", allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


def test_an_archive_of_another_format_is_refused(understanding, tmp_path):
    save(understanding, tmp_path)
    names = tmp_path / "understanding.json"
    told = json.loads(names.read_text("utf-8"))
    names.write_text(json.dumps(told | {"format": 99}), "utf-8")
    with pytest.raises(UnknownArchive, match="99"):
        load(tmp_path)


def test_a_company_without_topics_can_still_be_understood():
    taught = [replace(example, topic="") for example in chosen() if not example.topic]
    understanding = learn(taught, vectors([example.text for example in taught]), encode=vectors)
    result = understood(understanding, "muchas gracias")[0]
    assert (result.act, result.topic, result.topic_confidence) == ("thank", "", 0.0)


def test_one_topic_and_a_handful_of_examples_are_enough_to_start():
    taught = [
        Example("¿cuánto tarda el envío?", "ask", "delivery"),
        Example("¿cuándo llega mi paquete?", "ask", "delivery"),
        Example("hola", "greet"),
        Example("buenas", "greet"),
    ]
    understanding = learn(taught, vectors([example.text for example in taught]), encode=vectors)
    result = understood(understanding, "¿cuándo llega el envío?")[0]
    assert (result.act, result.topic) == ("ask", "delivery")


def test_without_examples_there_is_nothing_to_learn():
    with pytest.raises(NothingToLearn, match="nlu_data"):
        learn([], np.zeros((0, 3)), encode=vectors)


def without_outside() -> list[Example]:
    return [example for example in chosen() if example.act != "out_of_scope"]


@pytest.fixture(scope="module")
def unwarned():
    """Nobody has given it examples of what is out of scope."""
    taught = without_outside()
    return learn(taught, vectors([example.text for example in taught]), encode=vectors)


def test_out_of_scope_needs_no_examples(unwarned):
    ours, strange = understood(
        unwarned, "¿cuánto tarda el reembolso?", "receta de lentejas estofadas"
    )
    assert strange.out_of_scope > ours.out_of_scope
    assert strange.confidence < ours.confidence


def test_it_is_less_sure_of_what_it_is_wrong_about(unwarned):
    taught = without_outside()
    known = {example.text for example in taught}
    others = [
        example
        for example in examples("es")
        if example.act in ACTS - {"out_of_scope"} and example.text not in known
    ]
    results = understood(unwarned, *(example.text for example in others))
    sure = {True: [], False: []}
    for example, result in zip(others, results, strict=True):
        sure[result.act == example.act].append(result.confidence)
    assert np.mean(sure[True]) > np.mean(sure[False]) + 0.1


def test_what_was_saved_doubts_the_same(unwarned, tmp_path):
    save(unwarned, tmp_path)
    texts = [example.text for example in chosen()[::7]]
    assert understood(load(tmp_path), *texts) == understood(unwarned, *texts)


def test_two_acts_about_as_likely_are_a_near_tie():
    tied = Understood({"deny": 0.4, "cancel": 0.35, "greet": 0.25}, {}, 0.0, 0.4)
    clear = Understood({"deny": 0.8, "cancel": 0.2}, {"returns": 0.1, "refunds": 0.09}, 0.0, 0.8)
    assert tied.is_near_tie
    assert not clear.is_near_tie
    assert replace(clear, topics={"returns": 0.5, "refunds": 0.45}).is_near_tie


def test_what_a_person_has_labelled_word_for_word_is_no_guess():
    guessed = Understood({"greet": 0.7, "ask": 0.2, "bye": 0.1}, {"delivery": 0.6}, 0.3, 0.5)
    known = guessed.known_to_be("ask")
    assert (known.act, known.act_confidence, known.confidence) == ("ask", 1.0, 1.0)
    assert (known.out_of_scope, known.topics) == (0.0, guessed.topics)
    assert set(known.acts) == set(guessed.acts)
    assert guessed.known_to_be("out_of_scope").out_of_scope == 1.0


def test_what_is_general_is_learned_before_anything_of_the_kind_is_known(monkeypatch, tmp_path):
    other = tmp_path / "standing.json"
    other.write_text(json.dumps({"signals": ["another"]}), "utf-8")
    monkeypatch.setattr(standing, "FILE", other)
    standing.general.cache_clear()
    taught = [example for example in chosen() if example.act != "out_of_scope"][:60]
    seen = vectors([example.text for example in taught])
    with pytest.raises(ValueError, match="make standing"):
        learn(taught, seen, encode=vectors)
    assert learn(taught, seen, encode=vectors, start=standing.NOTHING_KNOWN).standing
    standing.general.cache_clear()
