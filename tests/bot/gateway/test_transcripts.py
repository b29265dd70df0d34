"""The transcript as text: who, when at the desk, what, which files; by token or signed link."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from actions.conversations import AttachmentCard, Author, Message
from actions.links import SignedLinks
from bot.gateway.texts import Texts
from bot.gateway.transcripts import transcript_text
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.refusals import words_of

AT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
FILE = AttachmentCard(attachment_id="att_1", name="caja.jpg", type="image/jpeg", size=1)
SAID = [
    Message(sender="contact", text="Hola", created_at=AT),
    Message(sender="contact", text="", attachments=[FILE], created_at=AT),
    Message(sender="contact", text="mira", attachments=[FILE, FILE], created_at=AT),
    Message(sender="bot", text="Buenas", created_at=AT),
    Message(sender="agent", author=Author(name="Eva"), text="Soy Eva", created_at=AT),
]


@pytest.mark.parametrize(
    ("language", "zone", "lines"),
    [
        (
            "es",
            "Europe/Madrid",
            [
                "2026-07-02 00:30 CEST · Cliente: Hola",
                "2026-07-02 00:30 CEST · Cliente: [archivos: caja.jpg]",
                "2026-07-02 00:30 CEST · Cliente: mira [archivos: caja.jpg, caja.jpg]",
                "2026-07-02 00:30 CEST · Asistente automático: Buenas",
                "2026-07-02 00:30 CEST · Eva: Soy Eva",
            ],
        ),
        ("en", "UTC", ["2026-07-01 22:30 UTC · Customer: Hola"]),
    ],
)
def test_a_line_says_when_who_what_and_which_files(language, zone, lines):
    texts = Texts.load(["es", "en"])
    text = transcript_text(SAID, texts=texts, language=language, time_zone=zone)
    assert text.splitlines()[: len(lines)] == lines


def test_it_is_in_the_conversations_language_whoever_asks(chat):
    chat.write("hola", wait=5)
    headers = chat.headers | {"Accept-Language": "es"}
    response = chat.http.get(f"{chat.path}/transcript", headers=headers)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment;")
    assert "Customer: hola" in response.text


def test_a_help_desk_reads_it_by_a_link_until_it_expires_or_is_erased(
    serve, workspace, clock, caplog
):
    caplog.set_level(logging.DEBUG)
    chat = open_chat(serve(), locale="es")
    chat.write("hola", wait=5)
    links = SignedLinks.of(workspace)
    signed = links.sign("transcript", chat.id, now=clock())

    def read(link):
        return chat.http.get(f"/v1/transcripts/{link}")

    assert "Cliente: hola" in read(signed).text
    assert links.url("transcript", chat.id, now=clock()).endswith(f"/v1/transcripts/{signed}")
    other = SignedLinks("another key", base="http://x", days=30)
    refused = [
        read(links.sign("attachment", chat.id, now=clock())),
        read(other.sign("transcript", chat.id, now=clock())),
        read(links.sign("transcript", "cnv_nobody", now=clock())),
        read(chat.id),
        read(f"{chat.id}.9999999999.{'A' * 43}"),
        read("x" * 300),
        read(chat.token),
    ]
    clock.ahead = timedelta(days=30, seconds=1)
    refused.append(read(signed))
    clock.ahead = timedelta()
    chat.http.delete(chat.path, headers=chat.headers)
    refused.append(read(signed))
    assert {each.status_code for each in refused} == {404}
    assert len({words_of(each) for each in refused}) == 1
    ours = [each for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))]
    assert not [each for each in ours if signed in each.getMessage()]


def test_the_token_of_a_conversation_is_no_link_to_it(serve, workspace, clock):
    chat = open_chat(serve(), locale="es")
    link = SignedLinks.of(workspace).sign("transcript", chat.id, now=clock())
    response = chat.http.get(f"{chat.path}/transcript", headers={"Authorization": f"Bearer {link}"})
    assert response.status_code == 401
