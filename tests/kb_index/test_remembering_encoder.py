import numpy as np
import pytest

from kb_index.encoder import Encoder
from kb_index.remembering_encoder import RememberingEncoder

TEXTS = ["opening hours", "return an order", "a card"]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "vectors.npz"


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
    first = RememberingEncoder(encoder, file)
    vectors = first.encode(TEXTS, role="question")
    first.save()
    again = RememberingEncoder(encoder, file).encode(TEXTS[::-1], role="question")
    assert asked == TEXTS
    np.testing.assert_array_equal(again, vectors[::-1])


def test_the_vectors_are_the_encoders(encoder, file):
    remembered = RememberingEncoder(encoder, file).encode(TEXTS, role="passage")
    np.testing.assert_allclose(remembered, encoder.encode(TEXTS, role="passage"), atol=1e-6)


def test_a_text_given_twice_is_encoded_once(encoder, file, asked):
    vectors = RememberingEncoder(encoder, file).encode(["a card", "a card"], role="question")
    assert asked == ["a card"]
    assert vectors.shape == (2, encoder.dimensions)


def test_no_texts_are_no_vectors(encoder, file):
    shape = RememberingEncoder(encoder, file).encode([], role="question").shape
    assert shape == (0, encoder.dimensions)


def test_what_was_not_asked_for_is_forgotten(encoder, file, asked):
    for texts in (TEXTS[:1], TEXTS[1:], TEXTS[:1]):
        remembering = RememberingEncoder(encoder, file)
        remembering.encode(texts, role="question")
        remembering.save()
    assert asked == [*TEXTS, TEXTS[0]]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half an archive"])
def test_a_damaged_file_only_costs_time(encoder, file, asked, damage):
    file.write_bytes(damage)
    RememberingEncoder(encoder, file).encode(TEXTS, role="question")
    assert asked == TEXTS


def test_the_file_holds_no_words(encoder, file):
    remembering = RememberingEncoder(encoder, file)
    remembering.encode(["a secret recipe"], role="passage")
    remembering.save()
    assert b"recipe" not in file.read_bytes()
