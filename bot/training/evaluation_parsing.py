"""Readings of messages by a trained model, made in Rasa's Python."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.training.workbench import Workbench

# The gateway takes it away too: Rasa would read a command.
LEADING_SLASH = re.compile(r"^\s*/[\s/]*")


class ParsingFailed(Exception):
    """Rasa could not read the messages; names the log, which holds no word of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A message as a contact typed it on a page in the language `locale`."""

    id: str
    locale: str
    text: str = field(repr=False)


def latest_messages(
    typed: Sequence[Typed],
    *,
    model: Path,
    encoder: Path,
    workbench: Workbench,
    report: Callable[[str], None],
) -> list[dict[str, Any]]:
    """Each message as an action gets it (`tracker.latest_message`); raises ParsingFailed."""
    messages = [
        {"text": LEADING_SLASH.sub("", each.text) or "?", "locale": each.locale} for each in typed
    ]
    request = {"do": "parse", "model": str(model), "encoder": str(encoder), "messages": messages}
    answer = workbench.ask(request, report=report)
    if "error" in answer:
        raise ParsingFailed(
            f"The messages could not be read: {answer['error']}. Details: {workbench.log}."
        )
    return [
        {
            **reading,
            "metadata": {"message_id": each.id, "locale": each.locale, "text": each.text},
        }
        for each, reading in zip(typed, answer["readings"], strict=True)
    ]
