"""Speech: the YAML file that says how a help desk's API is spoken to, checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from actions.bridges.helpdesk import Status
from actions.bridges.settings import BridgeSettingsError


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(_Part):
    """One request: `{…}` in path, query and body is filled in, see `Words`."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    path: Annotated[str, Field(pattern=r"^/")]
    query: Mapping[str, str] = Field(default_factory=dict)
    body: Any = None


class Find(Call):
    """Finds the ticket made for one of ours: `holds` must contain its reference, if it is named."""

    each: str = ""  # where in the answer the list is
    id: str = "id"
    holds: str = ""


class Create(Call):
    """Makes a ticket; `id`: where its id is in the answer."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    id: str = "id"


class Read(Call):
    """Reads a ticket; where in the answer its state, queue and own number are."""

    state: str
    queue: str = ""
    number: str = ""


class Messages(_Part):
    """What was written to a ticket; only what matches all of `public` is the customer's.

    `call`: where it is asked for; without it, it is in the ticket. `public` must name something:
    that everything be public is no default. `present`: fields that must not be empty. `html`: what
    matches is turned into text.
    """

    call: Call | None = None
    each: str
    id: str = "id"
    text: str
    author: str = ""
    at: str = ""
    public: Annotated[Mapping[str, Any], Field(min_length=1)]
    present: tuple[str, ...] = ()
    html: Mapping[str, Any] = Field(default_factory=dict)


class Speech(_Part):
    """How a help desk is spoken to."""

    format: Literal[1]
    name: str
    headers: Mapping[str, str] = Field(default_factory=dict)
    find: Find
    create: Create
    read: Read
    messages: Messages
    note: Call
    stand: Call
    move: Call | None = None
    delete: Call
    check: Call
    # Its word for a state, as it is sent and read → ours, and ours → what is sent.
    statuses: Mapping[str, Status]
    states: Mapping[Status, Any]
    priorities: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        wanted: tuple[Status, ...]
        wanted = ("open", "in_progress", "waiting_for_contact", "resolved", "closed")
        if missing := [status for status in wanted if status not in self.states]:
            raise ValueError(f"states lacks {', '.join(missing)}; say what stands for each")
        return self


def read_speech(path: Path) -> Speech:
    """The checked file; raises BridgeSettingsError naming file and field."""
    try:
        return Speech.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise BridgeSettingsError(f"{path} cannot be read: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BridgeSettingsError(
            f"{path}, {field or 'as a whole'}: {first['msg']}. Correct it; docs/helpdesks.md has "
            "an example."
        ) from None
