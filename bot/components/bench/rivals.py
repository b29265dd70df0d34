"""Plain classifiers of scikit-learn, to see what ours adds."""

from __future__ import annotations

import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from bot.components import progress
from bot.components.bench.outcome import Material, Outcome
from bot.components.encoder import Encoder

_ROUNDS = 1_000  # lbfgs converges long before


def vectors_logistic_regression(material: Material, encoder: Encoder) -> Outcome:
    """C = 1 on the encoder's vectors, as MTEB judges encoders."""
    began = time.perf_counter()
    told = progress.counted(material.texts, "encoding", "texts")
    vectors = np.vstack([encoder.encode([text]) for text in told])
    encoded = time.perf_counter()
    model = LogisticRegression(max_iter=_ROUNDS).fit(vectors, material.intents)
    return _asked(
        material, lambda text: model.predict_proba(encoder.encode([text])), model, began, encoded
    )


def tfidf_logistic_regression(material: Material, encoder: Encoder) -> Outcome:
    """C = 1 on TF-IDF of words and pairs of words."""
    began = time.perf_counter()
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=_ROUNDS)
    ).fit(material.texts, material.intents)
    return _asked(material, lambda text: model.predict_proba([text]), model, began, began)


def _asked(material, chances_of, model, began: float, encoded: float) -> Outcome:  # noqa: ANN001
    learned = time.perf_counter()
    best, milliseconds = [], []
    for text in progress.counted(material.asked, "asking", "texts"):
        asked = time.perf_counter()
        chances = chances_of(text)[0]
        milliseconds.append((time.perf_counter() - asked) * 1000)
        best.append((str(model.classes_[chances.argmax()]), float(chances.max())))
    sure = [chance for _, chance in best]
    return Outcome(
        intents=[intent for intent, _ in best],
        confidences=sure,
        in_scope=sure,
        chances=sure,
        milliseconds=milliseconds,
        train_seconds=learned - began,
        learn_seconds=learned - encoded,
    )
