import numpy as np
import pytest

from kb_index.index import NEAREST, VectorIndex


def unit(rows: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(rows, 16)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


TEXTS, ASKED = unit(500, 1), unit(1, 2)[0]


def test_every_text_of_a_small_field_has_its_own_cosine_and_none_is_negative():
    scores = VectorIndex.build(TEXTS).scores(ASKED)
    assert scores == pytest.approx(np.maximum(TEXTS @ ASKED, 0), abs=1e-6)


def test_it_finds_the_same_once_saved_and_loaded(tmp_path):
    index = VectorIndex.build(TEXTS)
    index.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert loaded.scores(ASKED).tolist() == index.scores(ASKED).tolist()


def test_of_a_large_field_only_the_nearest_count(monkeypatch):
    monkeypatch.setattr("kb_index.index.SMALL", 100)
    scores = VectorIndex.build(TEXTS).scores(ASKED)
    cosines = TEXTS @ ASKED
    nearest = np.argsort(-cosines)[:NEAREST]
    assert np.flatnonzero(scores).tolist() == sorted(n for n in nearest if cosines[n] > 0)
    assert scores[nearest] == pytest.approx(np.maximum(cosines[nearest], 0), abs=1e-6)


def test_no_texts_have_no_scores():
    assert VectorIndex.build(np.zeros((0, 16), dtype=np.float32)).scores(ASKED).shape == (0,)
