import json
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.tickets import Contact, TicketRequest, TranscriptLine
from actions.tickets.events import BODY_BYTES, clipped, ticket_created
from actions.tickets.store import TicketStore
from tests.actions.tickets.requests import ASKED_AT, request_for


def opened(database, desk, request: TicketRequest):
    ticket = TicketStore(database, desk).open(request, now=ASKED_AT)
    return ticket, ticket_created(ticket, request.transcript)


def test_a_help_desk_receives_everything_a_person_needs(database, desk):
    ticket, event = opened(database, desk, request_for(tried=("delivery-damaged",)))
    body = json.loads(event.body)
    assert body == {
        "type": "ticket.created",
        "timestamp": "2026-03-24T09:30:00Z",
        "data": {
            "ticket": {
                "number": "T-1001",
                "public_id": ticket.public_id,
                "external_ref": None,
                "topic": "delivery_problems",
                "priority": "high",
                "language": "es",
                "mood": None,
                "team": "delivery",
                "reason": "no_answer",
                "contact": {
                    "name": "Ana Ruiz",
                    "email": "ana@example.com",
                    "phone": None,
                    "verified": False,
                    "external_id": None,
                },
                "subject": "El paquete llegó roto",
                "summary": "El paquete AU-48213 llegó roto esta mañana.",
                "details": {"order_number": "AU-48213"},
                "page": {"url": "https://aurora.example/pedidos", "title": "Mis pedidos"},
                "tried": ["delivery-damaged"],
                "attachments": [],
                "transcript": [
                    {
                        "sender": "contact",
                        "text": "Mi paquete llegó roto",
                        "at": "2026-03-24T09:30:00Z",
                    },
                    {
                        "sender": "bot",
                        "text": "Lo siento. ¿Me das tu número de pedido?",
                        "at": "2026-03-24T09:30:00Z",
                    },
                ],
                "transcript_omitted": 0,
                "sla": {
                    "first_answer_due": "2026-03-24T11:30:00Z",
                    "solution_due": "2026-03-27T20:00:00Z",
                },
                "sequence": 1,
            }
        },
    }


def test_a_long_transcript_keeps_its_newest_lines(database, desk):
    lines = [
        TranscriptLine("contact", f"{number} {'á' * 500}", ASKED_AT + timedelta(seconds=number))
        for number in range(200)
    ]
    _, event = opened(database, desk, request_for(transcript=lines))
    ticket = json.loads(event.body)["data"]["ticket"]
    assert ticket["transcript"][-1]["text"].startswith("199 ")
    assert ticket["transcript_omitted"] == 200 - len(ticket["transcript"])
    assert BODY_BYTES - 2_000 < len(event.body.encode()) < BODY_BYTES


# Half characters, control characters (six bytes each in JSON), emoji: what makes bodies grow.
HARD_TEXT = st.text(st.sampled_from('a\x00\ud800🙂ñ"\\\n'), max_size=40).map(lambda text: text * 60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=HARD_TEXT,
    summary=HARD_TEXT.map(lambda text: text * 5),
    details=st.dictionaries(HARD_TEXT, HARD_TEXT, max_size=15),
    lines=st.lists(HARD_TEXT, max_size=30),
)
def test_whatever_is_said_the_body_is_small_and_valid(
    database, desk, text, summary, details, lines
):
    request = request_for(
        f"{hash((text, summary, tuple(details), tuple(lines)))}",
        contact=Contact(text, text, text),
        subject=text,
        summary=summary,
        details=details,
        page={"url": text, "title": text},
        tried=(text,) * 20,
        transcript=[TranscriptLine("contact", line, ASKED_AT) for line in lines],
    )
    _, event = opened(database, desk, request)
    assert len(event.body.encode("utf-8")) < BODY_BYTES
    assert json.loads(event.body)["data"]["ticket"]["number"]


def test_a_cut_text_says_so():
    assert clipped("abcdefgh", 6) == "abc…"
    assert clipped("abcdef", 6) == "abcdef"
