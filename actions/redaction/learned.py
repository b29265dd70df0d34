"""What the trained model knows of the company's details: patterns, names, how numbers look."""

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.workspace import Workspace
from bot.components.details.finder import Customs
from bot.components.details.lexicon import Lexicon

EXTRACTOR = "bot.components.details_extractor.DetailsExtractor"
FILE = "details.json"


class NoModel(Exception):
    """There is no trained model, or one without details: nothing could be redacted by it."""


@dataclass(frozen=True, slots=True)
class LearnedDetails:
    """The patterns and lists that the understanding serves with, and the country's customs."""

    lexicon: Lexicon
    customs: Customs


def learned_details(workspace: Workspace) -> LearnedDetails:
    """From the model that serves, or from the newest one outside a run; raises NoModel."""
    learned = _read(_model(workspace))
    lexicon = Lexicon.of(learned["patterns"], learned["lists"], learned["words"])
    return LearnedDetails(lexicon, _customs(workspace))


def _model(workspace: Workspace) -> Path:
    serving = workspace.settings.processes.model
    if serving is not None and serving.is_file():
        return serving
    trained = sorted(workspace.models.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if not trained:
        raise NoModel(f"There is no trained model in {workspace.models}. Run `primera train`.")
    return trained[-1]


def _read(model: Path) -> dict[str, Any]:
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                if Path(member.name).name == FILE and (file := archive.extractfile(member)):
                    learned: dict[str, Any] = json.load(file)
                    return learned
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise NoModel(
            f"The model {model} cannot be read ({type(error).__name__}). Run `primera train`."
        ) from error
    raise NoModel(
        f"The model {model} knows no details: its pipeline in config.yml lacks {EXTRACTOR}. "
        "Put it back and run `primera train`; without it nothing can be redacted."
    )


def _customs(workspace: Workspace) -> Customs:
    pipeline = YAML(typ="safe").load(workspace.config_file.read_text("utf-8")).get("pipeline") or ()
    part: dict[str, Any] = next((part for part in pipeline if part.get("name") == EXTRACTOR), {})
    return Customs(part.get("region"), part.get("day_first", True))
