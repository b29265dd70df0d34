"""A company's form, what contacts write into it, and what comes of it."""

from dataclasses import replace
from datetime import date

from actions.tickets import Fields
from actions.turns.form import go_on
from actions.turns.form_step import FormRules
from actions.turns.found import Findings
from actions.turns.heard import Detail, Heard
from actions.turns.memory import Memory
from kb_index import Answer, NoAnswer, Suggestions

NOTHING_FOUND = NoAnswer(confidence=0.1, threshold=0.7, hits=())
SURE = Answer(article=None, passage=None, confidence=0.97, threshold=0.7, hits=())
SOMETHING_FOUND = Suggestions(articles=(), confidence=0.5, threshold=0.7, hits=())
TITLES = {"el nombre": "name", "el correo": "contact", "el producto": "product"}
TODAY = date(2026, 12, 1)
WORDS = {"title": {"es": "…"}, "question": {"es": "¿…?"}}


def field(kind, **settings):
    return {"kind": kind, **WORDS, **settings}


FIELDS = Fields(
    format=1,
    fields={
        "order_number": field(
            "order_number",
            form={"pattern": r"(?:AU-)?(\d{5})", "written": "AU-{}"},
            example="AU-48213",
        ),
        "product": field("product"),
        "bought": field("date", days="past", prefill=False),
        "shop": field("choice", choices={"north": {"es": "Norte"}, "south": {"es": "Sur"}}),
        "opened": field("yes_no"),
        "code": field("text", form={"pattern": r"R-?(\d{3})", "written": "R-{}"}, example="R-123"),
        "postcode": field("postcode", form={"pattern": r"(\d{5})"}, example="28045"),
        "pieces": field("number", least=1, most=10, may_be_skipped=False),
        "other_mail": field("email", when={"opened": "yes"}),
        "call": field("call_time", when={"contact": "phone"}),
    },
    topics={
        "returns": ["order_number"],
        "guarantee": ["product", "bought", "shop", "opened", "code", "pieces", "other_mail"],
        "recycling": ["postcode"],
    },
    every_ticket=["call"],
)
RULES = FormRules(
    is_a_matter=lambda topic: topic != "contact",
    other_ways=False,
    field_named=TITLES.get,
    fields=FIELDS,
    today=TODAY,
)
REASONS = ("ask", "open_ticket", "person", "complain")
ANA = Memory(
    language="es",
    form_run="msg_1",
    reason="ask",
    topic="returns",
    summary="la caja está rota, ¿la cogéis igual?",
)


def says(text, act="ask", confidence=0.9, *, button=False, verbatim=False, topic="", **details):
    found = tuple(Detail(kind, value, value) for kind, value in details.items())
    return Heard(
        conversation_id="cnv_1",
        message_id="msg_2",
        text=text,
        act=act,
        act_confidence=confidence,
        verbatim=verbatim,
        topic=topic,
        topic_confidence=0.8 if topic else 0.0,
        details=found,
        is_button=button,
    )


def after(memory, heard, found=NOTHING_FOUND):
    return go_on(memory, heard, RULES, lambda: Findings((found,), subject=heard.text))


def at(field, **known):
    return replace(ANA, requested_slot=field, **known)


def responses(step):
    return [line.response for line in step.lines]
