"""Understanding: from a message's text and sentence vector to its act, topic and scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from bot.components.understanding.example import Example, Understood
from bot.components.understanding.head import FusedHead, Views, learn_head
from bot.components.understanding.ngrams import Ngrams
from bot.components.understanding.scope import Neighbours, Scope, learn_scope, signals_of

# Labels of the head that tells whether a message is about a topic at all.
_TOPICAL, _TOPICLESS = "topical", "topicless"


class NothingToLearn(ValueError):
    """There is no example to learn from."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was learned; the same message always gets the same result."""

    ngrams: Ngrams
    acts: FusedHead
    topics: FusedHead | None  # None when no example has a topic
    topical: FusedHead | None  # None when all examples have one, or none has
    neighbours: Neighbours
    scope: Scope

    def understand(self, texts: Sequence[str], vectors: np.ndarray) -> list[Understood]:
        """Understand each text by its row of `vectors` (texts x dimensions, unit length)."""
        views = Views(np.asarray(vectors, dtype=np.float64), self.ngrams.features(texts))
        acts = self.acts.chances(views)
        strange = self.scope.outside(signals_of(acts, self.acts.labels, self.neighbours, views))
        topics = self._topic_chances(views)
        names = self.topics.labels if self.topics else ()
        return [
            Understood(_ranked(self.acts.labels, act), _ranked(names, topic), float(out))
            for act, topic, out in zip(acts, topics, strange, strict=True)
        ]

    def _topic_chances(self, views: Views) -> np.ndarray:
        """Texts x topics. Among few topics one always looks likely: "a person, please" has none."""
        if self.topics is None:
            return np.zeros((len(views.meaning), 0))
        chances = self.topics.chances(views)
        if self.topical is None:
            return chances
        about_one = self.topical.chances(views)[:, self.topical.labels.index(_TOPICAL)]
        return chances * about_one[:, None]


def learn(examples: Sequence[Example], vectors: np.ndarray) -> Understanding:
    """Learn acts from all examples, topics from those that have one.

    `vectors`: one row of unit length per example.
    """
    if not examples:
        raise NothingToLearn("There are no examples: add some under nlu_data/nlu and train again.")
    # One thread: sums in one order give the same bits on any machine, and small sums go faster.
    with threadpool_limits(limits=1):
        return _learn(examples, np.asarray(vectors, dtype=np.float64))


def _learn(examples: Sequence[Example], vectors: np.ndarray) -> Understanding:
    texts = [example.text for example in examples]
    ngrams = Ngrams.learn(texts)
    views = Views(vectors, ngrams.features(texts))
    lesson = learn_head(views, [example.act for example in examples])
    place = {label: at for at, label in enumerate(lesson.head.labels)}
    acts = np.array([place[example.act] for example in examples])
    neighbours = Neighbours(views, acts, lesson.share)
    return Understanding(
        ngrams=ngrams,
        acts=lesson.head,
        topics=_topics(examples, views),
        topical=_topical(examples, views),
        neighbours=neighbours,
        scope=learn_scope(lesson, neighbours, views),
    )


def _topics(examples: Sequence[Example], views: Views) -> FusedHead | None:
    rows = np.flatnonzero([bool(example.topic) for example in examples])
    if not len(rows):
        return None
    return learn_head(views.rows(rows), [examples[row].topic for row in rows]).head


def _topical(examples: Sequence[Example], views: Views) -> FusedHead | None:
    names = [_TOPICAL if example.topic else _TOPICLESS for example in examples]
    return learn_head(views, names).head if len(set(names)) > 1 else None


def _ranked(labels: Sequence[str], chances: np.ndarray) -> dict[str, float]:
    # A stable sort of the negated chances keeps ties in the labels' order.
    return {labels[at]: float(chances[at]) for at in np.argsort(-chances, kind="stable")}
