"""As many vectors as a large base has, made of the real ones of a small one."""

from collections.abc import Iterator

import numpy as np

from kb_index.encoder import Vectors

# Rows made at a time; each chunk has a seed of its own, so a larger store begins with a smaller.
CHUNK = 10_000
# The length of what is added to a real vector of length 1: its cosine to what comes of it is .89,
# that of two of the same origin .80, about as neighbours in a base are to each other.
NOISE = 0.5


def perturbed(real: Vectors, rows: int, *, seed: int) -> Iterator[Vectors]:
    """Unit vectors in chunks: each a real one, drawn at random, with Gaussian noise added."""
    for chunk, start in enumerate(range(0, rows, CHUNK)):
        chance = np.random.default_rng([seed, chunk])
        drawn = real[chance.integers(0, len(real), CHUNK)]
        noise = chance.standard_normal(drawn.shape, dtype=np.float32)
        made = drawn + noise * np.float32(NOISE / np.sqrt(real.shape[1]))
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        yield made[: rows - start]
