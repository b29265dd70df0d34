"""A head that names a message: kernel ridge regression onto labels, calibrated unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import softmax

from bot.components.understanding.calibration import log_loss, temperature_for
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.ridge import Fit, fit
from bot.components.understanding.views import Cosines, Views, cosines

# What to choose from by asking examples unseen: the kernel's share and width, and the ridge.
SHARES = (0.3, 0.5, 0.7, 0.85)
WIDTHS = (1.0, 0.5)
RIDGES = (0.03, 0.1, 0.3)
# So many examples choose, and so many calibrate; more say the same and take longer.
CHOOSING, ASKED = 1_200, 1_500
# What customers write is further from every example than examples are from each other: people write
# them one after another, each like the last. So the choice is made on examples left out together
# with the nearest third of their label. (With each left out alone, a SOFMattress model chosen on
# its own examples named .81 of real messages right; so chosen, .82.)
NEIGHBOURHOOD = 0.3
# A label's own name is an example that one may miss by more than a message.
_NAME_RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Task:
    """What a head is to learn: rows of the views, and the label of each."""

    labels: tuple[str, ...]
    rows: np.ndarray  # messages first, then the names of labels
    truth: np.ndarray  # of each row, an index of labels
    messages: int  # how many of the rows are messages

    @classmethod
    def of(cls, told: Sequence[str], names: Mapping[str, int]) -> Task:
        """Of the label of every message, and the rows at which labels' names stand."""
        labels, truth = np.unique(np.asarray(told), return_inverse=True)
        named = np.searchsorted(labels, list(names)) if names else []
        return cls(
            labels=tuple(str(label) for label in labels),
            rows=np.array([*range(len(told)), *names.values()], dtype=int),
            truth=np.array([*truth, *named], dtype=int),
            messages=len(told),
        )

    def without_names(self) -> Task:
        """The same task, of messages alone."""
        return replace(self, rows=self.rows[: self.messages], truth=self.truth[: self.messages])

    def of_some(self, most: int) -> Task:
        """The same task, of at most so many messages, of all labels alike."""
        some = spread(self.truth[: self.messages], most)
        kept = np.concatenate([some, np.arange(self.messages, len(self.rows))])
        return replace(self, rows=self.rows[kept], truth=self.truth[kept], messages=len(some))

    def targets(self) -> np.ndarray:
        """1 for the label of a row, 0 for the others."""
        return np.eye(len(self.labels))[self.truth]

    def ridges(self, ridge: float, balance: float) -> np.ndarray:
        """How far each row may be missed."""
        counts = np.bincount(self.truth[: self.messages], minlength=len(self.labels))
        evenly = np.maximum(counts, 1)[self.truth] / counts[counts > 0].mean()
        named = np.arange(len(self.rows)) >= self.messages
        return np.asarray(ridge * evenly**balance * np.where(named, _NAME_RIDGE, 1.0))


@dataclass(frozen=True, slots=True)
class Choice:
    """How a head is to be learned."""

    kernel: Kernel
    ridge: float
    names: bool  # whether the names of labels help


@dataclass(frozen=True, slots=True)
class Head:
    """Labels, and coefficients (examples x labels) that make softmax of scores calibrated.

    Stored label by label: one message is scored in half the time.
    """

    labels: tuple[str, ...]
    coefficients: np.ndarray

    def chances(self, kernel: np.ndarray) -> np.ndarray:
        """Probabilities, messages x labels, from the messages' kernel with the examples."""
        return np.asarray(softmax(kernel @ self.coefficients, axis=1))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learned head, and what it says of the asked examples as if it had not seen them."""

    head: Head
    asked: np.ndarray  # rows of the messages
    chances: np.ndarray  # asked x labels
    fitted: Fit
    task: Task
    temperature: float

    def without_label(self, label: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows of a label's messages, and their chances (x labels) had it never been taught."""
        block = np.flatnonzero(self.task.truth == label)
        (residuals,) = self.fitted.residuals([block])
        scores = self.task.targets()[block] - residuals
        scores[:, label] = -np.inf
        messages = block < self.task.messages
        return block[messages], softmax(scores[messages] / self.temperature, axis=1)


def learn_head(
    kernel: np.ndarray, task: Task, *, ridge: float, balance: float, spend: bool = False
) -> Lesson:
    """Learn to name examples, from the kernel of all rows of the views with each other.

    `balance`: 0 lets each example count the same, 1 each label, however many examples it has.
    `spend`: the kernel is needed no more, and its memory may be used.
    """
    whole = len(task.rows) == len(kernel)
    among = kernel if whole else kernel[np.ix_(task.rows, task.rows)]
    targets = task.targets()
    fitted = fit(among, targets, task.ridges(ridge, balance), spend=spend or not whole)
    asked = spread(task.truth[: task.messages], ASKED)
    unseen = targets[asked] - _own(fitted.residuals([np.array([row]) for row in asked]))
    temperature = temperature_for(unseen, task.truth[asked])
    coefficients = np.zeros((len(kernel), len(task.labels)), dtype=kernel.dtype, order="F")
    coefficients[task.rows] = fitted.coefficients / temperature
    head = Head(task.labels, coefficients)
    return Lesson(head, asked, softmax(unseen / temperature, axis=1), fitted, task, temperature)


def choose(
    views: Views, task: Task, *, balance: float, kernels: Sequence[Kernel] | None = None
) -> Choice:
    """What names some messages best without having seen them or their like."""
    some = task.of_some(CHOOSING)
    asked = views.rows(some.rows)
    alike = cosines(asked, asked)
    choices = kernels or [Kernel(share, width) for share in SHARES for width in WIDTHS]
    surprises = {
        Choice(kernel, ridge, names=True): surprise
        for kernel in choices
        for ridge, surprise in _surprises(alike, some, kernel, balance, RIDGES)
    }
    best = min(surprises, key=surprises.__getitem__)
    if len(some.rows) == some.messages:
        return best
    messages = alike.among_first(some.messages)
    ((_, nameless),) = _surprises(
        messages, some.without_names(), best.kernel, balance, [best.ridge]
    )
    return replace(best, names=surprises[best] <= nameless)


def spread(truth: np.ndarray, most: int) -> np.ndarray:
    """At most so many rows, ascending, of all labels as evenly as there are examples."""
    if len(truth) <= most:
        return np.arange(len(truth))
    turn = np.zeros(len(truth), dtype=int)  # how many of its label come before it
    for label in np.unique(truth):
        members = np.flatnonzero(truth == label)
        turn[members[_mixed(len(members))]] = np.arange(len(members))
    return np.sort(np.argsort(turn, kind="stable")[:most])


def _surprises(
    alike: Cosines, task: Task, kernel: Kernel, balance: float, ridges: Sequence[float]
) -> Iterator[tuple[float, float]]:
    """Each ridge, and how surprising the labels of messages are when their like is left out."""
    among = kernel.of(alike)
    blocks = _neighbourhoods(among, task)
    messages, truth = np.arange(task.messages), task.truth[: task.messages]
    for ridge in ridges:
        fitted = fit(among, task.targets(), task.ridges(ridge, balance))
        unseen = task.targets()[messages] - _own(fitted.residuals(blocks))
        yield ridge, log_loss(unseen / temperature_for(unseen, truth), truth)


def _neighbourhoods(kernel: np.ndarray, task: Task) -> list[np.ndarray]:
    """Each message, first, with the nearest of its label."""
    blocks = []
    for row in range(task.messages):
        others = np.flatnonzero(task.truth[: task.messages] == task.truth[row])
        others = others[others != row]
        nearest = np.argsort(-kernel[row, others], kind="stable")
        left = others[nearest[: round(NEIGHBOURHOOD * len(others))]]
        blocks.append(np.concatenate([[row], left]))
    return blocks


def _own(residuals: Sequence[np.ndarray]) -> np.ndarray:
    """The residuals of the first row of each block."""
    return np.stack([block[0] for block in residuals])


def _mixed(count: int) -> np.ndarray:
    """All places in an order that mixes early and late ones, always the same."""
    return np.random.default_rng(0).permutation(count)
