"""Measures one system on labelled texts.

Request: `{"system", "texts", "intents", "asked", "encoder"}`, the second and third lists of one
length; answer: the fields of `Outcome`, or `{"error"}`, which holds no word of a text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.components import quiet_logs
from bot.components.bench import ours, rivals, stock
from bot.components.bench.outcome import Material, Outcome
from bot.components.encoder import Encoder, shared_encoder
from bot.components.reading.glossary import glossaries

SYSTEMS: dict[str, Callable[[Material, Encoder], Outcome]] = {
    "ours": lambda material, encoder: ours.measure(material, encoder, glossaries()),
    "vectors_logistic_regression": rivals.vectors_logistic_regression,
    "tfidf_logistic_regression": rivals.tfidf_logistic_regression,
    "rasa_logistic_regression": stock.logistic_regression,
    "rasa_diet": stock.diet,
}


def measure(request: dict[str, Any]) -> dict[str, Any]:
    """Learns and asks."""
    material = Material(request["texts"], request["intents"], request["asked"])
    try:
        encoder = shared_encoder(Path(request["encoder"]))
        return asdict(SYSTEMS[request["system"]](material, encoder))
    except Exception:  # its message may hold a text
        return {"error": quiet_logs.told(sys.exc_info())}
