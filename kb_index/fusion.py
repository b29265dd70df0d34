"""One score per article from all evidence; how much each kind counts is learned per language."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from kb_index.article import Article
from kb_index.rehearsal import Rehearsed
from kb_index.retrieval import COLUMNS, Evidence

Weights = NDArray[np.float64]

# What counts before a base has taught anything: about the mean of what the demo company's
# two languages learned.
PRIOR_OF_SEARCH = {
    "vectors": 2.0,
    "words": 2.0,
    "characters": 1.5,
    "coverage": 2.5,
    "classifier": 9.0,
    "covered": 0.5,
    "reach": 1.0,
}
PRIOR: Weights = np.array([PRIOR_OF_SEARCH[search] for _, search in COLUMNS])
# The same of a base whose articles have no phrasings, from the demo company's phrasings asked of
# its titles and texts alone.
PRIOR_OF_TEXTS = {
    ("title", "vectors"): 3.2,
    ("title", "characters"): 1.0,
    ("passages", "vectors"): 11.0,
    ("passages", "characters"): 1.0,
    ("passages", "reach"): 1.4,
    ("article", "classifier"): 1.6,
    ("article", "covered"): 2.5,
    ("sentences", "vectors"): 8.0,
}
WITHOUT_PHRASINGS: Weights = np.array([PRIOR_OF_TEXTS.get(column, 0.0) for column in COLUMNS])
# How firmly the prior is held: a weight moves by one when some ten questions ask for it.
PRIOR_STRENGTH = 0.1


def fused(evidence: Evidence, weights: Weights) -> NDArray[np.float64]:
    """The score of each candidate; differences are log-odds between two candidates."""
    return np.asarray(evidence.scores @ weights, dtype=np.float64)


def prior_of(articles: Sequence[Article]) -> Weights:
    """What counts before these have taught anything: by how many of them have phrasings."""
    share = float(np.mean([bool(article.phrasings) for article in articles])) if articles else 0.0
    return np.asarray(share * PRIOR + (1 - share) * WITHOUT_PHRASINGS)


def learn_weights(rehearsed: Sequence[Rehearsed], prior: Weights) -> Weights:
    """The weights under which rehearsed phrasings most likely find their articles.

    Conditional logit (McFadden 1974) with a Gaussian prior; no weight is below zero, since
    being more alike never speaks against an article. Without rehearsed phrasings there is nothing
    to learn from.
    """
    known = [question for question in rehearsed if question.kind == "known"]
    found = [question for question in known if position(question) is not None]
    if not found:
        return prior
    scores, absent = _stacked(found)
    rows, own = np.arange(len(found)), np.array([position(question) for question in found])

    def loss(weights: Weights) -> tuple[float, Weights]:
        logits = np.where(absent, -np.inf, scores @ weights)
        logs = logits - logsumexp(logits, axis=1, keepdims=True)
        expected = np.einsum("qc,qck->k", np.exp(logs), scores)
        away = weights - prior
        value = PRIOR_STRENGTH / 2 * float(away @ away) - float(logs[rows, own].sum())
        return value, PRIOR_STRENGTH * away + expected - scores[rows, own].sum(axis=0)

    best = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(prior))
    return np.asarray(best.x)


def _stacked(questions: Sequence[Rehearsed]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """All scores, shape (questions, most candidates, COLUMNS), and where there is no candidate."""
    most = max(question.evidence.candidates.size for question in questions)
    scores = np.zeros((len(questions), most, len(COLUMNS)))
    absent = np.ones((len(questions), most), dtype=np.bool_)
    for row, question in enumerate(questions):
        size = question.evidence.candidates.size
        scores[row, :size] = question.evidence.scores
        absent[row, :size] = False
    return scores, absent


def position(question: Rehearsed) -> int | None:
    """Where among the candidates the question's own article stands, if it is there."""
    places = np.flatnonzero(question.evidence.candidates == question.article)
    return int(places[0]) if places.size else None
