import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.tickets import Contact, TicketFile, TicketRequest, TranscriptLine
from actions.tickets.events import BODY_BYTES, clipped, ticket_created
from actions.tickets.store import TicketStore
from tests.actions.tickets.requests import ASKED_AT, request_for

# All of an event but its ticket's public id.
TICKET_CREATED = Path(__file__).with_name("ticket_created.json")
PHOTO = TicketFile(
    "caja rota.jpg", "image/jpeg", 204_800, "https://help.example.com/v1/attachments/signed"
)


def opened(database, desk, request: TicketRequest):
    ticket = TicketStore(database, desk).open(request, now=ASKED_AT)
    event = ticket_created(
        ticket,
        request.transcript,
        attachments=request.attachments,
        transcript_url=request.transcript_url,
    )
    return ticket, event


def test_a_help_desk_receives_everything_a_person_needs(database, desk):
    ticket, event = opened(
        database,
        desk,
        request_for(
            tried=("delivery-damaged",),
            attachments=(PHOTO,),
            transcript_url="https://help.example.com/v1/transcripts/signed",
        ),
    )
    told = json.loads(event.body)
    assert told["data"]["ticket"].pop("public_id") == ticket.public_id  # drawn by chance
    assert told == json.loads(TICKET_CREATED.read_text("utf-8"))


def test_of_many_files_the_newest_are_told(database, desk):
    files = tuple(replace(PHOTO, name=f"{number}.jpg") for number in range(20))
    _, event = opened(database, desk, request_for(attachments=files))
    ticket = json.loads(event.body)["data"]["ticket"]
    assert [file["name"] for file in ticket["attachments"]] == [f"{n}.jpg" for n in range(14, 20)]
    assert ticket["attachments_omitted"] == 14


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
        attachments=(replace(PHOTO, name=text, url="https://x.example/" + "x" * 200),) * 20,
        transcript_url="https://x.example/" + "x" * 200,
        transcript=[TranscriptLine("contact", line, ASKED_AT) for line in lines],
    )
    _, event = opened(database, desk, request)
    assert len(event.body.encode("utf-8")) < BODY_BYTES
    assert json.loads(event.body)["data"]["ticket"]["number"]


def test_a_cut_text_says_so():
    assert clipped("abcdefgh", 6) == "abc…"
    assert clipped("abcdef", 6) == "abcdef"
