"""Small patches of the pinned Rasa 3.6.21 that take work out of every message and training.

docs/decisions.md names each with its gain. Another Rasa, in which what a patch replaces is gone, is
refused at start: a patch that silently does nothing would only be noticed as slowness.
"""

from __future__ import annotations

from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.training.hooks import TrainingHook


class AnotherRasa(RuntimeError):
    """Not the pinned Rasa: what a patch replaces is not there."""


def apply() -> None:
    """Applies every patch; safe to call twice. Raises AnotherRasa."""
    replace(RemoteAction, "_validate_action_result", validate_with_compiled_schema)
    replace(MessageProcessor, "_log_slots", staticmethod(log_nothing))


def apply_to_training() -> None:
    """Applies what only a training needs; safe to call twice. Raises AnotherRasa."""
    replace(TrainingHook, "on_before_node", remember_nothing)
    replace(TrainingHook, "on_after_node", remember_nothing)


def replace(owner: type, name: str, ours: Any) -> None:
    """Puts `ours` in the place of an attribute that must be there."""
    if not hasattr(owner, name):
        raise AnotherRasa(
            f"Rasa has no {owner.__name__}.{name}. Install the pinned version: make setup."
        )
    setattr(owner, name, ours)


def validate_with_compiled_schema(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """As Rasa's own, but the schema is checked once and not at every call of an action."""
    VALIDATOR.validate(result)
    return True


def log_nothing(_tracker: Any) -> None:
    """Rasa copies all slots into a debug line after each action, even when nobody reads it."""


def remember_nothing(_hook: TrainingHook, **_node: Any) -> dict[str, Any]:
    """Rasa hashes all examples at every step for a cache that a forced training never reads."""
    return {}


def _compiled() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


VALIDATOR = _compiled()
