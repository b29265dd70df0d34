"""Whose a conversation's tickets are, by the id that its visitor has."""

from sqlalchemy import Connection, select, update

from actions.tickets.tables import tickets


def rename_visitor(
    connection: Connection, conversation_id: str, was: str, external_id: str
) -> None:
    """The same person has another id from now on; whoever else opened one there keeps theirs."""
    theirs = (tickets.c.conversation_id == conversation_id, tickets.c.external_id == was)
    for row in connection.execute(select(tickets.c.id, tickets.c.contact).where(*theirs)).all():
        renamed = {
            "contact": {**row.contact, "external_id": external_id},
            "external_id": external_id,
        }
        connection.execute(update(tickets).where(tickets.c.id == row.id).values(renamed))
