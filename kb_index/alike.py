"""Which questions ask about the same, though no article answers them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from kb_index.encoder import Vectors

# Two questions are alike as far as they mean the same (cosine of their vectors) and find the same
# articles, each half. Of separately written questions whose articles were taken away, that brings
# more together rightly than their meaning alone (adjusted Rand index: a fifth more in Spanish, a
# little in English), in both best when groups are cut at half (average linkage).
APART = 0.5

Found = NDArray[np.float64]  # (questions, articles), each row's shares add up to 1


def groups(meanings: Vectors, found: Found) -> list[list[int]]:
    """The numbers of the questions of each group: large groups first, the most typical first.

    `meanings`: unit vectors, shape (questions, dimensions). `found`: how likely each article is the
    one that was meant, were there one.
    """
    if len(meanings) < 2:
        return [[0]] if len(meanings) else []
    likeness = _likeness(meanings, found)
    apart = np.clip(1 - likeness, 0, None)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    labels = fcluster(tree, APART, "distance")
    members = [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
    typical_first = [_typical_first(each, likeness) for each in members]
    return sorted(typical_first, key=lambda group: (-len(group), min(group)))


def _likeness(meanings: Vectors, found: Found) -> Found:
    # Roots of shares are unit vectors; their product is the Bhattacharyya coefficient.
    shares = np.sqrt(found)
    return np.asarray((meanings @ meanings.T + shares @ shares.T) / 2, dtype=np.float64)


def _typical_first(group: Sequence[int], likeness: Found) -> list[int]:
    within = likeness[np.ix_(group, group)].mean(axis=1)
    return [group[int(place)] for place in np.argsort(-within, kind="stable")]
