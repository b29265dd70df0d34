"""Trains a Rasa model from a list of data paths: JSON in, JSON out.

Request: `{"domain", "config", "data": […], "output", "name"}`; answer: `{"model"}` or `{"error"}`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from typing import Any

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# Training is forced, so Rasa would fill its cache and never read it.
os.environ["RASA_MAX_CACHE_SIZE"] = "0"


def train(request: dict[str, Any]) -> dict[str, Any]:
    """Trains as `rasa train` would; errors of the data come back as one sentence."""
    from rasa.model_training import train as rasa_train

    from bot.components import quiet_logs

    quiet_logs.configure()
    warnings.simplefilter("ignore")  # Rasa warns once per example that it has no ResponseSelector
    try:
        result = rasa_train(
            domain=request["domain"],
            config=request["config"],
            training_files=request["data"],
            output=request["output"],
            fixed_model_name=request["name"],
            force_training=True,
        )
    except Exception as error:  # Rasa raises its own, YAML's and pykwalify's errors
        return {"error": sentence_of(error)}
    if result.model is None:
        return {"error": f"Rasa ended training with code {result.code} and made no model."}
    return {"model": result.model}


def sentence_of(error: BaseException) -> str:
    """The first cause: Rasa wraps it in its graph's own errors."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {error}"


def main() -> None:
    """Answers one request; what Rasa prints goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        answer = train(json.load(sys.stdin))
    answers.write(json.dumps(answer))
    answers.close()


if __name__ == "__main__":
    main()
