"""HelpDesk: an outside system that receives tickets, and answers for them if it is two-way."""

import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, Any, Literal, Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions.tickets.ticket import Priority, Status

SecretName = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Owner = Literal["primera", "helpdesk"]
"""Who does something for the contact that must not be done twice."""


class Callback(BaseModel):
    """How the help desk proves that a call is its own, and where in it the ticket is named.

    `standard`: Standard Webhooks, as our bridges sign. `hmac_sha1`: `sha1=` and the HMAC of the
    body, as Zammad signs. `shared_secret`: the secret itself, for those that do not sign.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    verify: Literal["standard", "hmac_sha1", "shared_secret"] = "standard"
    header: str = ""
    secret: SecretName | None = None  # without one, the help desk's own
    ticket: str = "data.ticket.public_id"  # a public id, or the help desk's own number
    id_header: str = ""  # names the call; the same again is not looked at

    @model_validator(mode="after")
    def _headed(self) -> Self:
        if self.verify == "shared_secret" and not self.header:
            raise ValueError("header is missing; write which header holds the shared secret")
        return self


class HelpDesk(BaseModel):
    """Where signed webhooks go; `secret` names a secret of the workspace.

    `two_way`: it also answers what became of a ticket (docs/webhooks.md). Queues, priorities,
    states and fields are ours → the help desk's; what is not named goes by our own name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    url: str
    secret: SecretName
    plain_http: bool = False
    two_way: bool = False
    callback: Callback = Callback()
    # Seconds after which a ticket is looked at although nobody called.
    every: Annotated[int, Field(ge=5, le=86_400)] = 60
    queues: Mapping[str, str] = Field(default_factory=dict)
    priorities: Mapping[Priority, str | int] = Field(default_factory=dict)
    states: Mapping[Status, str] = Field(default_factory=dict)
    fields: Mapping[str, str] = Field(default_factory=dict)
    mails_customer: Owner = "primera"
    owns_sla: Owner = "primera"
    surveys: Owner = "primera"
    alerts: bool = False  # it also receives `alert.raised`

    @property
    def is_addressed(self) -> bool:
        """Whether events are sent with the help desk's own names beside ours."""
        named = self.queues or self.priorities or self.states or self.fields
        return self.two_way or bool(named)

    def addressed(self, body: str, external_ref: str | None = None) -> str:
        """The event as this help desk receives it: as it is, or with `data.helpdesk` beside it and
        its own number of the ticket, once that is known.
        """
        if not self.is_addressed:
            return body
        event = json.loads(body)
        if external_ref is not None and "ticket" in event["data"]:
            event["data"]["ticket"]["external_ref"] = external_ref
        event["data"]["helpdesk"] = self._own_names(event["data"].get("ticket") or {})
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))

    def _own_names(self, ticket: Mapping[str, Any]) -> dict[str, Any]:
        details = ticket.get("details") or {}
        return {
            "name": self.name,
            "queue": self.queues.get(ticket.get("team", "")),
            "priority": _theirs(self.priorities, ticket.get("priority")),
            "state": _theirs(self.states, ticket.get("status")),
            "fields": {
                theirs: details[ours] for ours, theirs in self.fields.items() if ours in details
            },
        }

    def status_of(self, state: str, told: Status | None) -> Status | None:
        """Which of our states theirs is: by the desk file, else by what the help desk says."""
        for ours, theirs in self.states.items():
            if theirs.casefold() == state.casefold():
                return ours
        return told

    def team_of(self, queue: str) -> str | None:
        """The team whose queue it is; None if the desk file does not say or several share it."""
        teams = [team for team, name in self.queues.items() if name == queue]
        return teams[0] if len(teams) == 1 else None

    @model_validator(mode="after")
    def _safe(self) -> Self:
        try:
            url = httpx.URL(self.url)  # read as it is read when it is asked
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError(f"url {self.url!r} is no web address; write https://…")
        if url.scheme == "http" and not self.plain_http and not _is_loopback(url.host):
            raise ValueError(
                f"url {self.url!r} would carry customers' data in the clear; write https://, "
                "or `plain_http: true` if that network is yours"
            )
        return self


def _theirs(names: Mapping[Any, Any], ours: Any) -> Any:
    return names.get(ours)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
