"""The steps of the preparation, as the page and the terminal show them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class State(str, Enum):
    """Where a step stands; `unchanged` means that its result was already there."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether it will not change any more."""
        return self not in (State.WAITING, State.RUNNING)


@dataclass
class Step:
    """One line of the list; `expected` is the seconds it takes on two cores."""

    name: str
    title: Mapping[str, str]  # by language
    expected: float
    state: State = State.WAITING
    detail: str = ""
    started: float = 0.0
    ended: float = 0.0

    def seconds(self, now: float) -> float:
        """How long it ran, or has been running."""
        if self.state is State.WAITING:
            return 0.0
        return (self.ended or now) - self.started

    def fraction(self, now: float) -> float:
        """How much of it is done, guessed from the time; only a finished step is whole."""
        if self.state.over:
            return 1.0
        return 0.95 * (1 - math.exp(-self.seconds(now) / self.expected))


class Steps:
    """All steps; `watch` is called with each one that changed."""

    def __init__(self, *steps: Step, clock: Callable[[], float] = time.monotonic) -> None:
        self._steps = {step.name: step for step in steps}
        self._clock = clock
        self._started = clock()
        self.problem = ""
        self.watch: Callable[[Step], None] = lambda step: None

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps.values())

    def start(self, name: str) -> None:
        """The step begins."""
        step = self._steps[name]
        step.state, step.started = State.RUNNING, self._clock()
        self.watch(step)

    def say(self, name: str, detail: str) -> None:
        """What the running step is at."""
        self._steps[name].detail = detail

    def end(self, name: str, state: State) -> None:
        """The step is over; one that was never started took no time."""
        step = self._steps[name]
        step.state, step.ended = state, self._clock()
        step.started = step.started or step.ended
        self.watch(step)

    def fail(self, problem: str) -> None:
        """The preparation stops with this sentence; running steps are marked."""
        self.problem = problem
        for step in self._steps.values():
            if step.state is State.RUNNING:
                step.state, step.ended = State.FAILED, self._clock()

    def fraction(self) -> float:
        """How much of the whole is done, each step weighing as long as it usually takes."""
        now = self._clock()
        whole = sum(step.expected for step in self)
        done = sum(step.fraction(now) * step.expected for step in self)
        return done / whole

    def running(self) -> list[Step]:
        """What is being done now."""
        return [step for step in self if step.state is State.RUNNING]

    def snapshot(self, language: str) -> dict[str, Any]:
        """What the page shows."""
        now = self._clock()
        return {
            "fraction": round(self.fraction(), 3),
            "elapsed_seconds": round(now - self._started),
            "problem": self.problem,
            "steps": [
                {
                    "name": step.name,
                    "title": step.title.get(language, step.title["en"]),
                    "state": step.state.value,
                    "detail": step.detail if step.state is State.RUNNING else "",
                    "seconds": round(step.seconds(now)),
                }
                for step in self
            ],
        }
