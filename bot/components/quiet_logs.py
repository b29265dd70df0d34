"""Rasa's logs without customers' words.

Rasa writes messages, entities and slots into its structured log, at error level too, and an
exception may carry them in its message. What is kept cannot hold them: the event's name, its level,
names of actions and policies, and of an exception its class and where it was raised.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from rasa.utils.common import configure_logging_and_warnings

KEPT = frozenset({"event", "level", "action_name", "policy_name", "exc_info"})
# The innermost calls tell what failed; the outer ones are Rasa's and Sanic's own.
FRAMES = 6

Raised = tuple[type[BaseException], BaseException, TracebackType]


class WordlessFormatter(logging.Formatter):
    """Formats exceptions as `where raised: class`, without their messages."""

    def formatException(self, ei: Any) -> str:
        """Called by logging for a line with an exception."""
        return told(ei)


def told(raised: Raised) -> str:
    """An exception as its class and the innermost calls."""
    kind, _, trace = raised
    calls = traceback.extract_tb(trace)[-FRAMES:]
    path = " > ".join(f"{call.filename.rpartition('/')[2]}:{call.lineno}" for call in calls)
    return f"{kind.__name__} at {path}"


def configure(level: int = logging.WARNING) -> None:
    """Call after importing rasa and before it logs; lines below `level` cost nothing."""
    configure_logging_and_warnings(log_level=level, warn_only_once=True, filter_repeated_logs=True)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            without_words,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def without_words(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drops every field that may hold what a customer wrote."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    if kept.pop("exc_info", None):
        raised = sys.exc_info()
        kept["exception"] = told(raised) if raised[0] else "unknown"
    return kept
