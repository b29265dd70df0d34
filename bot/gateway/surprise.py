"""How an unexpected error is logged: what and where, never with whose words."""

from actions.logs import logger, told

log = logger("gateway")


def report(error: BaseException, doing: str, **fields: object) -> None:
    """Logs the error's class and its way through the code.

    Its message stays out: a database error quotes the row, a validation error the input.
    """
    log.error("unexpected error", doing=doing, exception=told(error), **fields)
