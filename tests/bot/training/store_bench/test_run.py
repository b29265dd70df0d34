from functools import partial

import faiss
import numpy as np
import pytest

from bot.training.store_bench.run import RECALLED, asked, nearest_rows
from bot.training.store_bench.stores import STORES
from bot.training.store_bench.vectors import perturbed

ROWS = 3_000
REAL = np.random.default_rng(1).normal(size=(40, 384)).astype(np.float32)
REAL /= np.linalg.norm(REAL, axis=1, keepdims=True)
CHUNKS = partial(perturbed, REAL, ROWS, seed=0)
QUESTIONS = next(perturbed(REAL, 20, seed=1))


def test_what_is_nearest_is_what_all_cosines_say(monkeypatch):
    monkeypatch.setattr("bot.training.store_bench.vectors.CHUNK", 700)
    whole = np.concatenate(list(CHUNKS()))
    plain = np.argsort(-(QUESTIONS @ whole.T), axis=1)[:, :RECALLED]
    assert (np.sort(nearest_rows(QUESTIONS, CHUNKS())) == np.sort(plain)).all()


@pytest.mark.parametrize("name", STORES)
def test_each_store_finds_what_is_near(name, tmp_path):
    threads = faiss.omp_get_max_threads()
    file = tmp_path / "store.faiss"
    faiss.write_index(STORES[name](ROWS, CHUNKS), str(file))
    try:
        found = asked(file, QUESTIONS, QUESTIONS[:2], nearest_rows(QUESTIONS, CHUNKS()))
    finally:
        faiss.omp_set_num_threads(threads)
    assert found["recall_at_10"] >= (1.0 if name == "exact" else 0.5)
    assert found["file_mb"] >= 1
