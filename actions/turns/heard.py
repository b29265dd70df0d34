"""Heard: what the contact's message says, as the understanding read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.request_id import request_id_in


@dataclass(frozen=True, slots=True)
class Detail:
    """Something concrete in the message, e.g. an order number; `value` is normalised."""

    kind: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Half a message, understood as if it were the whole."""

    text: str
    asks: bool  # it has the words or marks of a question or a wish
    act: str
    act_confidence: float
    topics: Mapping[str, float]
    out_of_scope: float
    leans: str = ""  # on the other half, as a message does on the one before


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the contact. Confidences are probabilities, 0 to 1."""

    conversation_id: str
    message_id: str
    text: str
    act: str
    act_confidence: float = 1.0
    verbatim: bool = False  # the bot has learned exactly these words
    topic: str = ""
    topic_confidence: float = 0.0
    topics: Mapping[str, float] | None = None
    out_of_scope: float = 0.0
    details: tuple[Detail, ...] = ()
    language: str = ""
    language_confidence: float = 0.0
    locale: str = ""
    page: Mapping[str, Any] | None = None
    is_button: bool = False
    cuts: tuple[tuple[Clause, Clause], ...] = ()  # where a second question may begin
    asks: bool = False  # it has the words or marks of a question or a wish
    protocol: str = ""  # the kind of a grave case, e.g. `danger`
    protocol_confidence: float = 0.0
    anger: float = 0.0
    leans: str = ""  # on the question before: `clearly`, `bare` of a subject, `perhaps`, or not

    def detail(self, kind: str) -> Detail | None:
        """The first detail of a kind."""
        return next((detail for detail in self.details if detail.kind == kind), None)


def heard_in(conversation_id: str, latest_message: Mapping[str, Any]) -> Heard:
    """The message that Rasa passes on; a button arrives as an intent without a reading."""
    metadata = latest_message.get("metadata") or {}
    reading = latest_message.get("act_topic") or {}
    intent = latest_message.get("intent") or {}
    language = latest_message.get("language") or {}
    clauses = latest_message.get("clauses") or {}
    alarms = latest_message.get("alarms") or {}
    return Heard(
        conversation_id=conversation_id,
        message_id=str(metadata.get("message_id", "")),
        text=str(metadata.get("text") or latest_message.get("text") or "").strip(),
        act=str(intent.get("name") or "out_of_scope"),
        act_confidence=float(reading.get("act_confidence", intent.get("confidence") or 0.0)),
        verbatim=bool(reading.get("verbatim", False)),
        topic=str(reading.get("topic") or ""),
        topic_confidence=float(reading.get("topic_confidence") or 0.0),
        topics=reading.get("topics") or {},
        out_of_scope=float(reading.get("out_of_scope") or 0.0),
        details=tuple(_detail(entity) for entity in latest_message.get("entities") or ()),
        language=str(language.get("name") or ""),
        language_confidence=float(language.get("confidence") or 0.0),
        locale=str(metadata.get("locale") or ""),
        page=metadata.get("page") or None,
        is_button=str(latest_message.get("text") or "").startswith("/"),
        cuts=tuple((Clause(**left), Clause(**right)) for left, right in clauses.get("cuts") or ()),
        asks=bool(clauses.get("asks")),
        protocol=str(alarms.get("protocol") or ""),
        protocol_confidence=float(alarms.get("protocol_confidence") or 0.0),
        anger=float(alarms.get("anger") or 0.0),
        leans=str(clauses.get("leans") or ""),
    )


def request_id_of(latest_message: Mapping[str, Any]) -> str | None:
    """The request that the message came with."""
    return request_id_in(str((latest_message.get("metadata") or {}).get("request_id") or ""))


def _detail(entity: Mapping[str, Any]) -> Detail:
    value = str(entity.get("value", ""))
    return Detail(kind=str(entity["entity"]), value=value, raw=str(entity.get("raw") or value))
