"""Small patches of the pinned Rasa 3.6.21 that take work out of every message and training.

docs/decisions.md names each with its gain. Another Rasa, in which what a patch replaces is gone, is
refused at start: a patch that silently does nothing would only be noticed as slowness.
"""

from __future__ import annotations

import functools
import os
from typing import Any

import jsonschema
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig

from bot.components import kept_sessions, planned_graph

VERSION = "3.6.21"


class AnotherRasa(RuntimeError):
    """Not the pinned Rasa: what a patch replaces is not there."""


def apply() -> None:
    """Applies every patch; safe to call twice. Raises AnotherRasa."""
    replace(RemoteAction, "_validate_action_result", validate_with_compiled_schema)
    replace(MessageProcessor, "_log_slots", staticmethod(log_nothing))
    replace(MessageProcessor, "_check_for_unseen_features", warn_of_nothing)
    replace(DaskGraphRunner, "run", planned_graph.run)
    replace(EndpointConfig, "session", kept_sessions.lent_session)


def apply_to_training() -> None:
    """Applies what only a training needs; safe to call twice. Raises AnotherRasa."""
    replace(TrainingHook, "on_before_node", remember_nothing)
    replace(TrainingHook, "on_after_node", remember_nothing)
    replace(RasaFileImporter, "get_nlu_data", read_once)


def replace(owner: type, name: str, ours: Any) -> None:
    """Puts `ours` in the place of an attribute that must be there, in the Rasa that we know."""
    if rasa.__version__ != VERSION:
        raise AnotherRasa(
            f"This is Rasa {rasa.__version__}; what is patched was read in {VERSION}. "
            "Install the pinned version: make setup."
        )
    if not hasattr(owner, name):
        raise AnotherRasa(
            f"Rasa has no {owner.__name__}.{name}. Install the pinned version: make setup."
        )
    setattr(owner, name, ours)


def validate_with_compiled_schema(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """As Rasa's own, but the schema is checked once and not at every call of an action.

    And a slot that is plainly set is not tried against the 23 kinds of events.
    """
    if not is_plain(result):
        VALIDATOR.validate(result)
    return True


def is_plain(result: Any) -> bool:
    """Whether a result surely is as the schema says: objects as responses, and slots that are set.

    No judgement on any other: that is the schema's.
    """
    return (
        isinstance(result, dict)
        and isinstance(result.get("responses"), list)
        and all(isinstance(response, dict) for response in result["responses"])
        and isinstance(result.get("events"), list)
        and all(_sets_a_slot(event) for event in result["events"])
    )


def _sets_a_slot(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and event.get("event") == "slot"
        and isinstance(event.get("name"), str)
        and "value" in event
        and type(event.get("timestamp")) in (int, float, type(None))
        and isinstance(event.get("metadata"), (dict, type(None)))
    )


def log_nothing(_tracker: Any) -> None:
    """Rasa copies all slots into a debug line after each action, even when nobody reads it."""


def warn_of_nothing(_processor: MessageProcessor, _parse_data: dict[str, Any]) -> None:
    """Rasa writes the whole domain out to see whether it is empty, for a warning to developers.

    Whether the domain has every act and detail is looked at when the data are checked.
    """


def remember_nothing(_hook: TrainingHook, **_node: Any) -> dict[str, Any]:
    """Rasa hashes all examples at every step for a cache that a forced training never reads."""
    return {}


def read_once(importer: RasaFileImporter, language: str | None = "en") -> TrainingData:
    """Rasa reads all files three times over in one training; what it makes of them it copies.

    `language` is for formats of other makers; those in YAML are read alike in all.
    """
    return _read(tuple((file, os.stat(file).st_mtime_ns) for file in importer._nlu_files))


@functools.lru_cache(maxsize=1)
def _read(files: tuple[tuple[str, int], ...]) -> TrainingData:
    return training_data_from_paths([file for file, _ in files], "en")


def _compiled() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


VALIDATOR = _compiled()
