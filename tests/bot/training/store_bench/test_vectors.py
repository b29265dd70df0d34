import numpy as np

from bot.training.store_bench import vectors
from bot.training.store_bench.vectors import NOISE, perturbed

REAL = np.eye(384, dtype=np.float32)[:5]


def made(rows: int, seed: int = 0) -> np.ndarray:
    return np.concatenate(list(perturbed(REAL, rows, seed=seed)))


def test_each_is_a_real_one_with_noise_of_the_length_that_is_stated():
    cosines = made(2_000) @ REAL.T
    own = np.sort(cosines, axis=1)[:, ::-1]
    assert abs(np.median(own[:, 0]) - 1 / np.sqrt(1 + NOISE**2)) < 0.01
    assert np.abs(own[:, 1:]).max() < 0.2
    assert set(cosines.argmax(axis=1)) == set(range(5))


def test_all_have_length_one_and_there_are_as_many_as_asked_for():
    lengths = np.linalg.norm(made(1_234), axis=1)
    assert lengths.shape == (1_234,)
    assert np.abs(lengths - 1).max() < 1e-6


def test_a_larger_store_begins_with_the_smaller_one_and_another_seed_makes_another(monkeypatch):
    monkeypatch.setattr(vectors, "CHUNK", 100)
    assert (made(1_000)[:250] == made(250)).all()
    assert (made(250) != made(250, seed=1)).any()
