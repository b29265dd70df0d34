"""How a mail finds its thread again: ids, a word in the address, a word in the subject; pure.

Mail programs keep In-Reply-To and References; some lose them, and then the address that was
replied to or the subject still has the thread's word. The word cannot be guessed, and it leads to
the conversation only together with the address that it was sent to.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses

WORD = re.compile(r"[a-z2-7]{15}")
IN_SUBJECT = re.compile(r"\[#([a-z2-7]{15})\]", re.IGNORECASE)
IN_ID = re.compile(r"<([a-z2-7]{15})\.[\w.-]{1,80}@", re.IGNORECASE)
# The whole of an id of ours: the thread's word, then the letter's; or that of a ticket's news.
OUR_ID = re.compile(r"<([a-z2-7]{15}\.[\w.-]{1,80}|let_[0-9a-f]{32})@", re.IGNORECASE)
# "Re: RE: Rv: [EXTERNAL] …", in the languages of mail programs.
PREFIX = re.compile(
    r"^\s*(?:(?:re|rif|aw|sv|tr|ref|fw|fwd|rv|rvs|reenv|enc|wg|resp|res)\s*(?:\[\d+\])?\s*:|"
    r"\[(?:ext|external|externo)\])\s*",
    re.IGNORECASE,
)
LONGEST_SUBJECT = 200
MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class References:
    """What a mail refers to, and what an answer to it must refer to."""

    id: str
    before: tuple[str, ...] = ()

    @property
    def chain(self) -> tuple[str, ...]:
        """The ids of the thread up to this mail, the first and the newest if there are many."""
        ids = tuple(dict.fromkeys((*self.before, self.id))) if self.id else self.before
        return ids if len(ids) <= MOST_REFERENCES else (ids[0], *ids[1 - MOST_REFERENCES :])


def words_in(mail: EmailMessage) -> tuple[str, ...]:
    """The words of threads that a mail carries, the surest first."""
    to = getaddresses(
        [str(each) for name in ("To", "Cc", "Delivered-To", "X-Original-To")
         for each in mail.get_all(name, [])]
    )  # fmt: skip
    tags = (address.rpartition("@")[0].rpartition("+")[2].lower() for _, address in to)
    found = [tag for tag in tags if WORD.fullmatch(tag)]
    found += IN_ID.findall(" ".join(_raw_ids(mail)))
    found += IN_SUBJECT.findall(str(mail.get("Subject", "") or ""))
    return tuple(dict.fromkeys(word.lower() for word in found))


def references_of(mail: EmailMessage) -> References:
    """The mail's own id and those before it."""
    own = re.findall(r"<[^<>\s]{1,250}>", str(mail.get("Message-ID", "") or ""))
    before = [id for header in _raw_ids(mail) for id in re.findall(r"<[^<>\s]{1,250}>", header)]
    return References(own[0] if own else "", tuple(dict.fromkeys(before)))


def plain_subject(mail: EmailMessage) -> str:
    """The subject without "Re:", our word and line breaks."""
    subject = " ".join(IN_SUBJECT.sub(" ", str(mail.get("Subject", "") or "")).split())
    while (bare := PREFIX.sub("", subject)) != subject:
        subject = bare
    return subject[:LONGEST_SUBJECT].strip()


def tagged(address: str, word: str) -> str:
    """The address with the thread's word: `help+word@example.com`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{word}@{domain}"


def _raw_ids(mail: EmailMessage) -> list[str]:
    return [
        str(each)
        for name in ("References", "In-Reply-To")
        for each in mail.get_all(name, [])
    ]  # fmt: skip


def ids_of_ours(text: str) -> tuple[str, ...]:
    """The ids of our own mails that a text names, without their domain."""
    return tuple(dict.fromkeys(each.lower() for each in OUR_ID.findall(text)))
