"""Learns, and says of many texts what it takes them for; again and again as more is taught.

Request: `{"texts", "intents", "asked", "encoder"}`; answer: `{"intents", "chances"}`, as long as
`asked`, or `{"error"}`, which holds no word of a text. Each text is encoded once a process.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.components import progress, quiet_logs
from bot.components.bench import ours
from bot.components.encoder import Encoder, shared_encoder
from bot.components.reading.glossary import glossaries


def taught_again(request: dict[str, Any]) -> dict[str, Any]:
    """Learns everything anew, and asks."""
    try:
        encoder = remembering(shared_encoder(Path(request["encoder"])))
        learned = ours.learn(request["texts"], request["intents"], encoder, glossaries())
        readings = [learned.reader.read(text) for text in request["asked"]]
        progress.tell("asking")
        vectors = ours.encoded(readings, encoder)
        letters = [reading.letters for reading in readings]
        found = learned.understanding.understand(letters, vectors)
    except Exception:  # its message may hold a text
        return {"error": quiet_logs.told(sys.exc_info())}
    return {
        "intents": [each.act for each in found],
        "chances": [each.act_confidence for each in found],
    }


class RememberingEncoder:
    """An encoder that encodes each text once; what else it is asked, the encoder answers."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_many(self, texts: Sequence[str], *, marks: bool) -> np.ndarray:
        """The vector of each."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._encoder.encode_many(new, marks=marks), strict=True)
        return np.stack([self._known[text] for text in texts])


_REMEMBERING: dict[int, RememberingEncoder] = {}


def remembering(encoder: Encoder) -> Any:
    """The same encoder, which remembers; one for each that is loaded."""
    return _REMEMBERING.setdefault(id(encoder), RememberingEncoder(encoder))
