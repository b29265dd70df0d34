"""What docs/webhooks.schema.json and docs/webhooks.examples.json hold.

`python -m tests.actions.tickets.published_events` writes both anew.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from actions.contact import Contact
from actions.conversations import ConversationStore
from actions.database import engine, migrate
from actions.privacy import Erasures
from actions.tickets import Change, Desk, HelpDesk, TicketFile, TicketStore
from actions.tickets.payload import schema
from tests.actions.tickets.requests import ASKED_AT, request_for
from tests.running import REPOSITORY

DOCS = REPOSITORY / "docs"
SCHEMA, EXAMPLES = DOCS / "webhooks.schema.json", DOCS / "webhooks.examples.json"
FILE = TicketFile("box.jpg", "image/jpeg", 204_800, "https://help.example.com/v1/attachments/link")
HELPDESK = HelpDesk(
    name="desk",
    url="https://desk.example/webhook",
    secret="helpdesk_desk",
    two_way=True,
    queues={"delivery": "Delivery"},
    states={"waiting_for_contact": "On Hold"},
)
CHANGES = (
    Change("take", "agent", author="Marta Gil"),
    Change("reply", "agent", author="Marta Gil", text="We are looking for your parcel."),
    Change("task", "agent", author="Marta Gil", team="billing", what="Was the parcel insured?"),
    Change("escalate", "clock", promise="solution"),
    Change("wait", "agent", author="Marta Gil", text="What is your address?"),
    Change("add", "contact", text="Calle Mayor 1", files=(FILE,)),
    Change("resolve", "agent", author="Marta Gil", text="It comes tomorrow.", via="desk"),
    Change("agree", "contact"),
)


def happened() -> Iterator[dict[str, Any]]:
    """One ticket's life, as a help desk with names of its own receives it."""
    desk = Desk.load(REPOSITORY / "actions" / "desk.yml").model_copy(
        update={"helpdesks": (HELPDESK,)}
    )
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/primera.db"
        migrate(url)
        database = engine(url)
        store = TicketStore(database, desk)
        conversation = ConversationStore(database).create(locale="en", site="demo", now=ASKED_AT)
        request = request_for(
            conversation_id=conversation.id,
            language="en",
            contact=Contact("Tom Baker", "tom@example.com", None),
            subject="My parcel arrived broken",
            summary="Parcel AU-48213 arrived broken this morning.",
            attachments=(FILE,),
            transcript_url="https://help.example.com/v1/transcripts/link",
            transcript=[],
        )
        ticket = store.open(request, now=ASKED_AT)
        for minutes, change in enumerate(CHANGES, start=1):
            store.change(ticket.number, change, now=ASKED_AT + timedelta(minutes=minutes))
        bodies = [each.payload for each in store.deliveries()]
        Erasures(database).erase(conversation.id, now=ASKED_AT + timedelta(hours=1))
        bodies += [each.payload for each in store.deliveries()]
        database.dispose()
    for body in bodies:
        text = HELPDESK.addressed(body).replace(ticket.public_id, "tkt_9f2Kx0dQ1mW7cV3bN5hJ8A")
        yield json.loads(text)


def examples() -> dict[str, Any]:
    """The first of each type."""
    found: dict[str, Any] = {}
    for event in happened():
        found.setdefault(event["type"], event)
    return found


def written(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    SCHEMA.write_text(written(schema()), encoding="utf-8")
    EXAMPLES.write_text(written(examples()), encoding="utf-8")


if __name__ == "__main__":
    main()
