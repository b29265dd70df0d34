"""Signals: what speaks for a decision being right, in figures that mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from bot.components.understanding.known_words import KnownWords
from bot.components.understanding.views import Cosines, mean_of_greatest

NAMES = ("odds", "meaning", "letters", "nearest", "known", "known_there")
_NEAREST = 3  # one lucky neighbour proves little; of five, small labels lack some
_CERTAIN = 1e-4  # chances are kept this far from 0 and 1
# What a label without examples left is alike by.
_UNLIKE = -0.2


@dataclass(frozen=True, slots=True)
class Taught:
    """The messages learned from: the label of each (an index), and their words."""

    truth: np.ndarray
    words: KnownWords


def signals(
    texts: Sequence[str],
    chances: np.ndarray,
    alike: Cosines,
    taught: Taught,
    *,
    hidden: np.ndarray | None = None,
    own: np.ndarray | None = None,
    taught_own: bool = True,
) -> np.ndarray:
    """Messages x signals, for the likeliest label of each.

    `chances`: messages x labels. `alike`: cosines with the messages learned from. For examples
    asked unseen, `hidden` (messages x examples) says what they may not see, `own` which label they
    are of, and `taught_own` whether the rest of it was taught.
    """
    label = chances.argmax(axis=1)
    odds = logit(np.clip(chances[np.arange(len(label)), label], _CERTAIN, 1 - _CERTAIN))
    likeness = [
        _likeness(alike.meaning[row], alike.letters[row], taught.truth == at, _seen(hidden, row))
        for row, at in enumerate(label)
    ]
    known = [
        taught.words.shares(text, at)
        if own is None
        else taught.words.shares_unseen(text, own[row], at, taught=taught_own)
        for row, (text, at) in enumerate(zip(texts, label, strict=True))
    ]
    return np.column_stack(
        [odds, np.array(likeness).reshape(-1, 3), np.array(known).reshape(-1, 2)]
    )


def _seen(hidden: np.ndarray | None, row: int) -> np.ndarray | None:
    return None if hidden is None else ~hidden[row]


def _likeness(
    meaning: np.ndarray, letters: np.ndarray, same: np.ndarray, seen: np.ndarray | None
) -> tuple[float, float, float]:
    """Of one message: to the nearest of its label by meaning and letters, and to any by meaning."""
    if seen is not None:
        same = same & seen
        meaning_of_any = meaning[seen]
    else:
        meaning_of_any = meaning
    near = np.maximum(meaning[same], _UNLIKE)
    return (
        mean_of_greatest(near, _NEAREST, least=_UNLIKE),
        mean_of_greatest(letters[same], _NEAREST),
        float(max(meaning_of_any.max(initial=_UNLIKE), _UNLIKE)),
    )
