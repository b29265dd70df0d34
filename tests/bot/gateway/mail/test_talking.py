"""Talking by mail: the answer in its thread, choices, files, people, and news of a ticket."""

from datetime import timedelta

import pytest

from actions.conversations import (
    Attachment,
    AttachmentCard,
    Author,
    ConversationStore,
    Message,
    Room,
)
from actions.conversations.conversation import new_id
from actions.conversations.tables import conversations, messages
from actions.conversations.transcript import append, locked_seq
from actions.mail import letters_of
from actions.progress import Progress
from actions.tickets import Change, Contact, Desk, Links, TicketStore
from actions.uploads import Uploads
from bot.gateway.app import utc_now
from tests.actions.tickets.requests import request_for
from tests.bot.gateway.mail.line import ANA, words_of
from tests.bot.gateway.stand_in_rasa import reply, said
from tests.bot.gateway.test_attachments import PDF, PNG

pytestmark = pytest.mark.helpdesk

CARD = "4111 1111 1111 1111"


def test_a9_d2_a_mail_is_answered_by_one_mail_in_its_thread(line):
    """A9, D2: a mail is answered by one mail in its thread."""
    first = line.sends("Es a Canarias.\n\nUn saludo,\nAna Beltrán", subject="¿Hacéis envíos?")
    [answer] = line.answered()
    assert line.rasa.messages == ["¿Hacéis envíos?\n\nEs a Canarias."]
    assert answer["To"].addresses[0].addr_spec == "ana@correo.example"
    assert answer["In-Reply-To"] == first["Message-ID"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert "You wrote: ¿Hacéis envíos?" in answer.get_content()
    assert "automated assistant" in answer.get_content()
    line.settled()
    second = line.sends("¿Y a Melilla?", to=answer)
    [further] = line.answered()
    assert line.rasa.messages[1:] == ["¿Y a Melilla?"]
    assert further["References"].split()[-1] == second["Message-ID"]
    assert first["Message-ID"] in further["References"]
    assert len(line.rows(conversations)) == 1
    assert further["Subject"] == f"Re: {answer['Subject']}"


def test_c1_choices_have_numbers_and_come_back_as_number_or_words(line):
    buttons = [
        {"title": "Sí, por favor", "payload": "/affirm"},
        {"title": "No", "payload": "/deny"},
    ]
    line.rasa.say = lambda asked: said(
        asked, reply("¿Te ayuda una persona?", kind="question", buttons=buttons), reply("Y más.")
    )
    line.sends("hola, me podéis ayudar con una cosa que me pasa")
    [answer] = line.answered()
    text = words_of(answer)
    assert "  1. Sí, por favor\n  2. No\n" in text
    assert text.index("  2. No") < text.index("Y más.") < text.index("Reply with the number")
    line.sends("la segunda, gracias", to=answer)
    [again] = line.answered()
    line.sends("Sí por favor", to=again)
    line.answered()
    assert line.rasa.messages[1:] == ["/deny", "/affirm"]
    assert [text for sender, text in line.talk() if sender == "contact"][1:] == [
        "No",
        "Sí, por favor",
    ]


def test_d1_secrets_in_a_mail_are_masked_before_they_are_kept_and_the_contact_is_told(line):
    """D1: secrets in a mail are masked before they are kept, and the contact is told."""
    line.sends(f"Mi tarjeta es {CARD} y no va el pago", subject=f"Tarjeta {CARD}")
    [answer] = line.answered()
    assert "he tapado los datos de tarjeta" in answer.get_content()
    line.settled()
    kept = (line.workspace.home / "primera.db").read_bytes()
    wal = line.workspace.home / "primera.db-wal"
    assert CARD.encode() not in kept + (wal.read_bytes() if wal.exists() else b"")
    assert CARD not in answer.as_string()


def test_files_come_with_a_mail_and_those_that_are_not_taken_are_named(line):
    mail = line.writes("Os mando la foto de la pantalla que llegó rota")
    mail.add_attachment(PNG, "image", "png", filename="foto.png")
    mail.add_attachment(b"MZ\x90\x00" * 9, "application", "x-msdownload", filename="virus.exe")
    line.puts(mail)
    [answer] = line.answered()
    assert "virus.exe" in answer.get_content()
    [row] = [row for row in line.rows(messages) if row.sender == "contact"]
    assert [each["name"] for each in row.content["attachments"]] == ["foto.png"]


def test_a_persons_words_and_files_go_out_as_mail_once_they_have_settled(line):
    line.sends("quiero hablar con una persona de la tienda cuanto antes")
    [_] = line.answered()
    store = ConversationStore(line.database)
    [conversation] = line.rows(conversations)
    agent_says(line, store, conversation.id, "Hola, soy Eva.", PDF)
    agent_says(line, store, conversation.id, "Te mando la guía.", None)
    line.works()
    assert line.smtp.came[1:] == []  # she may be writing still
    line.ahead = timedelta(seconds=30)
    [mail] = line.answered()
    body = words_of(mail)
    assert body.startswith(
        "Eva from Aurora Electrónica writes to you:\n\nHola, soy Eva.\n\nTe mando la guía.\n\n-- \n"
    )
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("guia.pdf", PDF)


def agent_says(line, store, conversation_id, text, content):
    """As `bot/gateway/agents` writes it."""
    cards = []
    if content:
        file = Attachment(new_id("att"), conversation_id, "guia.pdf", "application/pdf", 1)
        store.keep_attachment(file, Room(9, 99), now=utc_now())
        place = Uploads(line.workspace.uploads).place_for(conversation_id, file.attachment_id)
        place.write_bytes(content)
        cards = [
            AttachmentCard(attachment_id=file.attachment_id, name=file.name, type=file.type, size=1)
        ]
    message = Message(sender="agent", author=Author(name="Eva"), text=text, attachments=cards)
    with line.database.begin() as connection:
        seq = locked_seq(connection, conversation_id) + 1
        append(connection, conversation_id, message, seq=seq, now=utc_now())


@pytest.mark.parametrize(("sender", "added"), [(ANA, True), ("Eve <eve@otro.example>", False)])
def test_e1_d1_an_answer_to_news_of_a_ticket_is_added_to_it_from_its_address_alone(
    line, texts, sender, added
):
    """D1, E1: an answer to news of a ticket is added to it, from its own address alone."""
    store = ConversationStore(line.database)
    web = store.create(locale="es", site="demo", now=utc_now())
    desk, links = Desk.load(line.workspace.desk_file), Links.of(line.workspace)
    contact = Contact("Ana", "ana@correo.example", None)
    request = request_for(web.id, conversation_id=web.id, contact=contact, language="es")
    tickets = TicketStore(line.database, desk, links)
    ticket = tickets.open(request, now=utc_now())
    progress = Progress(line.database, desk, texts, links, letters=letters_of(line.workspace))
    progress.act(ticket.number, Change("wait", "agent", author="Eva"), now=utc_now())
    [news] = line.answered()
    answer = line.writes("Es la talla 42, en negro", sender=sender)
    answer["In-Reply-To"] = news["Message-ID"].strip()
    line.puts(answer)
    line.settled()
    said = [text for sender, text in line.talk() if sender == "contact"]
    assert said == ["Es la talla 42, en negro"]
    assert (len(line.rows(conversations)) == 1) is added
    assert (tickets.get(ticket.number).status == "in_progress") is added
