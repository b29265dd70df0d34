"""Errors as a person reads them."""

from bot.supervisor import disk

OURS = ("bot.", "actions.", "kb_index.")


def is_ours(error: Exception) -> bool:
    """Whether the class is one of this project, whose messages are sentences with a way out."""
    return f"{type(error).__module__}.".startswith(OURS) and bool(str(error))


def sentence(error: Exception) -> str:
    """An error of ours speaks for itself; another is named."""
    if disk.is_full(error):
        return disk.FULL_SENTENCE
    if is_ours(error):
        return str(error)
    return f"{type(error).__name__}: {error}"
