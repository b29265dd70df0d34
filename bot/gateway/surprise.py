"""How an unexpected error is logged: what and where, never with whose words."""

import logging
import traceback
from pathlib import Path

log = logging.getLogger("primera.gateway")


def report(error: BaseException, doing: str) -> None:
    """Logs the error's class and its way through the code.

    Its message stays out: a database error quotes the row, a validation error the input.
    """
    frames = traceback.extract_tb(error.__traceback__)
    way = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("%s: %s (%s)", doing, type(error).__name__, way)
