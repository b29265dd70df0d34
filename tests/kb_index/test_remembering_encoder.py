from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb_index.encoder import Encoder
from kb_index.remembering_encoder import RememberingEncoder

TEXTS = ["opening hours", "return an order", "a card"]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "vectors.npz"


def remembering(encoder: Encoder, file: Path) -> RememberingEncoder:
    opened = RememberingEncoder(encoder.directory, encoder.manifest)
    opened.remember(file)
    return opened


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What the encoder itself had to encode."""
    asked: list[str] = []
    encode = Encoder.encode

    def counted(self, texts, *, role):
        asked.extend(texts)
        return encode(self, texts, role=role)

    monkeypatch.setattr(Encoder, "encode", counted)
    return asked


def test_what_was_saved_is_not_encoded_again(encoder, file, asked):
    first = remembering(encoder, file)
    vectors = first.encode(TEXTS, role="question")
    first.save(file)
    again = remembering(encoder, file).encode(TEXTS[::-1], role="question")
    assert asked == TEXTS
    np.testing.assert_array_equal(again, vectors[::-1])


def test_the_vectors_are_the_encoders(encoder, file):
    remembered = remembering(encoder, file).encode(TEXTS, role="passage")
    np.testing.assert_allclose(remembered, encoder.encode(TEXTS, role="passage"), atol=1e-6)


def test_a_text_given_twice_is_encoded_once(encoder, file, asked):
    vectors = remembering(encoder, file).encode(["a card", "a card"], role="question")
    assert asked == ["a card"]
    assert vectors.shape == (2, encoder.dimensions)


def test_no_texts_are_no_vectors(encoder, file):
    shape = remembering(encoder, file).encode([], role="question").shape
    assert shape == (0, encoder.dimensions)


def test_what_was_not_asked_for_is_forgotten(encoder, file, asked):
    for texts in (TEXTS[:1], TEXTS[1:], TEXTS[:1]):
        opened = remembering(encoder, file)
        opened.encode(texts, role="question")
        opened.save(file)
    assert asked == [*TEXTS, TEXTS[0]]


def test_a_question_and_a_passage_of_the_same_words_are_two(encoder, file, asked):
    prefixes = {"question": "query: ", "passage": "passage: "}
    manifest = replace(encoder.manifest, prefixes=prefixes)
    opened = RememberingEncoder(encoder.directory, manifest)
    opened.encode(["a card"], role="question")
    opened.encode(["a card"], role="passage")
    assert asked == ["a card", "a card"]


def test_vectors_of_another_encoder_are_not_taken(encoder, file, asked):
    np.savez(file, encoder="another", keys=["0" * 64], vectors=np.zeros((1, encoder.dimensions)))
    remembering(encoder, file).encode(TEXTS, role="question")
    assert asked == TEXTS


def test_a_file_that_cannot_be_written_stops_nothing(encoder, tmp_path):
    opened = remembering(encoder, tmp_path / "vectors.npz")
    opened.encode(TEXTS, role="question")
    opened.save(tmp_path / "nowhere" / "vectors.npz")


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY\x01\x00", b"PK\x03\x04 half an archive"])
def test_a_damaged_file_only_costs_time(encoder, file, asked, damage):
    file.write_bytes(damage)
    remembering(encoder, file).encode(TEXTS, role="question")
    assert asked == TEXTS


def test_the_file_holds_no_words(encoder, file):
    opened = remembering(encoder, file)
    opened.encode(["a secret recipe"], role="passage")
    opened.save(file)
    assert b"recipe" not in file.read_bytes()
