"""Which grave cases the training data has examples of, and in which language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.supervisor.app.data_check.entry import EXAMPLE, entries_in, lines_of


def alarm_lessons(data: Mapping[Path, Any], nlu_data: Path) -> set[tuple[str, str]]:
    """Language and name of every lookup that has a line."""
    return {
        (file.parent.name, str(entry["lookup"]))
        for file, content in data.items()
        if file.is_relative_to(nlu_data)
        for entry in entries_in(content, "lookup")
        if any(EXAMPLE.fullmatch(text) for _, text in lines_of(entry))
    }
