"""The steps in a terminal: a line for each that ends, a live line for those that run."""

from __future__ import annotations

import sys
import threading
from typing import TextIO

from bot.supervisor.steps import State, Step, Steps

MARKS = {State.DONE: "✓", State.UNCHANGED: "✓", State.FAILED: "✗"}
REFRESH_SECONDS = 0.5
CLEAR_LINE = "\r\x1b[K"


class Terminal:
    """Writes for a person; on a terminal the last line is rewritten as the work goes on."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output or sys.stdout
        self._live = self._output.isatty()
        self._writing = threading.Lock()

    def say(self, text: str) -> None:
        """One line."""
        with self._writing:
            self._write((CLEAR_LINE if self._live else "") + text + "\n")

    def step(self, step: Step) -> None:
        """A step that started or ended."""
        if step.state.over:
            self.say(line_of(step))
        elif not self._live:
            self.say(f"  … {step.title['en']}")

    def refresh(self, steps: Steps, width: int) -> None:
        """The live line; nothing where output is not a terminal."""
        if self._live:
            with self._writing:
                self._write(CLEAR_LINE + live_line(steps)[: width - 1])

    def _write(self, text: str) -> None:
        try:
            self._output.write(text)
            self._output.flush()
        except (OSError, ValueError):  # the terminal was closed; the work goes on
            self._live = False


def line_of(step: Step) -> str:
    """How an ended step reads."""
    time = "unchanged" if step.state is State.UNCHANGED else f"{step.seconds(step.ended):.0f} s"
    return f"  {MARKS[step.state]} {step.title['en']:<34} {time}"


def live_line(steps: Steps) -> str:
    """The share done, and what runs."""
    running = [
        step.title["en"] + (f" ({step.detail})" if step.detail else "") for step in steps.running()
    ]
    return f"  {steps.fraction():4.0%}  " + ", ".join(running)
