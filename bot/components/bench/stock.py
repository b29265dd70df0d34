"""Rasa's own classifiers in the pipeline that `rasa init` makes."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ruamel.yaml

from bot.components import progress
from bot.components.bench.outcome import Material, Outcome
from bot.components.encoder import Encoder

_FEATURIZERS = (
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
)
_DIET = {"name": "DIETClassifier", "epochs": 100, "random_seed": 0}
_LOGISTIC_REGRESSION = {"name": "LogisticRegressionClassifier", "random_state": 0}
_FALLBACK = {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}
# Rasa's word for what its fallback found too unsure; the intent below it is the one predicted.
_UNSURE = "nlu_fallback"

Component = dict[str, Any]


def diet(material: Material, encoder: Encoder) -> Outcome:
    """The stock pipeline: sparse features, DIET of 100 epochs, fallback."""
    return _measured(material, _DIET)


def logistic_regression(material: Material, encoder: Encoder) -> Outcome:
    """The same with Rasa's logistic regression in DIET's place."""
    return _measured(material, _LOGISTIC_REGRESSION)


def _measured(material: Material, classifier: Component) -> Outcome:
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    progress.tell("training")
    names = {intent: f"intent_{at}" for at, intent in enumerate(sorted(set(material.intents)))}
    with tempfile.TemporaryDirectory(prefix="primera-stock-") as folder:
        config, data = _written(Path(folder), material, names, classifier)
        began = time.perf_counter()
        model = train_nlu(str(config), str(data), folder, fixed_model_name="stock")
        seconds = time.perf_counter() - began
        agent = Agent.load(model)
    read = asyncio.run(_read(agent, material.asked))
    intents = {name: intent for intent, name in names.items()}
    sure = [confidence for _, confidence, _ in read]
    return Outcome(
        intents=[intents.get(name, "") for name, _, _ in read],
        confidences=sure,
        in_scope=sure,
        chances=sure,
        milliseconds=[took for _, _, took in read],
        train_seconds=seconds,
        learn_seconds=seconds,
    )


def _written(
    folder: Path, material: Material, names: dict[str, str], classifier: Component
) -> tuple[Path, Path]:
    """A configuration and training data as Rasa reads them; a slash in an intent means more."""
    config, data = folder / "config.yml", folder / "nlu.yml"
    stock = {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": [*_FEATURIZERS, classifier, _FALLBACK],
    }
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, intent in zip(material.texts, material.intents, strict=True):
        by_intent[names[intent]].append(text)
    nlu = [{"intent": name, "examples": _block(texts)} for name, texts in by_intent.items()]
    for path, content in ((config, stock), (data, {"version": "3.1", "nlu": nlu})):
        with path.open("w", encoding="utf-8") as file:
            ruamel.yaml.YAML().dump(content, file)
    return config, data


def _block(texts: Sequence[str]) -> str:
    # Brackets and braces mark entities in Rasa's data; an example is one line.
    plain = (" ".join(text.translate(str.maketrans("[]{}", "()()")).split()) for text in texts)
    lines = "".join(f"- {text}\n" for text in plain)
    return ruamel.yaml.scalarstring.LiteralScalarString(lines)


async def _read(agent: Any, texts: Sequence[str]) -> list[tuple[str, float, float]]:
    """Per text the intent, its confidence and the milliseconds it took."""
    read = []
    for text in progress.counted(texts, "asking", "texts"):
        began = time.perf_counter()
        result = await agent.parse_message(text)
        took = (time.perf_counter() - began) * 1000
        ranked = [each for each in result["intent_ranking"] if each["name"] != _UNSURE]
        best = ranked[0] if ranked else {"name": "", "confidence": 0.0}
        read.append((best["name"], float(best["confidence"]), took))
    return read
