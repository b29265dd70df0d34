"""What was imported before: `kb_index/imported.json`, kept with the articles."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.importing.errors import BrokenLedger

FORMAT = 1

Place = tuple[str, str]  # (language, label)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that was imported."""

    id: str
    content: str  # the hash of what the source said
    file: str  # the hash of the file as it was written
    new_version: str = ""  # the id of the draft beside one that a person has changed
    new_version_file: str = ""


Ledger = Mapping[Place, Entry]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    language: str
    source: str
    id: str
    content: str
    file: str
    new_version: str = ""
    new_version_file: str = ""


class _Ledger(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    format: int
    articles: list[_Line]


def read_ledger(file: Path) -> dict[Place, Entry]:
    """The entries by language and source; none where nothing was imported yet."""
    try:
        content = _Ledger.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        raise BrokenLedger(
            f"{file} cannot be read. Take it back from git or a backup; without it every article "
            "that was imported is compared with its source anew."
        ) from None
    return {
        (line.language, line.source): Entry(
            line.id, line.content, line.file, line.new_version, line.new_version_file
        )
        for line in content.articles
    }


def write_ledger(file: Path, ledger: Ledger) -> None:
    """Write the entries, one on each line so that versions of the file can be compared."""
    lines = [
        json.dumps({"language": language, "source": label, **asdict(entry)}, ensure_ascii=False)
        for (language, label), entry in sorted(ledger.items())
    ]
    text = f'{{"format": {FORMAT}, "articles": [\n' + ",\n".join(lines) + "\n]}\n"
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, file)
