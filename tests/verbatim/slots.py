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
    titles: Collection[str]  # of the company's fields
    asked: Collection[str]  # its questions for them, and what it says to a wrong answer
    choices: Collection[str]
    skips: Collection[str]  # what goes on without an answer, in place of the usual words
    order_number: str  # a pattern of what an order number is written like
    time_zone: str
    ways: Sequence[tuple[str, str]] = ()  # name and address of each

    def path_of(self, status: str) -> list[str]:
        """The stages that lie before a contact; what is closed was solved before."""
        over = status == "closed"
        return [label for each, label in self.stages.items() if over or each != "closed"]


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
        "question": _one_of(facts.asked),
        "wrong": _one_of(facts.asked),
        "title": _one_of(facts.titles),
        "details": rf"– {_one_of(facts.titles)}: [^\n]{{1,300}}"
        rf"(?:\n– {_one_of(facts.titles)}: [^\n]{{1,300}})*",
        "team": _one_of([card["team"]] if ticket else facts.teams),
        "status": _one_of([card["label"]] if ticket else ()),
        "number": _one_of([card["number"]] if ticket else ()),
        "order_number": order_number,
        "contact": address,
        "name": NAME,
        "summary": summary,
        "ways": "\n".join(_way(*way, language) for way in facts.ways) or "(?!)",
        "value": f"(?:{address}|{order_number}|{_one_of(facts.choices)}|{NAME}|{summary})",
    }
    due = due_slots(ticket, facts.time_zone, language)
    return (patterns | {name: re.escape(words) for name, words in due.items()}).get(slot, "(?!)")


def _way(name: str, address: str, language: str) -> str:
    """A line of the ways to reach a company; a moment of it is a weekday, a date and a time."""
    clock = r"\d{1,2}:\d{2}(?:\u202f[AP]M)?"
    day = f"(?:{'|'.join(WEEKDAYS[language])}), [\\w ,]+"
    is_open, is_closed = {
        "es": (f"Abierto ahora, hasta las {clock}", f"Cerrado ahora; abre el {day} a las {clock}"),
        "en": (f"Open now, until {clock}", f"Closed now; opens on {day} at {clock}"),
    }[language]
    state = rf"(?:\. (?:{is_open}|{is_closed})\.)?"
    return f"– {re.escape(name)}: {re.escape(address)}{state}"


def is_the_contacts(slot: str, value: str, typed: Typed) -> bool:
    """Whether what fills a slot with the contact's own words was typed by the contact."""
    if slot not in ("order_number", "contact", "name", "value"):
        return True
    if re.fullmatch(PHONE, value):
        return typed.wrote_digits(value)
    if slot == "order_number":
        return typed.wrote_digits(re.sub(r"\D", "", value))
    if slot != "value":
        return typed.wrote(value)
    # A day that was written in digits is said in words: something of it stands there all the same.
    words = re.findall(r"\w{3,}", value)
    return typed.wrote(value) or typed.wrote_digits(value) or any(map(typed.wrote, words))


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
