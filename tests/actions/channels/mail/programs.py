"""Mails that no person wrote, as the programs write them; none of them may be answered."""

from email.message import EmailMessage
from email.policy import SMTP

from actions.channels.mail.automatic import Kind
from tests.actions.channels.mail.said import ADDRESS, COMPANY

Row = tuple[str, str, dict[str, str], Kind]

AWAY = {
    "es": "Gracias por tu mensaje. Estoy fuera de la oficina hasta el lunes. ¿Es urgente? Escribe a Luis.",
    "en": "Thank you for your message. I am out of the office until Monday. Is it urgent? Write to Lee.",
}
# From, subject, headers, and what it is; {re} is what our mail was called.
FORMS: dict[str, list[Row]] = {
    "es": [
        ("ana@empresa.example", "Respuesta automática: {re}", {}, Kind.AUTOMATIC),
        ("ana@empresa.example", "Re: {re}", {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes", "Precedence": "bulk"}, Kind.AUTOMATIC),
        ("ana@empresa.example", "Fuera de la oficina: {re}", {"X-Auto-Response-Suppress": "All"}, Kind.AUTOMATIC),
        ("ana@empresa.example", "Re: {re}", {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}, Kind.AUTOMATIC),
        ("ana@empresa.example", "Mensaje de ausencia", {"Return-Path": "<>", "Auto-Submitted": "auto-replied (vacation)"}, Kind.AUTOMATIC),
        ("soporte@otra.example", "[Solicitud 4711] Hemos recibido tu mensaje", {"Auto-Submitted": "auto-generated"}, Kind.AUTOMATIC),
        ("no-responder@otra.example", "Tu suscripción", {}, Kind.AUTOMATIC),
        ("noreply@otra.example", "Factura disponible", {}, Kind.AUTOMATIC),
        ("ofertas@tienda.example", "Solo hoy: -40 %", {"List-Unsubscribe": "<https://tienda.example/baja>", "Precedence": "bulk"}, Kind.AUTOMATIC),
        ("boletin@tienda.example", "Novedades de marzo", {"List-Unsubscribe": "<mailto:baja@tienda.example>"}, Kind.LIST),
        ("luis@empresa.example", "[compras] Reunión", {"List-Id": "<compras.googlegroups.example>", "Precedence": "list"}, Kind.LIST),
        ("mailer-daemon@empresa.example", "No se puede entregar: {re}", {}, Kind.BOUNCE),
        ("postmaster@empresa.example", "Error en la entrega del mensaje", {}, Kind.BOUNCE),
        (ADDRESS, "Re: {re}", {}, Kind.OWN),
        (f"{COMPANY} <{ADDRESS.upper()}>", "{re}", {}, Kind.OWN),
    ],
    "en": [
        ("grace@firm.example", "Automatic reply: {re}", {}, Kind.AUTOMATIC),
        ("grace@firm.example", "Out of Office Re: {re}", {"X-Autorespond": "yes"}, Kind.AUTOMATIC),
        ("grace@firm.example", "Out of the office: {re}", {}, Kind.AUTOMATIC),
        ("grace@firm.example", "Re: {re}", {"Auto-Submitted": "auto-replied; owner-email=\"grace@firm.example\""}, Kind.AUTOMATIC),
        ("grace@firm.example", "Re: {re}", {"Precedence": "auto_reply"}, Kind.AUTOMATIC),
        ("grace@firm.example", "Autoreply: {re}", {"Return-Path": "<>", "Auto-Submitted": "auto-replied"}, Kind.AUTOMATIC),
        ("help@other.example", "[Ticket 4711] We got your message", {"X-Auto-Response-Suppress": "OOF, AutoReply"}, Kind.AUTOMATIC),
        ("do-not-reply@other.example", "Your subscription", {}, Kind.AUTOMATIC),
        ("bounces+x1=y@other.example", "Notice", {}, Kind.AUTOMATIC),
        ("offers@shop.example", "Today only", {"List-Unsubscribe": "<https://shop.example/u>", "Feedback-ID": "a:b:c"}, Kind.LIST),
        ("dev@lists.example", "[dev] Patch", {"List-Post": "<mailto:dev@lists.example>", "List-Id": "<dev.lists.example>"}, Kind.LIST),
        ("MAILER-DAEMON@mail.example", "Undelivered Mail Returned to Sender", {}, Kind.BOUNCE),
        ("mailer-daemon@googlemail.example", "Delivery Status Notification (Failure)", {"X-Failed-Recipients": "x@y.example", "Auto-Submitted": "auto-replied"}, Kind.BOUNCE),
        ("postmaster@firm.example", "Undeliverable: {re}", {"Return-Path": "<>"}, Kind.BOUNCE),
        (ADDRESS, "{re}", {"Auto-Submitted": "auto-replied"}, Kind.OWN),
    ],
}  # fmt: skip

DSN = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: {address}
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn-{code}@mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; ana@empresa.example
Action: failed
Status: {code}
Diagnostic-Code: smtp; 550 No such user

--b1
Content-Type: text/rfc822-headers

Message-ID: {id}
Subject: {subject}

--b1--
"""
RECEIPT = """\
From: Ana <ana@empresa.example>
To: {address}
Subject: Leído: {subject}
Message-ID: <mdn@empresa.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

Your message was read.

--b1
Content-Type: message/disposition-notification

Disposition: manual-action/MDN-sent-manually; displayed

--b1--
"""


def programs() -> list[tuple[bytes, Kind, str]]:
    """32 mails, what each is, and its name."""
    subject = "Tu mensaje a Aurora"
    written = [
        (mail_of(row, language, subject, number), row[3], f"{language}-{number}-{row[3].value}")
        for language, rows in FORMS.items()
        for number, row in enumerate(rows)
    ]
    bounced = bounce("<x.1@aurora.example>", subject).encode()
    read = RECEIPT.format(address=ADDRESS, subject=subject).replace("\n", "\r\n").encode()
    return [*written, (bounced, Kind.BOUNCE, "dsn"), (read, Kind.AUTOMATIC, "receipt")]


def bounce(id: str, subject: str, *, code: str = "5.1.1") -> str:
    """What a mail server sends back about a mail of this id."""
    filled = DSN.format(address=ADDRESS, code=code, id=id, subject=subject)
    return filled.replace("\n", "\r\n")


def mail_of(row: Row, language: str, subject: str, number: int) -> bytes:
    sender, called, headers, _ = row
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name] = value
    mail["From"] = sender
    mail["To"] = ADDRESS
    mail["Subject"] = called.format(re=subject)
    mail["Message-ID"] = f"<{language}.{number}@programs.example>"
    mail.set_content(AWAY[language])
    return mail.as_bytes(policy=SMTP)
