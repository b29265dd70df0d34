"""What a mail in a ticket's thread says: to the customer, of the state, or neither; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr

from actions.bridges.helpdesk import Status
from actions.bridges.wording import plain

# Whatever a mail program puts under a reply comes after this.
ABOVE = "## Reply above this line ##"
# The first line of a reply. Without one of these it stays in the team: a mail is soon sent.
WORDS: Mapping[str, Status | None] = {
    "#answer": None,
    "#respuesta": None,
    "#open": "in_progress",
    "#abierto": "in_progress",
    "#waiting": "waiting_for_contact",
    "#espera": "waiting_for_contact",
    "#resolved": "resolved",
    "#resuelto": "resolved",
    "#closed": "closed",
    "#cerrado": "closed",
}
HOW = """\
Begin your reply with one of these words in a line of its own:
#answer: the customer reads what follows; #waiting, #resolved, #closed, #open: also sets the state.
A reply without such a word stays among you.
(También: #respuesta, #espera, #resuelto, #cerrado, #abierto.)"""


@dataclass(frozen=True, slots=True)
class Said:
    """`text` is for the customer, and may be empty; `state` None: it stays as it is."""

    text: str = field(repr=False)
    state: Status | None
    author: str | None


def said_by(mail: EmailMessage, team: tuple[str, ...]) -> Said | None:
    """What a mail brings to the customer; None if nothing: it is no person's, or has no word."""
    name, address = parseaddr(str(mail["From"] or ""))
    if not _is_of(address, team) or str(mail.get("Auto-Submitted", "no")).lower() != "no":
        return None
    first, _, rest = written(mail).partition("\n")
    word = first.strip().lower()
    if word not in WORDS:
        return None
    return Said(rest.strip(), WORDS[word], name.strip() or None)


def written(mail: EmailMessage) -> str:
    """The words of the person, without what they answer to and without their signature."""
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):  # in a character set that nobody knows
        return ""
    if body.get_content_type() == "text/html":
        text = plain(text)
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if ABOVE in line or line.startswith(">") or line.rstrip() == "--":
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or kept[-1].rstrip().endswith(":")):
        kept.pop()  # "On Tuesday Marta wrote:"
    return "\n".join(kept).strip()


def _is_of(address: str, team: tuple[str, ...]) -> bool:
    """An entry is an address, or a domain as `@example.com`."""
    address = address.lower()
    domain = "@" + address.rpartition("@")[2]
    return "@" in address and any(each in (address, domain) for each in team)
