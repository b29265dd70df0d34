from pathlib import Path

import numpy as np
import pytest

from kb_index.index import NEAREST, VectorIndex, kind_for


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


def test_up_to_fifty_thousand_vectors_are_searched_exactly_and_more_along_a_graph():
    assert [kind_for(texts) for texts in (0, 50_000, 50_001)] == ["exact", "exact", "hnsw"]


@pytest.fixture
def graph(monkeypatch) -> VectorIndex:
    monkeypatch.setattr("kb_index.index.MOST_EXACT", 400)
    return VectorIndex.build(TEXTS)


def test_a_graph_finds_nearly_all_of_the_nearest_with_their_cosines(graph):
    assert graph.kind == "hnsw"
    found = 0
    for asked in unit(50, 3):
        scores, cosines = graph.scores(asked), TEXTS @ asked
        nearest = np.argsort(-cosines)[:10]
        found += int((scores[nearest] > 0).sum())
        there = scores > 0
        assert scores[there] == pytest.approx(cosines[there], abs=1e-3)
        assert there.sum() <= NEAREST
    assert found >= 0.97 * 500


def test_a_graph_is_the_same_once_saved_and_stays_in_its_file(graph, tmp_path):
    graph.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert loaded.kind == "hnsw"
    assert loaded.scores(ASKED).tolist() == graph.scores(ASKED).tolist()
    assert str(tmp_path / "vectors.faiss") in Path("/proc/self/maps").read_text()


def test_a_graph_outlives_its_file(graph, tmp_path):
    graph.save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    (tmp_path / "vectors.faiss").unlink()
    assert loaded.scores(ASKED).tolist() == graph.scores(ASKED).tolist()


def test_what_is_searched_exactly_is_read_into_memory(tmp_path):
    VectorIndex.build(TEXTS).save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert loaded.kind == "exact"
    assert str(tmp_path / "vectors.faiss") not in Path("/proc/self/maps").read_text()
