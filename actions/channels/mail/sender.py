"""Who a mail says it is from, and whether the company's own mail server found that true; pure.

A From line proves nothing: anybody can write one. What proves it is the result that the company's
mail server writes at the top when a mail comes in (RFC 8601), if the settings name that server; or
that the writer knows what was sent to the address (thread.py).
"""

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses

COMMENT = re.compile(r"\([^()]*\)")
ADDRESS = re.compile(r"[^@\s<>()\",;:\\\[\]]{1,64}@[^@\s<>()\",;:\\\[\]]{1,255}")


@dataclass(frozen=True, slots=True)
class Sender:
    """`checked`: the company's mail server vouches for the address."""

    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    checked: bool = False


def sender_of(mail: EmailMessage, *, server: str | None) -> Sender | None:
    """From whom a mail says it is; `server` is the name that ours signs its results with.

    None if it names nobody to whom one could reply, or more than one.
    """
    given = getaddresses([str(each) for each in mail.get_all("From", [])])
    if len(given) != 1 or not ADDRESS.fullmatch(given[0][1]):
        return None
    name, address = given[0]
    domain = address.rpartition("@")[2].casefold()
    checked = server is not None and _passed(mail, server, domain)
    return Sender(address, " ".join(name.split()), checked)


def _passed(mail: EmailMessage, server: str, domain: str) -> bool:
    """Whether the newest result of our server says that the domain in From is who sent it.

    Only the topmost one counts: our server writes above all that came with the mail.
    """
    for header in mail.get_all("Authentication-Results", []):
        said = COMMENT.sub(" ", str(header)).casefold()
        id, _, results = said.partition(";")
        if id.split()[:1] == [server.casefold()]:
            return any(_is_pass(each, domain) for each in results.split(";"))
    return False


def _is_pass(result: str, domain: str) -> bool:
    if not re.match(r"\s*dmarc\s*=\s*pass\b", result):
        return False
    told = re.search(r"\bheader\.from\s*=\s*\"?([^\s\";]+)", result)
    return told is not None and told[1].rpartition("@")[2].rstrip(".") == domain
