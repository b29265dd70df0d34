"""Fields: actions/fields.yml, what the ticket form asks beside the matter, whom to reply to and the
name.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator, model_validator
from pydantic import Field as Setting

from actions.company_file import FORMAT, CompanyFile, FieldError, read_company_file
from actions.tickets.wording import Text, in_language
from actions.tickets.written_form import WrittenForm

# What the understanding finds in a message by itself, in the company's languages.
DetailKind = Literal[
    "order_number",
    "email",
    "phone",
    "amount",
    "date",
    "product",
    "name",
    "postcode",
    "address",
    "shop",
]
Kind = Literal[DetailKind, "text", "number", "choice", "yes_no", "call_time"]

# The tickets of one order are found by it, so it has one name everywhere.
ORDER_NUMBER = "order_number"
# What the form asks of its own accord, and names that mean something else in it.
OWN = frozenset({"summary", "contact", "name", "confirmed", "change", "email", "phone"})
# What can be said of a contact's address, for `when: {contact: phone}`.
CONTACT = "contact"
CONTACTS = ("email", "phone")
YES_NO = ("yes", "no")
LONGEST_TEXT = 300

# Setting → the kinds that have it.
_ONLY_FOR: Mapping[str, frozenset[Kind]] = {
    "choices": frozenset({"choice"}),
    "form": frozenset({"order_number", "postcode", "text"}),
    "least": frozenset({"amount", "number"}),
    "most": frozenset({"amount", "number"}),
    "days": frozenset({"date"}),
    "longest": frozenset({"text"}),
}


def _several(values: Any) -> Any:
    return (str(values),) if isinstance(values, str | int) else values


class Field(BaseModel):
    """One thing that the form asks: of which kind, in which words, and what it may be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    kind: Kind
    title: Text  # in the summary and on the buttons for changing something
    question: Text
    wrong: Text | None = None  # said when a value does not fit; without it the question, once more
    example: str = ""
    form: WrittenForm | None = None
    choices: Mapping[str, Text] = Setting(default_factory=dict)
    least: float | None = None
    most: float | None = None
    days: Literal["past", "future"] | None = None  # today is both
    longest: int = Setting(default=LONGEST_TEXT, ge=1, le=2_000)
    # Whether one can go on without it, and what the button for that says in place of the usual.
    may_be_skipped: bool = True
    skip: Text | None = None
    # Whether what a contact has told before they were asked is taken for it.
    prefill: bool = True
    # Asked only where other fields have these values.
    when: Mapping[str, Annotated[tuple[str, ...], BeforeValidator(_several)]] = Setting(
        default_factory=dict
    )

    def titled(self, language: str) -> str:
        """What it is called."""
        return in_language(self.title, language)

    @property
    def is_known_anywhere(self) -> bool:
        """Whether its form tells it from other numbers: digits alone may be anything."""
        return self.form is not None and any(map(str.isalpha, self.example))

    def values(self) -> tuple[str, ...]:
        """What `when` of another field may name; empty where it could be anything."""
        return YES_NO if self.kind == "yes_no" else tuple(self.choices)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for setting, kinds in _ONLY_FOR.items():
            if setting in self.model_fields_set and self.kind not in kinds:
                raise ValueError(
                    f"{setting} is for {' and '.join(sorted(kinds))}, not for {self.kind}; leave "
                    "it out"
                )
        if self.kind == "choice" and len(self.choices) < 2:
            raise ValueError("a choice needs two choices at least, each with its name by language")
        if self.kind == "order_number" and self.form is None:
            raise ValueError("an order number needs its form: {pattern: …, written: …}")
        if self.form and self.form.read(self.example) != self.example:
            raise ValueError(
                f"example {self.example!r} is read as {self.form.read(self.example)!r}; make "
                "form and example agree"
            )
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"least {self.least:g} is more than most {self.most:g}")
        return self


class Fields(CompanyFile):
    """The company's fields by name, and which are asked on which topic, in this order.

    Before the contact those of the topic, after it those of every ticket.
    """

    fields: Mapping[str, Field] = Setting(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = Setting(default_factory=dict)
    every_ticket: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """The checked file, else no fields; raises CompanyFileError with line and way out."""
        return read_company_file(path, cls) if path.exists() else cls(format=FORMAT)

    @property
    def order_number(self) -> Field | None:
        """The company's order numbers, if it has any."""
        return self.fields.get(ORDER_NUMBER)

    @property
    def forms(self) -> Mapping[str, WrittenForm]:
        """How numbers other than those of orders are written, by the name of their field."""
        return {
            name: field.form
            for name, field in self.fields.items()
            if field.form is not None and field.is_known_anywhere and name != ORDER_NUMBER
        }

    def of_topic(self, topic: str) -> tuple[Field, ...]:
        """What its team cannot begin without."""
        return tuple(self.fields[name] for name in self.topics.get(topic, ()))

    def of_every_ticket(self) -> tuple[Field, ...]:
        """What is asked once it is known where to reply."""
        return tuple(self.fields[name] for name in self.every_ticket)

    def mistakes(
        self, topics: Collection[str], languages: Collection[str]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """What the rest of the company's files do not bear out, each with a sentence."""
        for topic in self.topics:
            if topic not in topics:
                yield (
                    ("topics", topic),
                    f"{topic!r} is no topic of actions/desk.yml; choose one of "
                    f"{', '.join(topics)}.",
                )
        for name, field in self.fields.items():
            for setting, text in _texts_of(field):
                if missing := [each for each in languages if each not in text]:
                    where = ("fields", name, *setting)
                    yield (
                        where,
                        f"{'.'.join(where[1:])}: no text in {', '.join(missing)}; contacts read "
                        "it, so write one for each language.",
                    )

    @field_validator("fields", mode="before")
    @classmethod
    def _named(cls, fields: Any) -> Any:
        if not isinstance(fields, dict):
            return fields
        return {
            name: {**field, "name": name} if isinstance(field, dict) else field
            for name, field in fields.items()
        }

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        for name, field in self.fields.items():
            if name in OWN:
                raise FieldError(
                    ("fields", name), f"the form asks {name!r} itself; give the field another name"
                )
            if (name == ORDER_NUMBER) != (field.kind == ORDER_NUMBER):
                raise FieldError(
                    ("fields", name, "kind"),
                    f"the field {ORDER_NUMBER!r} and no other is of the kind {ORDER_NUMBER!r}, for "
                    "tickets on one order are found by it",
                )
        return self

    @model_validator(mode="after")
    def _named_fields_are_there(self) -> Self:
        used: dict[tuple[str, ...], tuple[str, ...]] = {("every_ticket",): self.every_ticket}
        used |= {("topics", topic): names for topic, names in self.topics.items()}
        for where, names in used.items():
            for name in names:
                if name not in self.fields:
                    known = ", ".join(self.fields) or "none yet"
                    raise FieldError(
                        where, f"{name!r} is no field; under fields there are: {known}"
                    )
        return self

    @model_validator(mode="after")
    def _conditions_can_hold(self) -> Self:
        for name, field in self.fields.items():
            for other, values in field.when.items():
                where = ("fields", name, "when", other)
                if other != CONTACT and other not in self.fields:
                    known = ", ".join((CONTACT, *self.fields))
                    raise FieldError(where, f"{other!r} is no field; choose one of {known}")
                possible = CONTACTS if other == CONTACT else self.fields[other].values()
                if not possible:
                    raise FieldError(
                        where, f"{other!r} may be anything; only a choice or yes_no can decide"
                    )
                for value in values:
                    if value not in possible:
                        raise FieldError(
                            where, f"{value!r} is never there; choose of {', '.join(possible)}"
                        )
        return self


def _texts_of(field: Field) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    yield ("title",), field.title
    yield ("question",), field.question
    if field.wrong is not None:
        yield ("wrong",), field.wrong
    if field.skip is not None:
        yield ("skip",), field.skip
    for value, name in field.choices.items():
        yield ("choices", value), name
