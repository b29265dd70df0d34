"""`primera deliveries`: what was sent to help desks, and sending it again."""

from rich.console import Console
from rich.table import Table

from actions.database import engine
from actions.tickets import Delivery, Desk, TicketStore
from actions.workspace import Workspace

STATE_STYLES = {"delivered": "green", "dead": "red"}


def show(workspace: Workspace, state: str | None, console: Console) -> None:
    """All deliveries, or those in one state."""
    table = Table("Delivery", "Event", "Ticket", "Help desk", "State", "Attempts", "Last answer")
    for delivery in _store(workspace).deliveries(state=state):
        table.add_row(*_row(delivery))
    console.print(table if table.row_count else "No deliveries.")


def replay(workspace: Workspace, delivery_id: str, console: Console) -> None:
    """The worker sends it again at once, under the same webhook id."""
    delivery = _store(workspace).replay(delivery_id)
    console.print(f"{delivery.id} will be sent to {delivery.helpdesk} again.")


def _store(workspace: Workspace) -> TicketStore:
    return TicketStore(engine(workspace.database_url), Desk.load(workspace.desk_file))


def _row(delivery: Delivery) -> tuple[str, ...]:
    last = delivery.attempts[-1] if delivery.attempts else None
    answer = "" if last is None else str(last.error or last.status)
    style = STATE_STYLES.get(delivery.state, "yellow")
    return (
        delivery.id,
        delivery.event_type,
        delivery.ticket_number,
        delivery.helpdesk,
        f"[{style}]{delivery.state}[/]",
        str(len(delivery.attempts)),
        answer,
    )
