"""How much one example says about another message."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bot.components.understanding.views import Cosines, Views, cosines

_ROWS = 512  # a kernel is worked out in blocks of so many rows


@dataclass(frozen=True, slots=True)
class Kernel:
    """exp((cosine - 1) / width) by meaning and by letters, mixed: 1 for the same text, above 0.

    The exponential lets near examples weigh more than their cosine and pairs of features count:
    "no" and "tracking number" together are not the sum of both. Letters keep the width 1: narrower,
    they would only know what they have seen.
    """

    share: float  # of the meaning, 0 to 1
    width: float  # of the meaning; the smaller, the nearer an example must be to count

    def of(self, alike: Cosines) -> np.ndarray:
        """The kernel for texts so alike, same shape."""
        meaning = np.exp((alike.meaning - 1) / self.width)
        letters = np.exp(alike.letters - 1)
        return np.asarray(self.share * meaning + (1 - self.share) * letters, dtype=np.float32)

    def among(self, views: Views) -> np.ndarray:
        """The kernel of all texts with each other, texts x texts.

        Block by block on all cores, and only one of each two blocks that mirror each other; which
        core took a block changes no digit.
        """
        kernel = np.empty((len(views), len(views)), dtype=np.float32)

        def fill(start: int) -> None:
            rows, rest = slice(start, start + _ROWS), slice(start, None)
            found = self.of(cosines(views.rows(rows), views.rows(rest)))
            kernel[rows, rest] = found
            kernel[rest, rows] = found.T

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(fill, range(0, len(views), _ROWS)))
        return kernel
