"""Cases: conversations as agents find them in their list."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, select

from actions.accounts.account import Account
from actions.contact import Contact
from actions.conversations.tables import contacts, conversations, visitors
from actions.handoffs.handoff import Handoff
from actions.handoffs.rows import handoff_from
from actions.handoffs.tables import handoffs

TOLD = ("name", "email", "phone")


@dataclass(frozen=True, slots=True)
class Case:
    """How a conversation was handed over, how far it has come, and who writes."""

    handoff: Handoff
    last_seq: int
    site: str
    locale: str
    contact: Contact = field(repr=False)


def is_seen(handoff: Handoff, account: Account) -> bool:
    """Whether an account may see it: their team's, their own, or transferred to them."""
    involved = [agent.id for agent in (handoff.agent, handoff.wanted) if agent]
    return account.sees(handoff.team) or account.id in involved


def select_cases() -> Select[Any]:
    """All of them, the first handed over first."""
    of_contact = [contacts.c[name].label(f"said_{name}") for name in TOLD]
    of_visitor = [visitors.c[name].label(f"vouched_{name}") for name in TOLD]
    conversation = handoffs.c.conversation_id
    return (
        select(
            handoffs,
            conversations.c.last_seq,
            conversations.c.site,
            conversations.c.locale,
            visitors.c.external_id,
            *of_contact,
            *of_visitor,
        )
        .join(conversations, conversations.c.id == conversation)
        .outerjoin(contacts, contacts.c.conversation_id == conversation)
        .outerjoin(visitors, visitors.c.conversation_id == conversation)
        .order_by(handoffs.c.id)
    )


def case_from(row: Row[Any]) -> Case:
    """The case that a row holds; whom the site vouches for goes before what they said."""
    told = {name: getattr(row, f"vouched_{name}") or getattr(row, f"said_{name}") for name in TOLD}
    verified = row.external_id is not None and not any(
        getattr(row, f"said_{name}") and not getattr(row, f"vouched_{name}") for name in TOLD
    )
    contact = Contact(**told, verified=verified, external_id=row.external_id)
    return Case(handoff_from(row), row.last_seq, row.site, row.locale, contact)
