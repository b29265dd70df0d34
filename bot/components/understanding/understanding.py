"""Understanding: from a message's text and sentence vector to its act, topic and scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.components import progress
from bot.components.understanding.example import OUTSIDE, Example, Understood
from bot.components.understanding.head import Choice, Head, Lesson, Task, choose, learn_head
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.known_words import KnownWords
from bot.components.understanding.ngrams import Ngrams
from bot.components.understanding.scope import Neighbours, Scope, learn_scope, signals_of
from bot.components.understanding.signals import Taught, signals
from bot.components.understanding.standing import Standing, general, learn_standing
from bot.components.understanding.views import Cosines, Views, centred, cosines_of_one

# How far the labels of a head count the same however many examples they have. Every act does:
# questions, which articles bring by the thousand, would drown the small acts (.95 against .92 of
# separately written messages right at 1 and 3/4). Topics are met about as often as they are taught.
ACTS_BALANCE, TOPICS_BALANCE = 1.0, 0.5
# The label of the topic head for messages that have none.
TOPICLESS = ""
_NOT_LETTERS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

Encode = Callable[[Sequence[str]], np.ndarray]  # texts to unit vectors, texts x dimensions


class NothingToLearn(ValueError):
    """There is no example to learn from."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was learned; the same message always gets the same result."""

    ngrams: Ngrams
    centre: np.ndarray  # of the sentence vectors
    examples: Views  # the messages, then the names of labels
    kernel: Kernel
    acts: Head
    topics: Head | None  # None when no example has a topic
    taught: Taught  # the acts of the messages, and their words
    scope: Scope | None  # learned from examples of what is out of scope; without any:
    standing: Standing

    def understand(self, texts: Sequence[str], vectors: np.ndarray) -> list[Understood]:
        """Understand each text by its row of `vectors` (texts x dimensions, unit length).

        One by one: sums over a batch come in another order, and so in other last digits.
        """
        seen = centred(vectors, self.centre)
        return [self._understood(text, vector) for text, vector in zip(texts, seen, strict=True)]

    def _understood(self, text: str, vector: np.ndarray) -> Understood:
        alike = cosines_of_one(vector, self.ngrams.weights(text), self.examples)
        kernel = self.kernel.of(alike)
        acts = self.acts.chances(kernel)
        confidence, outside = self._doubts(text, acts, alike.to_first(len(self.taught.truth)))
        topics = self.topics.chances(kernel) if self.topics else np.zeros((1, 0))
        names = self.topics.labels if self.topics else ()
        ranked = _ranked(names, topics[0])
        ranked.pop(TOPICLESS, None)
        return Understood(_ranked(self.acts.labels, acts[0]), ranked, outside, confidence)

    def _doubts(self, text: str, acts: np.ndarray, alike: Cosines) -> tuple[float, float]:
        """The chance that the likeliest act is right, and that the message is out of scope."""
        if self.scope is None:
            found = signals([text], acts, alike, self.taught)
            (right,), (inside,) = self.standing.chances(found)
            return float(right), float(1 - inside)
        neighbours = Neighbours(self.taught.truth, self.kernel.share)
        (outside,) = self.scope.outside(signals_of(acts, self.acts.labels, neighbours, alike))
        return float(acts.max()), float(outside)


def learn(
    examples: Sequence[Example],
    vectors: np.ndarray,
    *,
    encode: Encode,
    start: Standing | None = None,
) -> Understanding:
    """Learn acts and topics from all examples.

    `vectors`: one row of unit length per example. `encode`: gives the vectors of other texts; the
    names of acts and topics are examples too, where they turn out to help. `start`: how sure to be
    before the examples say anything; what was learned in general, unless given.
    """
    if not examples:
        raise NothingToLearn("There are no examples: add some under nlu_data/nlu and train again.")
    texts = [example.text for example in examples]
    acts = [example.act for example in examples]
    topics = [example.topic or TOPICLESS for example in examples]
    ngrams = Ngrams.learn(texts)
    centre = np.asarray(vectors, dtype=np.float32).mean(axis=0)
    messages = Views(centred(vectors, centre), ngrams.features(texts))
    names = [*sorted(set(acts)), *sorted(set(topics) - {TOPICLESS})]
    views = messages + _views_of_names(names, ngrams, encode)
    rows = list(zip(names, range(len(texts), len(views)), strict=True))
    progress.tell("learning acts")
    act_task = Task.of(acts, dict(rows[: len(set(acts))]))
    choice = choose(views, act_task, balance=ACTS_BALANCE)
    among = choice.kernel.among(views)
    lesson = _learned(among, act_task, choice, ACTS_BALANCE)
    taught = Taught(
        act_task.truth[: len(texts)],
        KnownWords.learn(texts, act_task.truth[: len(texts)], len(act_task.labels)),
    )
    progress.tell("learning what is out of scope")
    given, start = OUTSIDE in lesson.head.labels, start or general()
    neighbours = Neighbours(taught.truth, choice.kernel.share)
    scope = learn_scope(lesson, neighbours, messages) if given else None
    standing = start if given else learn_standing(lesson, messages, texts, taught, start)
    head = lesson.head
    del lesson  # it holds as much memory as the kernel, which the topics need as well
    return Understanding(
        ngrams=ngrams,
        centre=centre,
        examples=views.by_column(),
        kernel=choice.kernel,
        acts=head,
        topics=_topics(views, among, Task.of(topics, dict(rows[len(set(acts)) :])), choice.kernel),
        taught=taught,
        scope=scope,
        standing=standing,
    )


def _topics(views: Views, among: np.ndarray, task: Task, kernel: Kernel) -> Head | None:
    """Learned last: the kernel of all views among each other is spent."""
    if task.labels == (TOPICLESS,):
        return None
    progress.tell("learning topics")
    choice = choose(views, task, balance=TOPICS_BALANCE, kernels=[kernel])
    return _learned(among, task, choice, TOPICS_BALANCE, spend=True).head


def _learned(
    among: np.ndarray, task: Task, choice: Choice, balance: float, *, spend: bool = False
) -> Lesson:
    task = task if choice.names else task.without_names()
    return learn_head(among, task, ridge=choice.ridge, balance=balance, spend=spend)


def _views_of_names(labels: Sequence[str], ngrams: Ngrams, encode: Encode) -> Views:
    """Names are all alike in being names, so they have a centre of their own."""
    names = [_NOT_LETTERS.sub(" ", _HUMP.sub(" ", label)).strip() for label in labels]
    vectors = np.asarray(encode(names), dtype=np.float32)
    return Views(centred(vectors, vectors.mean(axis=0)), ngrams.features(names))


def _ranked(labels: Sequence[str], chances: np.ndarray) -> dict[str, float]:
    # A stable sort of the negated chances keeps ties in the labels' order.
    return {labels[at]: float(chances[at]) for at in np.argsort(-chances, kind="stable")}
