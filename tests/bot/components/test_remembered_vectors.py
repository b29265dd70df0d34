import numpy as np
import pytest

from bot.components.remembered_vectors import vectors_of


class Encoder:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "new" / "vectors.npz"


def test_a_text_is_encoded_once_in_two_trainings(file):
    encode = Encoder()
    first = vectors_of(["hola", "adiós"], encode, encoder="a", file=file)
    again = vectors_of(["adiós", "hola", "gracias"], encode, encoder="a", file=file)
    assert encode.asked == ["hola", "adiós", "gracias"]
    assert [v.tolist() for v in again[:2]] == [first[1].tolist(), first[0].tolist()]


def test_a_text_that_is_gone_is_forgotten(file):
    encode = Encoder()
    for texts in (["hola"], ["adiós"], ["hola"]):
        vectors_of(texts, encode, encoder="a", file=file)
    assert encode.asked == ["hola", "adiós", "hola"]


def test_another_encoder_starts_anew(file):
    encode = Encoder()
    for encoder in ("a", "b"):
        vectors_of(["hola"], encode, encoder=encoder, file=file)
    assert encode.asked == ["hola", "hola"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a whole archive", b"\x80\x04pickle"])
def test_a_damaged_file_only_costs_time(file, damage):
    file.parent.mkdir()
    file.write_bytes(damage)
    encode = Encoder()
    (vector,) = vectors_of(["hola"], encode, encoder="a", file=file)
    assert vector.tolist() == [4.0, 1.0]
    vectors_of(["hola"], encode, encoder="a", file=file)
    assert encode.asked == ["hola"]


def test_without_a_file_everything_is_encoded_and_nothing_written(tmp_path):
    encode = Encoder()
    vectors_of(["hola", "hola"], encode, encoder="a", file=None)
    assert encode.asked == ["hola"]
    assert list(tmp_path.iterdir()) == []


def test_the_file_holds_no_words(file):
    vectors_of(["mi contraseña secreta"], Encoder(), encoder="a", file=file)
    assert b"secreta" not in file.read_bytes()
