"""Trains and reads messages, request after request: Rasa and TensorFlow are imported once.

A request is a line of JSON on standard input, `{"do": "train", …}`, `{"do": "parse", …}` or,
for a bench, `{"do": "measure", …}`, `{"do": "teach again", …}` or `{"do": "standing", …}`; what
else it holds, and its answer, are told in `trainer`, `parser` and `bench`. On standard output come
lines `{"detail": …}` while it works, then one line with the answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import IO, Any

from bot.components import progress

# Before Rasa is imported: no telemetry, no search for a GPU, no start-up chatter; and no cache of
# trained parts, which a forced training would fill and never read.
QUIET = {
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "RASA_MAX_CACHE_SIZE": "0",
}

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def main() -> None:
    """Answers until its input ends; what Rasa prints goes to standard error."""
    os.environ.update(QUIET)
    warnings.simplefilter("ignore")
    told = _own_output()

    def tell(**line: Any) -> None:
        told.write(json.dumps(line) + "\n")
        told.flush()

    progress.listen(lambda doing: tell(detail=doing))
    with contextlib.redirect_stdout(sys.stderr):
        for request in _requests():
            tell(**_answers()[request.pop("do")](request))


def _answers() -> dict[str, Answer]:
    """Imported at the first request, so that a person reads what takes so long."""
    if "rasa" not in sys.modules:
        progress.tell("starting Rasa")
    from bot.components import parser, quiet_logs, trainer
    from bot.components.bench import general_standing, measure, taught_again

    quiet_logs.configure()
    warnings.simplefilter("ignore")  # Rasa warns once per example that it has no ResponseSelector
    return {
        "train": trainer.train,
        "parse": parser.parse,
        "measure": measure.measure,
        "standing": general_standing.learn,
        "teach again": taught_again.taught_again,
    }


def _own_output() -> IO[str]:
    """The standard output for answers alone: whoever else prints, prints to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _requests() -> Iterator[dict[str, Any]]:
    """Requests as they come; read beside the work, to notice at once that nobody waits any more."""
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(waiting,), daemon=True).start()
    while True:
        yield waiting.get()


def _read(waiting: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        waiting.put(json.loads(line))
    # Not an exception: the main thread may be in the middle of a training.
    os._exit(0)


if __name__ == "__main__":
    main()
