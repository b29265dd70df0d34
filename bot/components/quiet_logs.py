"""Rasa's logs without customers' words, a JSON object a line.

Rasa writes messages, entities and slots into its structured log, at error level too, and an
exception may carry them in its message. What is kept cannot hold them: the event's name, its level,
names of actions and policies, the request that was served, and of an exception its class and where
it was raised. `actions/logs.py` writes the app's lines in the same way.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

import structlog
from rasa.utils.common import configure_logging_and_warnings
from structlog.contextvars import get_contextvars

KEPT = frozenset({"event", "action_name", "policy_name", "exception"})
# Of our own lines: what `whole_turns` says.
FIELDS = ("message_id", "seconds")
# The innermost calls tell what failed; the outer ones are Rasa's and Sanic's own.
FRAMES = 6
DIRECTIVE = re.compile(r"%(?:\([^)]*\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")

Raised = tuple[type[BaseException], BaseException, TracebackType]


class WordlessLines(logging.Formatter):
    """Any log record as a line; what may quote a customer stays out."""

    def format(self, record: logging.LogRecord) -> str:
        """Called by logging."""
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": "rasa",
            "logger": record.name,
            **_said(record),
            **get_contextvars(),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = told(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def told(raised: Raised) -> str:
    """An exception as its class and the innermost calls."""
    kind, _, trace = raised
    calls = traceback.extract_tb(trace)[-FRAMES:]
    path = " > ".join(f"{call.filename.rpartition('/')[2]}:{call.lineno}" for call in calls)
    return f"{kind.__name__} at {path}"


def configure(level: int = logging.WARNING) -> None:
    """Call after importing rasa and before it logs; its lines below `level` cost nothing."""
    configure_logging_and_warnings(log_level=level, warn_only_once=True, filter_repeated_logs=True)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("primera").setLevel(logging.INFO)
    sys.excepthook = _told_at_the_end
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[without_words, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def without_words(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drops every field that may hold what a customer wrote."""
    kept = {name: value for name, value in event.items() if name in KEPT - {"exception"}}
    if event.get("exc_info"):
        raised = sys.exc_info()
        kept["exception"] = told(raised) if raised[0] else "unknown"
    return {"event": "rasa", "structured": kept}


def _said(record: logging.LogRecord) -> dict[str, Any]:
    structured = getattr(record, "structured", None)
    if isinstance(structured, dict):
        return structured
    if record.name.startswith("primera."):
        fields = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return {"event": record.getMessage(), **fields}
    # A message may be made of a customer's words; its template, or where it was said, is not.
    template = str(record.msg) if record.args else ""
    has_words = re.search("[A-Za-z]", DIRECTIVE.sub("", template))
    return {"event": template if has_words else f"{record.module}:{record.lineno}"}


def _told_at_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        raised = told((kind, error, trace))
        logging.getLogger("primera.process").critical("the process ends: %s", raised)
