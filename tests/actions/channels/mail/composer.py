"""Composes mails as real programs write them, from a number: the same number, the same mail.

The markup of each program is what it sends, cut down to what frames the text. `right` is what the
writer typed, without greetings at the end, signature, quotes and what firms add.
"""

import html
import random
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from tests.actions.channels.mail.said import (
    ADDRESS,
    ASKED,
    BOT,
    COMPANY,
    PASSED_ON,
    PEOPLE,
    SAID,
    SIGNED,
    TOLD,
)

WHEN = {
    "gmail": {"es": "El mar, 24 mar 2026 a las 10:12,", "en": "On Tue, 24 Mar 2026 at 10:12,"},
    "apple": {"es": "El 24 mar 2026, a las 10:12,", "en": "On 24 Mar 2026, at 10:12,"},
    "thunderbird": {"es": "El 24/3/26 a las 10:12,", "en": "On 24/03/2026 10:12,"},
    "yahoo": {
        "es": "El martes, 24 de marzo de 2026, 10:12:33 CET,",
        "en": "On Tuesday, 24 March 2026 at 10:12:33 GMT,",
    },
    "proton": {
        "es": "El martes, 24 de marzo de 2026 a las 10:12,",
        "en": "On Tuesday, March 24th, 2026 at 10:12 AM,",
    },
}
WROTE = {"es": "escribió:", "en": "wrote:"}
FIELDS = {
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "en": ("From", "Sent", "To", "Subject"),
}
LONG_DATE = {"es": "martes, 24 de marzo de 2026 10:12", "en": "Tuesday, March 24, 2026 10:12 AM"}
ORIGINAL = {"es": "-----Mensaje original-----", "en": "-----Original Message-----"}
FORWARDED = {
    "es": "---------- Forwarded message ---------",
    "en": "---------- Forwarded message ---------",
}
BEGIN = {"es": "Inicio del mensaje reenviado:", "en": "Begin forwarded message:"}
SUBJECT = {"es": "Tu mensaje a Aurora Electrónica", "en": "Your message to Aurora Electrónica"}
RE = {"es": "Re: ", "en": "Re: "}
FW = {"es": "RV: ", "en": "FW: "}


@dataclass(frozen=True)
class Composed:
    """A whole mail, what is to be taken of it, and what it is like."""

    content: bytes
    right: str
    name: str


@dataclass(frozen=True)
class Scene:
    """What one mail is made of."""

    chance: random.Random
    language: str
    right: str
    author: str
    address: str
    signed: str

    @property
    def typed(self) -> str:
        return f"{self.right}\n\n{self.signed}".strip("\n") if self.signed else self.right

    @property
    def bot(self) -> str:
        return BOT[self.language]


Parts = tuple[str | None, str | None]
"""The plain text and the HTML; None: there is no such part."""


def scene_of(number: int) -> Scene:
    chance = random.Random(number)
    language = ("es", "en")[number % 2]
    said = SAID[language]
    author, address = chance.choice(PEOPLE[language])
    signed = chance.choice(SIGNED[language]).format(name=author, first=author.split()[0])
    return Scene(chance, language, said[number // 2 % len(said)], author, address, signed)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def paragraphs(text: str, tag: str = "div", style: str = "") -> str:
    lines = [html.escape(line) or "<br>" for line in text.split("\n")]
    return "".join(f"<{tag}{style}>{line}</{tag}>" for line in lines)


def attribution(program: str, language: str) -> str:
    return f"{WHEN[program][language]} {COMPANY} <{ADDRESS}> {WROTE[language]}"


def wrapped(line: str, at: int = 72) -> str:
    """As Gmail breaks a long line of its own."""
    cut = line.rfind(" ", 0, at)
    return line if len(line) <= at or cut < 0 else f"{line[:cut]}\n{line[cut + 1 :]}"


def header(language: str, subject: str, *, bold: str = "") -> str:
    values = (f"{COMPANY} <{ADDRESS}>", LONG_DATE[language], "Ana", subject)
    return "\n".join(
        f"{bold}{name}:{bold} {value}" for name, value in zip(FIELDS[language], values, strict=True)
    )


def gmail_html(typed: str, said_before: str, head: str) -> str:
    return (
        f'<div dir="ltr">{paragraphs(typed)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{html.escape(head)}<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{paragraphs(said_before)}</blockquote></div>"
    )


def new(scene: Scene) -> Parts:
    return scene.typed, f'<div dir="ltr">{paragraphs(scene.typed)}</div>'


def gmail(scene: Scene) -> Parts:
    head = attribution("gmail", scene.language)
    plain = f"{scene.typed}\n\n{wrapped(head)}\n\n{quoted(scene.bot)}\n"
    return plain, gmail_html(scene.typed, scene.bot, head)


def gmail_bottom(scene: Scene) -> Parts:
    head = attribution("gmail", scene.language)
    return f"{wrapped(head)}\n\n{quoted(scene.bot)}\n\n{scene.typed}\n", None


def apple(scene: Scene) -> Parts:
    head = attribution("apple", scene.language)
    html_part = (
        '<html><body style="overflow-wrap: break-word; line-break: after-white-space;">'
        f'{paragraphs(scene.typed)}<div><br><blockquote type="cite"><div>{html.escape(head)}</div>'
        f'<br class="Apple-interchange-newline"><div>{paragraphs(scene.bot)}</div></blockquote></div>'
        "</body></html>"
    )
    return f"{scene.typed}\n\n> {head}\n> \n{quoted(scene.bot)}\n", html_part


def iphone(scene: Scene) -> Parts:
    sent = {"es": "Enviado desde mi iPhone", "en": "Sent from my iPhone"}[scene.language]
    head = attribution("apple", scene.language)
    plain = f"{scene.right}\n\n{sent}\n\n> {head}\n> \n> {quoted(scene.bot)[2:]}\n"
    html_part = (
        f'<html><body dir="auto">{paragraphs(scene.right)}<br id="lineBreakAtBeginningOfSignature">'
        f'<div dir="ltr">{sent}</div><div dir="ltr"><br><blockquote type="cite">{html.escape(head)}'
        f'<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">{paragraphs(scene.bot)}'
        "</div></blockquote></body></html>"
    )
    return plain, html_part


def thunderbird(scene: Scene) -> Parts:
    head = attribution("thunderbird", scene.language)
    html_part = (
        f'<html><body>{paragraphs(scene.right, "p")}<div class="moz-signature">-- <br>'
        f'{paragraphs(scene.signed)}</div><div class="moz-cite-prefix">{html.escape(head)}<br></div>'
        f'<blockquote type="cite" cite="mid:x@y">{paragraphs(scene.bot)}</blockquote></body></html>'
    )
    return f"{scene.typed}\n\n{head}\n{quoted(scene.bot)}\n", html_part


def thunderbird_bottom(scene: Scene) -> Parts:
    head = attribution("thunderbird", scene.language)
    html_part = (
        f'<html><body><div class="moz-cite-prefix">{html.escape(head)}<br></div><blockquote type="cite" '
        f'cite="mid:x@y">{paragraphs(scene.bot)}</blockquote>{paragraphs(scene.typed, "p")}</body></html>'
    )
    return f"{head}\n{quoted(scene.bot)}\n\n{scene.typed}\n", html_part


def inline(scene: Scene) -> Parts:
    head = attribution("thunderbird", scene.language)
    asked, told = ASKED[scene.language], TOLD[scene.language]
    between = "\n\n".join(f"> {one}\n\n{other}" for one, other in zip(asked, told, strict=True))
    marked = "".join(
        f'<blockquote type="cite"><p>{html.escape(one)}</p></blockquote><p>{html.escape(other)}</p>'
        for one, other in zip(asked, told, strict=True)
    )
    return (
        f"{head}\n{between}\n",
        f'<html><body><div class="moz-cite-prefix">{html.escape(head)}<br></div>{marked}</body></html>',
    )


def outlook(scene: Scene) -> Parts:
    above = header(scene.language, SUBJECT[scene.language])
    body = paragraphs(scene.typed, "p", ' class="MsoNormal"').replace("<br>", "<o:p>&nbsp;</o:p>")
    marked = "<br>".join(
        f"<b>{name}:</b>{html.escape(rest)}"
        for name, _, rest in (line.partition(":") for line in above.split("\n"))
    )
    html_part = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal '
        '{margin:0cm} --></style></head><body lang="ES"><div class="WordSection1">'
        f'{body}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid '
        f'#E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{marked}<o:p></o:p></p></div></div>'
        f"{paragraphs(scene.bot, 'p', ' class=MsoNormal')}</div></body></html>"
    )
    return f"{scene.typed}\n\n{above}\n\n{scene.bot}\n", html_part


def outlook_web(scene: Scene) -> Parts:
    above = header(scene.language, SUBJECT[scene.language])
    marked = "<br>".join(
        f"<b>{name}:</b>{html.escape(rest)}"
        for name, _, rest in (line.partition(":") for line in above.split("\n"))
    )
    html_part = (
        f'<html><body dir="ltr"><div class="elementToProof">{paragraphs(scene.typed)}</div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{marked}</font><div>&nbsp;</div></div>'
        f"<div>{paragraphs(scene.bot)}</div></body></html>"
    )
    return f"{scene.typed}\n{'_' * 32}\n{above}\n\n{scene.bot}\n", html_part


def outlook_mobile(scene: Scene) -> Parts:
    get = {"es": "Obtener Outlook para iOS", "en": "Get Outlook for Android"}[scene.language]
    above = header(scene.language, SUBJECT[scene.language], bold="*")
    marked = above.replace("\n", "<br>").replace("*", "").replace("<ayuda", "&lt;ayuda")
    html_part = (
        f'<html><body><div dir="auto">{paragraphs(scene.right)}</div><div id='
        f'"ms-outlook-mobile-signature"><div></div>{get}</div><hr><div id="divRplyFwdMsg">{marked}</div>'
        f"{paragraphs(scene.bot)}</body></html>"
    )
    return (
        f"{scene.right}\n\n{get}<https://aka.ms/x>\n{'_' * 32}\n{above}\n\n{scene.bot}\n",
        html_part,
    )


def outlook_old(scene: Scene) -> Parts:
    above = header(scene.language, SUBJECT[scene.language])
    return f"{scene.typed}\n\n{ORIGINAL[scene.language]}\n{above}\n\n{scene.bot}\n", None


def yahoo(scene: Scene) -> Parts:
    head = attribution("yahoo", scene.language)
    indented = "\n".join(f" {line}" for line in scene.bot.split("\n"))
    html_part = (
        f'<div class="ydp1yahoo-style-wrap">{paragraphs(scene.typed)}</div><div id="ydp2yahoo_quoted_1" '
        f'class="ydp2yahoo_quoted"><div>{html.escape(head)}</div>{paragraphs(scene.bot)}</div>'
    )
    return f"{scene.typed}\n\n    {head}  \n \n{indented}\n", html_part


def proton(scene: Scene) -> Parts:
    sent = {
        "es": "Enviado con Proton Mail correo seguro.",
        "en": "Sent with Proton Mail secure email.",
    }
    head = attribution("proton", scene.language)
    marked = (
        f'<div style="font-family: Arial">{paragraphs(scene.right)}</div><div class='
        f'"protonmail_signature_block">{sent[scene.language]}</div><div class="protonmail_quote">'
        f'{html.escape(head)}<br><blockquote class="protonmail_quote" type="cite">'
        f"{paragraphs(scene.bot)}</blockquote></div>"
    )
    return f"{scene.right}\n\n{sent[scene.language]}\n\n{head}\n\n{quoted(scene.bot)}\n", marked


def forward_gmail(scene: Scene) -> Parts:
    passed = PASSED_ON[scene.language]
    above = header(scene.language, "AE-482913")
    whole = f"{FORWARDED[scene.language]}\n{above}\n\n\n{passed}"
    return f"{scene.typed}\n\n{whole}\n", (
        f'<div dir="ltr">{paragraphs(scene.typed)}<br><br><div class="gmail_quote"><div dir="ltr" '
        f'class="gmail_attr">{paragraphs(FORWARDED[scene.language] + chr(10) + above)}</div><br>'
        f"{paragraphs(passed)}</div></div>"
    )


def forward_apple(scene: Scene) -> Parts:
    above = header(scene.language, "AE-482913", bold="*")
    whole = f"{BEGIN[scene.language]}\n\n{above}\n\n{PASSED_ON[scene.language]}"
    return f"{scene.typed}\n\n{quoted(whole)}\n", (
        f'<html><body>{paragraphs(scene.typed)}<br><blockquote type="cite"><div>{BEGIN[scene.language]}'
        f"</div><br>{paragraphs(above.replace('*', ''))}<br>{paragraphs(PASSED_ON[scene.language])}"
        "</blockquote></body></html>"
    )


def forward_outlook(scene: Scene) -> Parts:
    passed = PASSED_ON[scene.language]
    above = header(scene.language, "AE-482913")
    return f"{scene.typed}\n\n{above}\n\n{passed}\n", outlook(scene)[1]


def forward_bare(scene: Scene) -> Parts:
    whole = f"{FORWARDED[scene.language]}\n{header(scene.language, 'AE-482913')}\n\n{PASSED_ON[scene.language]}\n"
    return (
        f"\n\n{whole}",
        f'<div dir="ltr"><br></div><div class="gmail_quote">{paragraphs(whole)}</div>',
    )


def from_a_list(scene: Scene) -> Parts:
    foot = {
        "es": "Has recibido este mensaje porque estás suscrito al grupo «Compras» de Google.\n"
        "Para anular la suscripción envía un correo a compras+x@googlegroups.example.",
        "en": 'You received this message because you are subscribed to the Google Groups "Buyers" group.\n'
        "To unsubscribe from this group send an email to buyers+x@googlegroups.example.",
    }
    return f"{scene.typed}\n\n-- \n{foot[scene.language]}\n", None


SHAPES: list[tuple[Callable[[Scene], Parts], int]] = [
    (new, 20), (gmail, 18), (gmail_bottom, 8), (apple, 12), (iphone, 10), (thunderbird, 10),
    (thunderbird_bottom, 8), (inline, 8), (outlook, 16), (outlook_web, 12), (outlook_mobile, 8),
    (outlook_old, 6), (yahoo, 6), (proton, 6), (forward_gmail, 4), (forward_apple, 4),
    (forward_outlook, 4), (forward_bare, 4), (from_a_list, 4),
]  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-15")
FORMS = ("both", "both", "plain", "html")


def persons() -> list[Composed]:
    """168 mails of people."""
    shapes = [shape for shape, count in SHAPES for _ in range(count)]
    return [composed(shape, number) for number, shape in enumerate(shapes)]


def composed(shape: Callable[[Scene], Parts], number: int) -> Composed:
    scene = scene_of(number)
    plain, marked = shape(scene)
    right = {inline: "\n\n".join(TOLD[scene.language]), forward_bare: PASSED_ON[scene.language]}
    form = "plain" if marked is None else scene.chance.choice(FORMS)
    encoding = scene.chance.choice(ENCODINGS)
    mail = envelope(scene, shape.__name__, number)
    fill(mail, None if form == "html" else plain, None if form == "plain" else marked, encoding,
         flowed=shape.__name__.startswith("thunderbird") and number % 3 == 0)  # fmt: skip
    name = f"{number}-{shape.__name__}-{scene.language}-{form}-{encoding}"
    return Composed(
        misdeclared(mail.as_bytes(policy=SMTP), number), right.get(shape, scene.right), name
    )


def envelope(scene: Scene, shape: str, number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"{scene.author}" <{scene.address}>'
    mail["To"] = f"{COMPANY} <{ADDRESS}>"
    prefix = FW if shape.startswith("forward") else RE
    mail["Subject"] = ("" if shape == "new" else prefix[scene.language]) + SUBJECT[scene.language]
    mail["Date"] = "Tue, 24 Mar 2026 12:00:00 +0100"
    mail["Message-ID"] = f"<{number}@composed.example>"
    return mail


def fill(
    mail: EmailMessage,
    plain: str | None,
    marked: str | None,
    encoding: str,
    *,
    flowed: bool = False,
) -> None:
    options: dict[str, Any] = {"charset": encoding if _fits(plain, marked, encoding) else "utf-8"}
    if plain is not None:
        mail.set_content(plain, **options, **({"params": {"format": "flowed"}} if flowed else {}))
        if marked is not None:
            mail.add_alternative(marked, subtype="html", **options)
    elif marked is not None:
        mail.set_content(marked, subtype="html", **options)


def _fits(plain: str | None, marked: str | None, encoding: str) -> bool:
    try:
        f"{plain}{marked}".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def misdeclared(content: bytes, number: int) -> bytes:
    """Now and then a program says Latin-1 and means Windows's, or names a set nobody knows."""
    if number % 11 == 0:
        return content.replace(b'charset="windows-1252"', b'charset="iso-8859-1"')
    if number % 17 == 0:
        return content.replace(b'charset="utf-8"', b'charset="x-unknown"')
    return content
