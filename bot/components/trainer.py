"""Trains a Rasa model from a list of data paths: JSON in, JSON out.

Request: `{"domain", "config", "data": […], "output", "name", "vectors"}`, where `vectors` is a
file to keep the examples' vectors in; answer: `{"model"}` or `{"error"}`.
"""

from __future__ import annotations

import os
import warnings
from typing import Any

from bot.components import one_request, remembered_vectors

# Training is forced, so Rasa would fill its cache and never read it.
os.environ["RASA_MAX_CACHE_SIZE"] = "0"


def train(request: dict[str, Any]) -> dict[str, Any]:
    """Trains as `rasa train` would; errors of the data come back as one sentence."""
    from rasa.model_training import train as rasa_train

    from bot.components import quiet_logs, speed

    quiet_logs.configure()
    speed.apply_to_training()
    os.environ[remembered_vectors.VARIABLE] = request["vectors"]
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


if __name__ == "__main__":
    one_request.serve(train)
