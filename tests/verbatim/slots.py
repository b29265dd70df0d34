"""What the slots of a fixed text may be filled with: for each kind of slot a grammar of its own."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

EMAIL = r"[^\s@<>(),]+@[^\s@<>(),]+\.[^\s@<>(),]+"
PHONE = r"\+\d{7,15}"
NATIONAL_DIGITS = 7  # what is written of a number always holds its last digits
NAME = r"[^\n]{1,60}"
NUMBER = r"T-\d{4,}"

WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


@dataclass(frozen=True)
class Facts:
    """What the company's files say, in one language."""

    company: str
    teams: Collection[str]
    stages: Mapping[str, str]
    outcomes: Collection[tuple[str, ...]]
    example: str
    order_number: str  # a pattern of what an order number is written like
    time_zone: str

    @property
    def path(self) -> list[str]:
        """The stages that lie before a contact; what is closed was solved before."""
        return [label for status, label in self.stages.items() if status != "closed"]


@dataclass(frozen=True)
class Typed:
    """What the contact has typed in the conversation so far, in order."""

    texts: Sequence[str]

    def wrote(self, words: str) -> bool:
        """Whether the words stand in a message, whatever their capitals."""
        wanted = re.escape(" ".join(words.casefold().split()))
        whole = re.compile(rf"(?<!\w){wanted}(?!\w)")
        return any(whole.search(" ".join(text.casefold().split())) for text in self.texts)

    def wrote_digits(self, value: str) -> bool:
        """Whether the last digits of a number stand in a message, whatever is between them."""
        wanted = re.sub(r"\D", "", value)[-NATIONAL_DIGITS:]
        return any(wanted in re.sub(r"\D", "", text) for text in self.texts)

    def summaries(self) -> list[str]:
        """What a matter may be: a message, or a question with what was asked after it."""
        pairs = (" | ".join(pair) for pair in combinations(self.texts, 2))
        return [*self.texts, *pairs]


def grammar(slot: str, facts: Facts, typed: Typed, ticket: dict | None, language: str) -> str:
    """The pattern of what may stand in a slot; one that nobody knows is filled with nothing."""
    card = ticket or {}
    address, order_number = f"(?:{EMAIL}|{PHONE})", f"(?:{facts.order_number})"
    summary = _one_of(typed.summaries())
    patterns = {
        "company": re.escape(facts.company),
        "example": re.escape(facts.example),
        "team": _one_of([card["team"]] if ticket else facts.teams),
        "status": _one_of([card["label"]] if ticket else ()),
        "number": _one_of([card["number"]] if ticket else ()),
        "order_number": order_number,
        "contact": address,
        "name": NAME,
        "summary": summary,
        "value": f"(?:{address}|{order_number}|{NAME}|{summary})",
    }
    due = due_slots(ticket, facts.time_zone, language)
    return (patterns | {name: re.escape(words) for name, words in due.items()}).get(slot, "(?!)")


def is_the_contacts(slot: str, value: str, typed: Typed) -> bool:
    """Whether what fills a slot with the contact's own words was typed by the contact."""
    if slot not in ("order_number", "contact", "name", "value"):
        return True
    if re.fullmatch(PHONE, value):
        return typed.wrote_digits(value)
    if slot == "order_number":
        return typed.wrote_digits(re.sub(r"\D", "", value))
    return typed.wrote(value) or (slot == "value" and typed.wrote_digits(value))


def due_slots(ticket: dict | None, time_zone: str, language: str) -> dict[str, str]:
    """The promised moment of a ticket in words, as a calendar has it."""
    if not ticket or not ticket.get("due_at"):
        return {}
    local = datetime.fromisoformat(ticket["due_at"]).astimezone(ZoneInfo(time_zone))
    weekday = WEEKDAYS[language][local.weekday()]
    month = MONTHS[language][local.month - 1]
    zone = time_zone.rpartition("/")[2].replace("_", " ")
    if language == "es":
        date, time = f"{weekday}, {local.day} de {month} de {local.year}", f"{local:%-H:%M}"
    else:
        date = f"{weekday}, {month} {local.day}, {local.year}"
        time = f"{local:%-I:%M}\N{NARROW NO-BREAK SPACE}{local:%p}"
    return {"due_date": date, "due_time": time, "due_zone": zone}


def _one_of(texts: Collection[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, texts))})" if texts else "(?!)"
