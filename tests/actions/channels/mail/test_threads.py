"""200 mails as real programs write them: the right text is taken, and no program is answered."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from actions.channels.mail.automatic import Kind, is_for_good, kind_of
from actions.channels.mail.body import body_of
from actions.channels.mail.sender import sender_of
from actions.channels.mail.thread import plain_subject, references_of, tagged, words_in
from actions.channels.mail.written import written
from actions.channels.word import word_of
from tests.actions.channels.mail.composer import persons
from tests.actions.channels.mail.programs import bounce, programs
from tests.actions.channels.mail.said import ADDRESS

SHARE = 0.95  # of the texts taken exactly


def read(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def taken(content: bytes) -> str:
    mail = read(content)
    sender = sender_of(mail, server=None)
    return written(body_of(mail).text, author=sender.name if sender else "").text


def flat(text: str) -> str:
    """The words alone: programs break lines where they like."""
    return re.sub(r"\s+", " ", text).strip()


def test_a8_d6_of_200_mails_the_right_text_is_taken_and_no_program_is_answered():
    people, machines = persons(), programs()
    assert len(people) + len(machines) == 200
    wrong = [each.name for each in people if flat(taken(each.content)) != flat(each.right)]
    silenced = [
        each.name for each in people if kind_of(read(each.content), own=ADDRESS) is not Kind.PERSON
    ]
    answered = [
        name for content, _, name in machines if kind_of(read(content), own=ADDRESS) is Kind.PERSON
    ]
    assert (answered, silenced) == ([], [])
    assert len(wrong) <= (1 - SHARE) * len(people), wrong


@pytest.mark.parametrize(("content", "kind", "name"), programs(), ids=lambda each: str(each)[:20])
def test_what_a_program_sent_is_known_for_what_it_is(content, kind, name):
    assert kind_of(read(content), own=ADDRESS) is kind


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "no"},
        {"Precedence": "normal"},
        {"X-Auto-Response-Suppress": "DR, RN"},  # Outlook: no receipts, please
        {"List-Id": "<ayuda.aurora.example>", "Precedence": "list"},  # our own address is a group
        {"List-Post": f"<mailto:{ADDRESS}>", "List-Unsubscribe": "<https://groups.example>"},
        {"Subject": "Estoy fuera de la oficina de correos y está cerrada"},
        {"Subject": "Out of stock?"},
        {"Subject": "Mail delivery of my parcel failed"},
    ],
)
def test_a_person_is_not_taken_for_a_program(headers):
    mail = EmailMessage()
    mail["From"] = "Ana <ana@correo.example>"
    for name, value in ({"Subject": "Hola"} | headers).items():
        mail[name] = value
    mail.set_content("¿Dónde está mi pedido?")
    assert kind_of(mail, own=ADDRESS) is Kind.PERSON


@pytest.mark.parametrize(
    ("text", "right"),
    [
        # Words that look like a frame and are none.
        ("El técnico escribió el 3/3: «listo».\nNo es verdad.", None),
        ("On Monday I called. Nobody wrote back:\nplease do.", None),
        ("De: Sevilla\nA: Madrid\n\n¿cuánto tarda?", None),
        ("Sent from my iPhone is what it says on the box. Is it original?", None),
        ("Un saludo a Eva, que me atendió muy bien.\n\nAhora otra cosa: ¿y la factura?", None),
        ("Gracias.\n\n¿Y cuándo llega?", None),
        ("Thanks\n\nOne more thing: can I change the colour?", None),
        ("--\n¿Hola?", None),
        ("> Ya lo dije", "Ya lo dije"),
        ("", ""),
        ("   \n\n", ""),
        # A name alone answers "what is your name?".
        ("Ana Gil", "Ana Gil"),
        # Two mails quoted in one another, and the answer above.
        (
            "Vale.\n\nEl lun, 2 mar 2026 a las 9:00, X\n<x@y.example> escribió:\n> Sí\n>\n> El "
            "dom, 1 mar 2026 a las 9:00, Ana <a@b.example>\n> escribió:\n>> ¿Puede ser?",
            "Vale.",
        ),
        # An attribution that the program broke in three.
        (
            "No.\n\nOn Tue, 24 Mar 2026 at 10:12, A very long name of a company\n"
            "<a-very-long-address-of-the-company@aurora.example>\nwrote:\n\n> Yes?",
            "No.",
        ),
        ("Yes\r\n\r\nSent from Yahoo Mail on Android", "Yes"),
        ("Sí\u200b\xa0\n\nEnviado desde Outlook para Android", "Sí"),
    ],
)
def test_hard_texts_are_taken_as_a_person_would(text, right):
    assert flat(written(text, author="Ana Gil").text) == flat(text if right is None else right)


def test_what_is_passed_on_without_a_word_is_what_is_said():
    above = "De: A <a@b.example>\nFecha: lun\nAsunto: x\nPara: y"
    found = written(f"---------- Forwarded message ---------\n{above}\n\nTexto")
    assert (found.text, found.forwarded) == ("Texto", True)


def test_a_picture_of_a_signature_is_no_file_of_the_contact():
    mail = EmailMessage()
    mail.set_content("Mira")
    mail.add_alternative(
        '<div>Mira <img src="cid:own"></div><div class="gmail_signature"><img src="cid:logo"></div>'
        '<blockquote><img src="cid:old"></blockquote>',
        subtype="html",
    )
    for id, size in (("own", 9_000), ("logo", 9_000), ("old", 9_000)):
        mail.get_payload()[1].add_related(
            b"\x89PNG" + bytes(size), "image", "png", cid=f"<{id}>", filename=f"{id}.png"
        )
    mail.add_attachment(b"%PDF-1.7 x", "application", "pdf", filename="factura año.pdf")
    found = body_of(read(mail.as_bytes()))
    assert [each.name for each in found.files] == ["own.png", "factura año.pdf"]
    assert found.text.strip() == "Mira"


def test_a_program_that_writes_no_plain_text_is_read_all_the_same():
    mail = EmailMessage()
    mail.set_content("Your mail program does not support HTML.")
    mail.add_alternative(
        "<p>Hola,</p><p>¿llega <b>mañana</b>?</p><style>p{}</style>", subtype="html"
    )
    assert taken(mail.as_bytes()) == "Hola,\n\n¿llega mañana?"


@pytest.mark.parametrize("nest", ["<div>", "<blockquote>", "<table><tr><td>"])
def test_a_tree_as_deep_as_anybody_likes_is_read_without_harm(nest):
    mail = EmailMessage()
    mail.set_content(nest * 20_000 + "x", subtype="html")
    taken(mail.as_bytes())


def test_a_thread_is_found_by_its_ids_by_the_address_or_by_the_subject():
    word, other = word_of("cnv_1", key="k"), word_of("cnv_2", key="k")
    assert word != other
    mail = EmailMessage()
    mail["Subject"] = f"RE: RV: [EXT] Hola [#{word.upper()}]"
    mail["References"] = f"<a@b> <{other}.let_1@aurora.example>"
    mail["To"] = tagged("ayuda@aurora.example", word)
    mail["Message-ID"] = "<m@x>"
    assert words_in(mail) == (word, other)
    assert plain_subject(mail) == "Hola"
    assert references_of(mail).chain == ("<a@b>", f"<{other}.let_1@aurora.example>", "<m@x>")


SERVER = "mx.aurora.example"
RESULT = (
    f"{SERVER}; dkim=pass header.d=correo.example; dmarc=pass (p=reject) header.from=correo.example"
)


@pytest.mark.parametrize(
    ("results", "server", "checked"),
    [
        ([RESULT], SERVER, True),
        ([RESULT], None, False),  # nobody named our server
        ([RESULT], "mx.other.example", False),
        ([RESULT.replace("dmarc=pass", "dmarc=fail")], SERVER, False),
        ([RESULT.replace("from=correo", "from=eve")], SERVER, False),
        # The forger's own line below what our server wrote.
        ([RESULT.replace("dmarc=pass", "dmarc=fail"), RESULT], SERVER, False),
        (["mx.aurora.example; spf=pass smtp.mailfrom=eve.example"], SERVER, False),
        (
            ["mx.aurora.example; x=(; dmarc=pass header.from=correo.example)"],
            SERVER,
            False,
        ),
    ],
)
def test_d1_an_address_is_vouched_for_by_our_own_server_alone(results, server, checked):
    mail = EmailMessage()
    for each in results:
        mail["Authentication-Results"] = each
    mail["From"] = "Ana <ana@correo.example>"
    assert sender_of(mail, server=server).checked is checked


@pytest.mark.parametrize(
    "sender", ["Ana <ana@a.example>, Eve <eve@b.example>", "undisclosed", "", "<@>"]
)
def test_whoever_names_two_senders_or_none_is_nobody(sender):
    assert sender_of(read(f"From: {sender}\r\n\r\nx".encode()), server=None) is None


def test_a_bounce_tells_whether_it_is_for_good():
    assert is_for_good(read(bounce("<x@y>", "s").encode()))
    assert not is_for_good(read(bounce("<x@y>", "s", code="4.2.2").encode()))
