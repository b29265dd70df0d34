"""Rasa's logs without customers' words.

Rasa writes messages, entities and slots into its structured log, at error level too. Only what
cannot hold them is kept: the event's name, its level and the names of actions and policies.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from rasa.utils.common import configure_logging_and_warnings

KEPT = frozenset({"event", "level", "action_name", "policy_name", "exc_info", "exception"})


def configure(level: int = logging.WARNING) -> None:
    """Call after importing rasa and before it logs; lines below `level` cost nothing."""
    configure_logging_and_warnings(log_level=level, warn_only_once=True, filter_repeated_logs=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            without_words,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def without_words(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drops every field that may hold what a customer wrote."""
    return {name: value for name, value in event.items() if name in KEPT}
