"""What the ticket form says: fixed texts, and the questions that a company wrote for its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from babel.dates import format_date, format_skeleton

from actions.conversations.message import Button, FormField, Reply
from actions.texts import PLACEHOLDER
from actions.tickets import CallTime, Field, call_times, call_times_on, team_for
from actions.tickets.fields import ORDER_NUMBER, YES_NO
from actions.tickets.wording import in_language
from actions.turns.contact_ways import ways_told
from actions.turns.form_fields import company_fields, is_brief, value_of
from actions.turns.form_step import FormStep, Line
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.speech import Speech

CHANGE_FIELD = '/change{{"field": "{}"}}'
FILL = '/fill{{"field": "{}", "value": "{}"}}'
SKIP = "/skip"
# Before this button of `utter_ask_change` those of the company's fields stand.
BEFORE = CHANGE_FIELD.format("contact")
# Days and times, which programs read as they are kept.
SORTED = frozenset({"date", "call_time"})
# What a question asks the contact to write; of the company's fields it is the kind.
ASKED = frozenset(get_args(FormField))


def spoken(step: FormStep, heard: Heard, outside: Services) -> tuple[Reply, ...]:
    """The replies of a step: what it found or chose, then its lines."""
    speech = outside.speech(heard, step.memory)
    shown = _chosen(step, speech, outside)
    if step.found is not None:
        shown = speech.findings(step.found, with_person=False)
    if not step.lines:
        return shown
    told = told_fields(step.memory, speech.language, outside)
    known = _values(step.memory, told, speech.language, outside)
    return (*shown, *(_line(line, step, speech, outside, told, known) for line in step.lines))


def today_of(outside: Services) -> date:
    """The date where the company is."""
    return outside.desk.today(outside.now())


def times_to_call(memory: Memory, outside: Services, day: date | None = None) -> list[CallTime]:
    """When the team of this matter can call back: what is offered, or all that is left of a day."""
    desk, topic, now = outside.desk, memory.topic or "", outside.now()
    language = memory.language or ""
    team = team_for(topic, desk, language=language, priority=desk.priority(topic), at=now)
    opening = desk.opening(team)
    return call_times(opening, now) if day is None else call_times_on(opening, day, now)


def told_fields(
    memory: Memory, language: str, outside: Services, *, words: bool = True
) -> dict[str, str]:
    """What is known of the company's fields of this matter, by name.

    `words`: as a contact reads it; else days and times as a help desk sorts them.
    """
    if is_brief(memory):
        known = memory.order_number if outside.fields.order_number else None
        return {ORDER_NUMBER: known} if known else {}
    today = today_of(outside)
    values = (
        (field, value_of(field.name, memory, outside.fields, today))
        for field in company_fields(memory, outside.fields, today)
    )
    return {
        field.name: (
            in_words(field, value, language, outside)
            if words or field.kind not in SORTED
            else value
        )
        for field, value in values
        if value is not None
    }


def in_words(field: Field, value: str, language: str, outside: Services) -> str:
    """A value as a contact reads it."""
    match field.kind:
        case "choice":
            return in_language(field.choices[value], language) if value in field.choices else value
        case "yes_no" if value in YES_NO:
            return outside.texts.say(f"utter_value_{value}", language)
        case "date":
            return _date_in_words(value, language)
        case "call_time" if (each := CallTime.read(value)) is not None:
            return call_in_words(each, language, outside)
    return value


def call_in_words(each: CallTime, language: str, outside: Services) -> str:
    """A time to call, e.g. on a button."""
    words = {
        "call_date": format_skeleton("MMMEd", each.begins, locale=language),
        "call_from": f"{each.begins:%H:%M}",
        "call_to": f"{each.ends:%H:%M}",
    }
    return outside.texts.say("utter_call_time", language, words)


def _date_in_words(value: str, language: str) -> str:
    if value.startswith("--"):  # without a year; any leap year will do
        return format_skeleton("MMMMd", date.fromisoformat(f"2024-{value[2:]}"), locale=language)
    try:
        return format_date(date.fromisoformat(value), "long", locale=language)
    except ValueError:
        return value


def _chosen(step: FormStep, speech: Speech, outside: Services) -> tuple[Reply, ...]:
    """The article whose title was pressed inside the form; one withdrawn meanwhile is not shown."""
    if step.chosen is None:
        return ()
    article = outside.article_to_show(step.chosen, speech.language)
    return () if article is None else (speech.article(article),)


def _line(
    line: Line,
    step: FormStep,
    speech: Speech,
    outside: Services,
    told: Mapping[str, str],
    known: Mapping[str, str],
) -> Reply:
    """One of the step's texts; `told`: the company's fields, `known`: what any text may name."""
    response, memory, language = line.response, step.memory, speech.language
    name = response.removeprefix("utter_form_").removeprefix("utter_wrong_")
    own = outside.fields.fields.get(name)
    about = outside.fields.fields.get(line.about or "")
    values = {**known, **line.values}
    if own is not None:
        response = _response_for(response, own)
        values |= _asking(response, own, language)
    elif response == "utter_form_confirmed" and told:
        response = "utter_form_confirmed_with_details"
    if line.about is not None:
        value = told.get(line.about) or getattr(memory, line.about, None) or ""
        values |= {"value": value, "title": about.titled(language) if about else ""}
    asks = response.startswith(("utter_form_", "utter_wrong_", "utter_ask_", "utter_stuck_field"))
    reply = speech.say(
        response,
        decision=line.decision or f"ticket_form.{memory.requested_slot or 'end'}",
        kind="question" if asks else "text",
        field=_asked(own, name),
        found=step.found.founds[0] if step.found else None,
        values=values,
    )
    asked = own or (about if response == "utter_stuck_field" else None)
    buttons = _buttons(reply.message.buttons, asked, response, memory, language, outside)
    return reply.model_copy(
        update={"message": reply.message.model_copy(update={"buttons": buttons})}
    )


def _response_for(response: str, field: Field) -> str:
    if response.startswith("utter_form_"):
        return "utter_form_field"
    return "utter_wrong_field_own_words" if field.wrong else "utter_wrong_field"


def _asking(response: str, field: Field, language: str) -> dict[str, str]:
    """A field's question and complaint, with its example where they name one."""
    words = {"question": in_language(field.question, language)}
    if field.wrong is not None:
        words["wrong"] = in_language(field.wrong, language)
    known = {"example": field.example}
    return {
        name: PLACEHOLDER.sub(lambda slot: known.get(slot[1], slot[0]), text)
        for name, text in words.items()
    }


def _asked(own: Field | None, name: str) -> FormField | None:
    asked = own.kind if own else name
    return asked if asked in ASKED else None  # type: ignore[return-value]


def _buttons(
    fixed: Sequence[Button],
    field: Field | None,
    response: str,
    memory: Memory,
    language: str,
    outside: Services,
) -> list[Button]:
    if response == "utter_ask_change":
        own = _changes(memory, language, outside)
        place = next((at for at, each in enumerate(fixed) if each.payload == BEFORE), len(fixed))
        return [*fixed[:place], *own, *fixed[place:]]
    if field is None:
        return list(fixed)
    left = [each for each in fixed if field.may_be_skipped or each.payload != SKIP]
    if field.skip is not None and response != "utter_stuck_field":
        title = in_language(field.skip, language)
        left = [
            each.model_copy(update={"title": title}) if each.payload == SKIP else each
            for each in left
        ]
    return [*_values_to_press(field, memory, language, outside), *left]


def _changes(memory: Memory, language: str, outside: Services) -> list[Button]:
    """A button for each field of this matter; the order number wherever the company has any."""
    fields = {
        field.name: field
        for field in company_fields(
            replace(memory, protocol=None, mood=None), outside.fields, today_of(outside)
        )
    }
    if (numbers := outside.fields.order_number) is not None:
        fields = {numbers.name: numbers} | fields
    return [
        Button(title=field.titled(language), payload=CHANGE_FIELD.format(name))
        for name, field in fields.items()
    ]


def _values_to_press(
    field: Field, memory: Memory, language: str, outside: Services
) -> list[Button]:
    match field.kind:
        case "choice":
            titles = {value: in_language(name, language) for value, name in field.choices.items()}
        case "yes_no":
            titles = {value: in_words(field, value, language, outside) for value in YES_NO}
        case "call_time":
            titles = {
                str(each): call_in_words(each, language, outside)
                for each in times_to_call(memory, outside)
            }
        case _:
            titles = {}
    return [
        Button(title=title, payload=FILL.format(field.name, value))
        for value, title in titles.items()
    ]


def _values(
    memory: Memory, told: Mapping[str, str], language: str, outside: Services
) -> dict[str, str]:
    desk, topic = outside.desk, memory.topic or ""
    team = team_for(topic, desk, language=language, priority=desk.priority(topic), at=outside.now())
    lines = [
        outside.texts.say(
            "utter_form_detail",
            language,
            {"title": outside.fields.fields[name].titled(language), "value": value},
        )
        for name, value in told.items()
    ]
    return {
        "team": desk.team_name(team.slug, language),
        "ways": ways_told(desk, outside.texts, language, now=outside.now()),
        "summary": memory.summary or "",
        "details": "\n".join(lines),
        "contact": memory.contact or "",
        "name": memory.name or "",
    }
