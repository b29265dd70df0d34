"""Learns `understanding/standing.json`: how sure to be of a label, in general.

Request: `{"data", "encoder"}`: the folder of public data and an exported encoder; answer:
`{"file"}`. Only BANKING77 and CLINC150 are used, which ask for attribution alone, and of them
nothing but training and validation parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.components import progress
from bot.components.bench import ours
from bot.components.encoder import Encoder, shared_encoder
from bot.components.understanding.signals import NAMES, signals
from bot.components.understanding.standing import FILE, NOTHING_KNOWN, fitted
from bot.components.understanding.views import Views, centred, cosines

SOURCES = (
    "BANKING77 (Casanueva et al. 2020, CC BY 4.0), parts train and few-shot valid, and "
    "BANKING77-OOS (Zhang et al. 2021), parts train, valid, valid_id_oos, valid_ood_oos",
    "CLINC150 (Larson et al. 2019, CC BY 3.0), parts few-shot train, valid, valid_oos",
)
OUTSIDE = "oos"

Rows = list[tuple[str, str]]  # text and intent


@dataclass(frozen=True, slots=True)
class Situation:
    """What a company might have taught, and messages that it then gets."""

    taught: Rows
    asked: Rows


def learn(request: dict[str, Any]) -> dict[str, Any]:
    """Writes the file anew."""
    encoder = shared_encoder(Path(request["encoder"]))
    found, right, inside, weights = [], [], [], []
    for number, situation in enumerate(situations(Path(request["data"])), start=1):
        progress.tell(f"situation {number}")
        of_asked, is_right = judged(situation, encoder)
        found.append(of_asked)
        right.append(is_right)
        inside.append(np.array([intent != OUTSIDE for _, intent in situation.asked]))
        weights.append(np.full(len(of_asked), 1 / len(of_asked)))
    every, weight = np.vstack(found), np.concatenate(weights)
    centre, scale = every.mean(axis=0), every.std(axis=0)
    standard = (every - centre) / scale
    stored = {
        "signals": NAMES,
        "centre": centre.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "right": fitted(standard, np.concatenate(right), weight / weight.sum()),
        "inside": fitted(standard, np.concatenate(inside), weight / weight.sum()),
        "encoder": encoder.hash,
        "learned_from": SOURCES,
    }
    FILE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return {"file": str(FILE)}


def judged(situation: Situation, encoder: Encoder) -> tuple[np.ndarray, np.ndarray]:
    """The signals of the asked messages, and whether their likeliest intent is right."""
    texts, intents = zip(*situation.taught, strict=True)
    learned = ours.learn(texts, intents, encoder, [], start=NOTHING_KNOWN)
    readings = [learned.reader.read(text) for text, _ in situation.asked]
    understood = learned.understanding
    letters = [reading.letters for reading in readings]
    views = Views(
        centred(ours.encoded(readings, encoder), understood.centre),
        understood.ngrams.features(letters),
    )
    alike = cosines(views, understood.examples)
    chances = understood.acts.chances(understood.kernel.of(alike))
    named = [understood.acts.labels[best] for best in chances.argmax(axis=1)]
    found = signals(letters, chances, alike.to_first(len(texts)), understood.taught)
    truth = [intent for _, intent in situation.asked]
    return found, np.array([name == true for name, true in zip(named, truth, strict=True)])


def situations(data: Path) -> Iterator[Situation]:
    """Few and more examples, near and far questions that no intent is for."""
    clinc, banking = data / "clinc150", data / "banking77_oos"
    valid = rows(clinc / "valid.jsonl")
    yield Situation(
        rows(clinc / "fewshot/train_5.jsonl"), valid[::2] + rows(clinc / "valid_oos.jsonl")
    )
    outside = rows(banking / "valid_id_oos.jsonl") + rows(banking / "valid_ood_oos.jsonl")
    inside = rows(banking / "valid.jsonl")[::2]
    for shots in (10, 20):
        yield Situation(drawn(rows(banking / "train.jsonl"), shots), inside + outside)
    for seed in range(3):
        yield some_intents(rows(clinc / "fewshot/train_10.jsonl"), valid, seed)
    few = data / "banking77" / "fewshot"
    yield Situation(rows(few / "train_10.jsonl"), sorted(set(rows(few / "valid.jsonl"))))


def some_intents(taught: Rows, asked: Rows, seed: int) -> Situation:
    """A bot of forty intents, and 800 messages that the others are for."""
    chance = np.random.default_rng(seed)
    intents = sorted({intent for _, intent in taught})
    kept = {intents[at] for at in chance.permutation(len(intents))[:40]}
    own = [row for row in asked if row[1] in kept]
    others = [(text, OUTSIDE) for text, intent in asked if intent not in kept]
    some = [others[at] for at in chance.permutation(len(others))[:800]]
    return Situation([row for row in taught if row[1] in kept], own + some)


def drawn(taught: Rows, shots: int) -> Rows:
    """So many examples of each intent."""
    chance = np.random.default_rng(shots)
    by_intent: dict[str, Rows] = {}
    for row in taught:
        by_intent.setdefault(row[1], []).append(row)
    return [
        each[at]
        for _, each in sorted(by_intent.items())
        for at in chance.permutation(len(each))[:shots]
    ]


def rows(file: Path) -> Rows:
    """Texts and intents of a file in JSON lines."""
    lines: Sequence[str] = file.read_text(encoding="utf-8").splitlines()
    parsed = [json.loads(line) for line in lines if line.strip()]
    return [(row["text"], row["intent"]) for row in parsed]
