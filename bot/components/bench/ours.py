"""Our own understanding, learned and asked as the running bot would."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from bot.components import progress, understanding
from bot.components.bench.outcome import Material, Outcome
from bot.components.encoder import Encoder
from bot.components.reading import Glossary, Reader, Reading, counted_words, spoken_in
from bot.components.understanding import Example, Understanding, Understood
from bot.components.understanding.standing import Standing


@dataclass(frozen=True, slots=True)
class Learned:
    """A reader and an understanding, and the seconds that reading, encoding and learning took."""

    reader: Reader
    understanding: Understanding
    encode_seconds: float
    learn_seconds: float


def learn(
    texts: Sequence[str],
    intents: Sequence[str],
    encoder: Encoder,
    glossaries: Sequence[Glossary],
    *,
    start: Standing | None = None,
) -> Learned:
    """From labelled texts; an intent is taken as an act, whatever its name.

    `start`: as for `understanding.learn`.
    """
    began = time.perf_counter()
    reader = Reader.of(
        counted_words(texts), glossaries=spoken_in(texts, glossaries), vocabulary=encoder.words
    )
    readings = [reader.read(text) for text in texts]
    vectors = encoded(readings, encoder)
    encoded_at = time.perf_counter()
    examples = [
        Example(reading.letters, intent) for reading, intent in zip(readings, intents, strict=True)
    ]
    encode = functools.partial(encoder.encode, marks=False)
    learned = understanding.learn(examples, vectors, encode=encode, start=start)
    return Learned(reader, learned, encoded_at - began, time.perf_counter() - encoded_at)


def encoded(readings: Sequence[Reading], encoder: Encoder) -> np.ndarray:
    """The vector of each, as it is read."""
    portions = progress.in_portions(readings, "encoding", "texts")
    vectors = [
        encoder.encode_many([reading.meaning for reading in some], marks=False) for some in portions
    ]
    return np.vstack([np.zeros((0, encoder.dimensions), dtype=np.float32), *vectors])


def understood(text: str, learned: Learned, encoder: Encoder) -> Understood:
    """What one text is understood as."""
    reading = learned.reader.read(text)
    vector = encoder.encode([reading.meaning], marks=False)
    (result,) = learned.understanding.understand([reading.letters], vector)
    return result


def measure(material: Material, encoder: Encoder, glossaries: Sequence[Glossary]) -> Outcome:
    """Learns, then asks text after text, with the threads that a serving bot has."""
    learned = learn(material.texts, material.intents, encoder, glossaries)
    results, milliseconds = [], []
    with threadpool_limits(1, user_api="blas"):
        for text in progress.counted(material.asked, "asking", "texts"):
            began = time.perf_counter()
            results.append(understood(text, learned, encoder))
            milliseconds.append((time.perf_counter() - began) * 1000)
    return Outcome(
        intents=[result.act for result in results],
        confidences=[result.confidence for result in results],
        in_scope=[1 - result.out_of_scope for result in results],
        chances=[result.act_confidence for result in results],
        milliseconds=milliseconds,
        train_seconds=learned.encode_seconds + learned.learn_seconds,
        learn_seconds=learned.learn_seconds,
    )
