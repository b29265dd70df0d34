"""A program that answers one request: JSON on standard input, JSON on standard output."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from collections.abc import Callable
from typing import Any

# Before Rasa is imported: no telemetry, no search for a GPU, no start-up chatter.
QUIET = {
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
}


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answers the request; what Rasa prints goes to standard error."""
    os.environ.update(QUIET)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        result = answer(json.load(sys.stdin))
    answers.write(json.dumps(result))
    answers.close()
