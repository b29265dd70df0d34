"""Trains a Rasa model from a list of data paths.

Request: `{"domain", "config", "data": […], "output", "name", "encoder", "vectors"}`, where
`encoder` is the exported encoder's folder and `vectors` a file to keep the examples' vectors in;
answer: `{"model"}` or `{"error"}`.
"""

from __future__ import annotations

import functools
import os
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.model_training import train as rasa_train

from bot.components import encoder, progress, remembered_vectors, speed


def train(request: dict[str, Any]) -> dict[str, Any]:
    """Trains as `rasa train` would; errors of the data come back as one sentence."""
    speed.apply_to_training()
    _tell_of_packing()
    os.environ[encoder.VARIABLE] = request["encoder"]
    os.environ[remembered_vectors.VARIABLE] = request["vectors"]
    progress.tell("reading the data")
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


@functools.cache
def _tell_of_packing() -> None:
    """Rasa packs when all components have learned; none of ours could say so."""
    pack = LocalModelStorage.create_model_package

    @functools.wraps(pack)
    def told(*arguments: Any, **options: Any) -> Any:
        progress.tell("packing the model")
        return pack(*arguments, **options)

    speed.replace(LocalModelStorage, "create_model_package", told)
