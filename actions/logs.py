"""Logs: a JSON object a line, or readable text on a terminal; nobody's words, no secrets.

Our own lines are a constant sentence and named fields, which hold ids, numbers and names of ours.
What a library says is reduced to what cannot quote anybody: its template, or where it was said; of
an exception its class and its way through the code, never its message, which quotes a row, an
address or an input.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.contextvars import get_contextvars
from structlog.dev import ConsoleRenderer
from structlog.stdlib import BoundLogger, ExtraAdder, render_to_log_kwargs

OURS = ("primera", "actions", "bot", "kb_index")
# The innermost calls tell what failed; the outer ones are the server's own.
FRAMES = 8
DIRECTIVE = re.compile(r"%(?:\([^)]*\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")

Line = Mapping[str, Any]
_EXTRA, _LOGGER = ExtraAdder(), logging.getLogger("primera")


def logger(name: str) -> BoundLogger:
    """A logger whose calls are a sentence and fields: `log.info("turn", seconds=0.03)`."""
    wrapped: BoundLogger = structlog.wrap_logger(
        logging.getLogger(f"primera.{name}"),
        processors=[render_to_log_kwargs],
        wrapper_class=BoundLogger,
    )
    return wrapped


def configure(process: str, output: TextIO = sys.stderr) -> None:
    """Call once, when a process starts: our lines from INFO on, those of libraries from WARNING."""
    handler = logging.StreamHandler(output)
    handler.setFormatter(WordlessLines(process, _as_text() if output.isatty() else as_json))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("primera").setLevel(logging.INFO)
    sys.excepthook = _told_at_the_end
    threading.excepthook = _told_in_a_thread


class WordlessLines(logging.Formatter):
    """Any log record as a line."""

    def __init__(self, process: str, render: Callable[[Line], str]) -> None:
        super().__init__()
        self._process = process
        self._render = render

    def format(self, record: logging.LogRecord) -> str:
        """Called by logging."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "event": _event_of(record),
            **get_contextvars(),
        }
        if is_ours(record.name):
            line = dict(_EXTRA(_LOGGER, "", line | {"_record": record}))
            del line["_record"]
        if record.exc_info and record.exc_info[1]:
            line["exception"] = told(record.exc_info[1])
        return self._render(line)


def is_ours(name: str) -> bool:
    """Whether a logger is one of the product's own."""
    return name.partition(".")[0] in OURS


def told(error: BaseException) -> str:
    """An exception as its class and its way through the code; what the system says of it, too."""
    calls = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    way = " > ".join(f"{Path(call.filename).name}:{call.lineno}" for call in calls)
    # The system's own words quote nobody: "No space left on device".
    system = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__name__}{system} at {way or 'no call'}"


def _event_of(record: logging.LogRecord) -> str:
    if is_ours(record.name):
        return record.getMessage()
    template = str(record.msg) if record.args else ""
    if re.search("[A-Za-z]", DIRECTIVE.sub("", template)):
        return template
    return f"{record.module}:{record.lineno}"


def as_json(line: Line) -> str:
    """A line for a file."""
    return json.dumps(line, ensure_ascii=False, default=str)


def _as_text() -> Callable[[Line], str]:
    renderer = ConsoleRenderer(timestamp_key="at")
    return lambda line: str(renderer(None, "", dict(line)))


def _told_at_the_end(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    if not isinstance(error, KeyboardInterrupt):
        logger("process").critical("the process ends", exception=told(error))


def _told_in_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        logger("process").critical("a thread ends", exception=told(ended.exc_value))
