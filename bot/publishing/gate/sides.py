"""Sides: what serves and what might, each with what was made of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.workspace import Workspace
from bot.publishing.release import Release, Releases
from bot.training import Workbench
from bot.training.evaluation_parsing import Typed, latest_messages
from bot.training.evaluation_turns import Latest
from kb_index.hashing import short_hash


@dataclass(frozen=True, slots=True)
class Side:
    """A release and the company with its files."""

    release: Release
    workspace: Workspace

    @classmethod
    def of(cls, release: Release, releases: Releases) -> "Side":
        """A release that was made."""
        return cls(release, releases.workspace(release))

    @property
    def model(self) -> Path:
        """The trained archive."""
        model = self.workspace.settings.processes.model
        assert model is not None  # `made`
        return model

    @property
    def encoder(self) -> Path:
        """The exported encoder's folder."""
        encoder = self.workspace.settings.processes.encoder
        assert encoder is not None  # `made`
        return encoder

    @property
    def generation(self) -> Path:
        """The folder of the index."""
        return self.workspace.index_root / self.workspace.settings.processes.index


class Readings:
    """How models read test messages; kept by model, for these words are nobody's."""

    def __init__(self, folder: Path, workbench: Workbench, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._workbench = workbench
        self._report = report

    def of(self, side: Side, typed: Sequence[Typed]) -> list[Latest]:
        """Each message as an action gets it, in the same order."""
        file = self._folder / f"{side.model.name.partition('.')[0]}.json"
        known = _kept(file)
        new = [each for each in typed if _key(each) not in known]
        if new:
            for each, latest in zip(new, self.once(side, new), strict=True):
                known[_key(each)] = dict(latest)
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(known), "utf-8")
        return [{**known[_key(each)], "metadata": _metadata(each)} for each in typed]

    def once(self, side: Side, typed: Sequence[Typed]) -> list[dict[str, Any]]:
        """The same, of customers' words: nothing is kept."""
        return latest_messages(
            typed,
            model=side.model,
            encoder=side.encoder,
            workbench=self._workbench,
            report=self._report,
        )

    def forget(self, models: Sequence[str]) -> None:
        """Deletes what was kept of other models than these."""
        for file in self._folder.glob("*.json"):
            if f"{file.stem}.tar.gz" not in models:
                file.unlink()


def _kept(file: Path) -> dict[str, dict[str, Any]]:
    with suppress(OSError, ValueError):
        found: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
        return found
    return {}


def _key(typed: Typed) -> str:
    return short_hash([typed.locale, typed.text])


def _metadata(typed: Typed) -> Mapping[str, str]:
    return {"message_id": typed.id, "locale": typed.locale, "text": typed.text}


def readings_of(typed: Sequence[Typed], latest: Sequence[Latest]) -> dict[tuple[str, str], Latest]:
    """(locale, text) → how it is read."""
    return {(e.locale, e.text): read for e, read in zip(typed, latest, strict=True)}


def named(values: Sequence[str], *, most: int = 3) -> Iterator[str]:
    """The first few of them."""
    yield from values[:most]
    if len(values) > most:
        yield "…"
