"""Understanding: from a message's text and sentence vector to its act, topic and scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.components import progress
from bot.components.understanding.example import Example, Understood
from bot.components.understanding.head import Head, choose, learn_head
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.ngrams import Ngrams
from bot.components.understanding.scope import Neighbours, Scope, learn_scope, signals_of
from bot.components.understanding.views import Views, cosines

# How far the labels of a head count the same however many examples they have. Every act does:
# questions, which articles bring by the thousand, would drown the small acts (.95 against .92 of
# separately written messages right at 1 and 3/4). Topics are met about as often as they are taught.
ACTS_BALANCE, TOPICS_BALANCE = 1.0, 0.5
# The label of the topic head for messages that have none.
TOPICLESS = ""


class NothingToLearn(ValueError):
    """There is no example to learn from."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was learned; the same message always gets the same result."""

    ngrams: Ngrams
    examples: Views  # searchable
    kernel: Kernel
    acts: Head
    topics: Head | None  # None when no example has a topic
    neighbours: Neighbours
    scope: Scope

    def understand(self, texts: Sequence[str], vectors: np.ndarray) -> list[Understood]:
        """Understand each text by its row of `vectors` (texts x dimensions, unit length).

        One by one: sums over a batch come in another order, and so in other last digits.
        """
        views = _views(self.ngrams, texts, vectors)
        return [self._understood(views.rows(np.array([row]))) for row in range(len(texts))]

    def _understood(self, message: Views) -> Understood:
        alike = cosines(message, self.examples)
        kernel = self.kernel.of(alike)
        acts = self.acts.chances(kernel)
        signals = signals_of(acts, self.acts.labels, self.neighbours, alike)
        (outside,) = self.scope.outside(signals)
        topics = self.topics.chances(kernel) if self.topics else np.zeros((1, 0))
        names = self.topics.labels if self.topics else ()
        ranked = _ranked(names, topics[0])
        ranked.pop(TOPICLESS, None)
        return Understood(_ranked(self.acts.labels, acts[0]), ranked, float(outside))


def learn(examples: Sequence[Example], vectors: np.ndarray) -> Understanding:
    """Learn acts and topics from all examples.

    `vectors`: one row of unit length per example.
    """
    if not examples:
        raise NothingToLearn("There are no examples: add some under nlu_data/nlu and train again.")
    progress.tell("learning acts")
    texts = [example.text for example in examples]
    acts = [example.act for example in examples]
    topics = [example.topic or TOPICLESS for example in examples]
    ngrams = Ngrams.learn(texts)
    views = _views(ngrams, texts, vectors)
    share, ridge = choose(views, acts, balance=ACTS_BALANCE)
    kernel = Kernel(share)
    among = kernel.among(views)
    lesson = learn_head(among, acts, ridge=ridge, balance=ACTS_BALANCE)
    place = {label: at for at, label in enumerate(lesson.head.labels)}
    neighbours = Neighbours(np.array([place[act] for act in acts]), share)
    return Understanding(
        ngrams=ngrams,
        examples=views.searchable(),
        kernel=kernel,
        acts=lesson.head,
        topics=_topics(views, among, topics, share),
        neighbours=neighbours,
        scope=learn_scope(lesson, neighbours, views),
    )


def _topics(views: Views, among: np.ndarray, names: Sequence[str], share: float) -> Head | None:
    if set(names) == {TOPICLESS}:
        return None
    progress.tell("learning topics")
    _, ridge = choose(views, names, balance=TOPICS_BALANCE, shares=[share])
    return learn_head(among, names, ridge=ridge, balance=TOPICS_BALANCE).head


def _views(ngrams: Ngrams, texts: Sequence[str], vectors: np.ndarray) -> Views:
    return Views(np.asarray(vectors, dtype=np.float32), ngrams.features(texts))


def _ranked(labels: Sequence[str], chances: np.ndarray) -> dict[str, float]:
    # A stable sort of the negated chances keeps ties in the labels' order.
    return {labels[at]: float(chances[at]) for at in np.argsort(-chances, kind="stable")}
