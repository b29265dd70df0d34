"""How well two kinds of things can be told apart by one number, and how sure that is.

The area under the ROC curve (AUC): of one thing of each kind, how often the second has the larger
number. .5 tells nothing, 1 everything. Pairs are measured one right after the other, so whole pairs
are drawn again for the bound: what slows the machine down slows both.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

DRAWS = 2_000
CONFIDENCE = 0.95


def auc(first: Sequence[float], second: Sequence[float]) -> float:
    """How often one of the second kind is larger than one of the first; a tie counts half."""
    ranks = rankdata(np.concatenate([first, second]))
    many = len(second)
    larger = ranks[len(first) :].sum() - many * (many + 1) / 2
    return float(larger / (len(first) * many))


def upper_bound(
    first: Sequence[float], second: Sequence[float], *, seed: int, draws: int = DRAWS
) -> float:
    """What the power to tell them apart is below, with 95 %: in whichever direction it points."""
    one, other = np.asarray(first), np.asarray(second)
    chance = np.random.default_rng(seed)
    drawn = [chance.integers(0, len(one), len(one)) for _ in range(draws)]
    areas = np.array([auc(one[places], other[places]) for places in drawn])
    # Slower or quicker: either tells. Folded after the quantiles, or chance itself would look
    # like power.
    low, high = np.quantile(areas, [1 - CONFIDENCE, CONFIDENCE])
    return float(max(high, 1 - low))
