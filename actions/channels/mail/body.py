"""What a mail says, as one text, and which files came with it, whatever its parts and encodings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, Message

from actions.channels.mail.html_body import own_images, text_of

# What programs write into the plain part of a mail that is HTML alone.
NO_HTML = re.compile(
    r"(?:no (?:admite|soporta|puede mostrar)|does(?:n't| not) support|enable) (?:mensajes )?html|"
    r"view (?:this|the) (?:e-?mail|message) in",
    re.IGNORECASE,
)
# Declared and meant are not always the same: what says Latin-1 is Windows's, as browsers know.
MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
# A smaller picture inside a text is a logo or a smiley.
LOGO_BYTES = 4_000
MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail, as it was sent: nothing about it is checked yet."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Body:
    """The text as it is read, quotes and all, and the files."""

    text: str = field(repr=False)
    files: tuple[MailFile, ...] = ()


def body_of(mail: EmailMessage) -> Body:
    """The text that a person reads, the plain one where there is a choice."""
    html = "\n".join(_html(mail))
    images = own_images(html) if html else frozenset()
    return Body("\n".join(_texts(mail)).strip("\n"), tuple(_files(mail, html, images)))


def _texts(part: Message) -> Iterator[str]:
    kind = part.get_content_type()
    if _is_file(part) or kind.startswith("message/"):
        return
    if kind == "multipart/alternative":
        yield _best(part)
    elif part.is_multipart():
        for each in part.get_payload():
            yield from _texts(each)  # type: ignore[arg-type]
    elif kind == "text/plain":
        yield _unflowed(part, decoded(part))
    elif kind == "text/html":
        yield text_of(decoded(part))


def _best(part: Message) -> str:
    """Of several versions: the plain one if it says something, else the richest that does."""
    versions = [
        (each.get_content_type() == "text/plain", "\n".join(_texts(each)))
        for each in part.get_payload()
        if isinstance(each, Message)
    ]
    said = [(plain, text) for plain, text in versions if text.strip() and not _only_notice(text)]
    return next((text for plain, text in said if plain), said[-1][1] if said else "")


def _only_notice(text: str) -> bool:
    return len(text) < 300 and bool(NO_HTML.search(text))


def _html(part: Message) -> Iterator[str]:
    for each in _leaves(part):
        if each.get_content_type() == "text/html" and not _is_file(each):
            yield decoded(each)


def _files(mail: Message, html: str, own: frozenset[str]) -> Iterator[MailFile]:
    for number, part in enumerate(_leaves(mail), start=1):
        kind = part.get_content_type()
        if not _is_file(part) and kind.startswith(("text/", "message/")):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        id = str(part.get("Content-ID", "")).strip().strip("<>")
        inside = bool(id) and f"cid:{id}" in html
        if inside and (id not in own or len(content) < LOGO_BYTES):
            continue  # of a signature or of what is quoted
        yield MailFile(part.get_filename() or f"{kind.partition('/')[0]}-{number}", content)


def _leaves(mail: Message) -> Iterator[Message]:
    """Parts without parts; a mail inside the mail is one that is left alone."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting += reversed(part.get_payload())  # type: ignore[arg-type]
        elif not part.is_multipart():
            yield part


def _is_file(part: Message) -> bool:
    if part.is_multipart():
        return False
    disposition = part.get_content_disposition()
    named = part.get_filename() is not None
    return disposition == "attachment" or (named and part.get_content_maintype() != "multipart")


def decoded(part: Message) -> str:
    """A part's characters: as declared, as meant, or as they can be read at all."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    declared = (part.get_content_charset() or "").lower()
    for charset in (MEANT.get(declared, declared), "utf-8", "cp1252"):
        # ASCII and Latin-1 read everything, UTF-8 only what is: it goes first where it fits.
        if charset in ("", "cp1252") and _is_utf8(content):
            charset = "utf-8"
        try:
            return content.decode(charset or "utf-8").replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1").replace("\r\n", "\n")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unflowed(part: Message, text: str) -> str:
    """Lines that a program broke are one again (RFC 3676); a signature's "-- " stays."""
    if str(part.get_param("format", "") or "").lower() != "flowed":
        return text
    joined = str(part.get_param("delsp", "no") or "no").lower() == "yes"
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        bare = line[depth:].removeprefix(" ")
        if open_depth == depth and bare != "-- ":
            lines[-1] += bare
        else:
            lines.append(f"{'>' * depth}{' ' if depth and bare else ''}{bare}")
        flows = bare.endswith(" ") and bare != "-- "
        if flows and joined:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(lines)
