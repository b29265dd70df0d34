"""A company's workspace: its files, its settings, its secrets."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError
from ruamel.yaml import YAML

from actions.company_file import read_company_file
from actions.kept_secrets import kept_secret
from actions.settings import Settings
from actions.synonyms import Groups, read_synonyms

REPOSITORY = Path(__file__).resolve().parent.parent

# What decides what the bot says: a release has its own, all else in the file is the machine's.
RELEASED = ("company", "languages", "encoder", "encoder_precision", "answers", "starters")


class WorkspaceError(Exception):
    """An environment variable says something that cannot be used."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's folder (`root`) and its run-time data (`home`).

    `release`: a folder with the company's files as they were when it was made. With one, these are
    read instead of what people edit.
    """

    root: Path
    home: Path
    settings: Settings
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    release: Path | None = None

    @classmethod
    def load(cls, root: Path | None = None, environment: Mapping[str, str] | None = None) -> Self:
        """The workspace at `root`, else $PRIMERA_WORKSPACE, else this repository.

        Processes of `primera run` are told of a release by $PRIMERA_RELEASE.
        """
        environment = dict(os.environ if environment is None else environment)
        root = (root or Path(environment.get("PRIMERA_WORKSPACE") or REPOSITORY)).resolve()
        home = Path(environment.get("PRIMERA_HOME") or root / ".primera").absolute()
        settings = read_company_file(root / "bot" / "settings.yml", Settings)
        loaded = cls(root, home, _with_environment(settings, environment), environment)
        release = loaded.settings.processes.release
        return loaded.of_release(release) if release else loaded

    def of_release(self, folder: Path) -> Self:
        """The same company with the files of a release."""
        released = read_company_file(folder / "bot" / "settings.yml", Settings)
        own = {name: getattr(released, name) for name in RELEASED}
        return replace(self, settings=self.settings.model_copy(update=own), release=folder)

    def as_edited(self) -> Self:
        """The same company with the files that people edit."""
        settings = read_company_file(self.root / "bot" / "settings.yml", Settings)
        own = {name: getattr(settings, name) for name in RELEASED}
        return replace(self, settings=self.settings.model_copy(update=own), release=None)

    @property
    def files(self) -> Path:
        """Where the company's files are read: what people edit, or a release."""
        return self.release or self.root

    @property
    def articles(self) -> Path:
        """The articles people edit."""
        return self.files / "kb_index" / "articles"

    @property
    def synonyms_folder(self) -> Path:
        """Words that mean the same, a file per language; may be missing."""
        return self.files / "kb_index" / "synonyms"

    @property
    def synonyms(self) -> Mapping[str, Groups]:
        """Language → groups of words that mean the same."""
        return read_synonyms(self.synonyms_folder, self.settings.languages)

    @property
    def index_root(self) -> Path:
        """The built generations of the index."""
        return self.root / "kb_index" / "built"

    @property
    def models(self) -> Path:
        """Trained models and the exported encoder."""
        return self.root / "models"

    @property
    def texts_file(self) -> Path:
        """The gateway's sentences in the company's further languages; may be missing."""
        return self.files / "bot" / "texts.yml"

    @property
    def secret_words_file(self) -> Path:
        """Words beside which customers write secrets, in further languages; may be missing."""
        return self.files / "bot" / "secret_words.yml"

    @property
    def desk_file(self) -> Path:
        """Teams, hours, routing and help desks."""
        return self.files / "actions" / "desk.yml"

    @property
    def protocols_file(self) -> Path:
        """What is said and done at once in grave cases; may be missing."""
        return self.files / "actions" / "protocols.yml"

    @property
    def fields_file(self) -> Path:
        """What the ticket form asks of its own; may be missing."""
        return self.files / "actions" / "fields.yml"

    @property
    def domain_file(self) -> Path:
        """Rasa's domain, with every fixed text."""
        return self.files / "domain.yml"

    @property
    def config_file(self) -> Path:
        """Rasa's pipeline and policies."""
        return self.files / "config.yml"

    @property
    def glossaries(self) -> tuple[str, ...]:
        """The languages that the encoder is given in English words, as Rasa's pipeline says."""
        pipeline = YAML(typ="safe").load(self.config_file.read_text("utf-8")).get("pipeline") or ()
        named = (name for part in pipeline for name in part.get("glossaries") or ())
        return tuple(dict.fromkeys(named))

    @property
    def nlu_data(self) -> Path:
        """What the bot learns from."""
        return self.files / "nlu_data"

    @property
    def database_url(self) -> str:
        """Where conversations and tickets are kept."""
        return self.settings.database_url or f"sqlite:///{self.home / 'primera.db'}"

    @property
    def uploads(self) -> Path:
        """The files that contacts sent."""
        return self.home / "uploads"

    def secret(self, name: str) -> str:
        """$PRIMERA_SECRET_<NAME>, else the kept one, made at random on first use (base64)."""
        given = self.environment.get(f"PRIMERA_SECRET_{name.upper()}")
        return given or kept_secret(self.home / "secrets.json", name)


# A child process is told where things are by the supervisor, an operator by the service file.
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "PRIMERA_GATEWAY_HOST": ("gateway", "host"),
    "PRIMERA_GATEWAY_PORT": ("gateway", "port"),
    "PRIMERA_GATEWAY_PUBLIC_URL": ("gateway", "public_url"),
    "PRIMERA_LIMITS_FACTOR": ("limits", "factor"),
    "PRIMERA_METRICS_PORT": ("metrics", "port"),
    "PRIMERA_DATABASE_URL": ("database_url",),
    "PRIMERA_RASA_SLOTS": ("rasa", "slots"),
    "PRIMERA_RASA_MEMORY_MB": ("rasa", "memory_mb"),
    "PRIMERA_RASA_ADDRESSES": ("processes", "rasa_addresses"),
    "PRIMERA_RASA_URLS": ("processes", "rasa_urls"),
    "PRIMERA_RASA_PORT": ("processes", "rasa_port"),
    "PRIMERA_ACTIONS_URL": ("processes", "actions_url"),
    "PRIMERA_ACTIONS_PORT": ("processes", "actions_port"),
    "PRIMERA_PROCESS_METRICS_PORT": ("processes", "metrics_port"),
    "PRIMERA_MODEL": ("processes", "model"),
    "PRIMERA_ENCODER": ("processes", "encoder"),
    "PRIMERA_RELEASE": ("processes", "release"),
    "PRIMERA_INDEX": ("processes", "index"),
}


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    content: dict[str, Any] = settings.model_dump()
    for variable, path in VARIABLES.items():
        if value := environment.get(variable):
            *parents, last = path
            part = content
            for parent in parents:
                part = part[parent]
            part[last] = tuple(value.split(",")) if last == "rasa_urls" else value
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        problem = error.errors()[0]
        variable = next(v for v, path in VARIABLES.items() if path == problem["loc"][: len(path)])
        raise WorkspaceError(
            f"{variable}={environment[variable]!r}: {problem['msg']}. Correct or unset it."
        ) from None
