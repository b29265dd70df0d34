"""Parts of tickets that teams do for each other."""

from actions.accounts import Account
from actions.tickets import Change, NotAllowed, NothingSaid, Task, Ticket, UnknownTicket
from bot.gateway.agents.bodies import NewTask, PublicTask, TaskList
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.problems import NotFound, TaskNotPossible


async def list_open_tasks(gateway: Gateway, call: Call[None, None]) -> Response:
    """List the open tasks of one's teams, of all tickets."""
    account = call.agent.account
    found = await gateway.blocking(gateway.private.tickets.with_tasks)
    return Response(
        TaskList(
            tasks=[
                PublicTask.of(ticket.number, task)
                for ticket in found
                for task in ticket.tasks
                if task.state == "open" and account.sees(task.team)
            ]
        )
    )


async def list_tasks(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read which parts of a ticket other teams do, and how far they are."""
    return _told(await _seen(gateway, call))


async def add_task(gateway: Gateway, call: Call[NewTask, None]) -> Response:
    """Ask another team for a part of a ticket, which stays with its own."""
    ticket = await _seen(gateway, call)
    if not call.agent.account.sees(ticket.team):
        raise NotFound
    change = Change(
        "task",
        "agent",
        author=call.agent.account.name,
        team=call.body.team,
        what=call.body.what,
        key=f"task:{call.body.client_task_id}",
    )
    return _told(await _done(gateway, ticket, change), status=201)


async def finish_task(gateway: Gateway, call: Call[None, None]) -> Response:
    """Say that a part is done; the contact is told how many are."""
    ticket = await _seen(gateway, call)
    number = int(call.path["task"]) if call.path["task"].isdecimal() else 0
    own = next((task for task in ticket.tasks if task.number == number), None)
    if own is None or not _may_finish(call.agent.account, ticket, own):
        raise NotFound
    change = Change("finish", "agent", author=call.agent.account.name, task=number)
    return _told(await _done(gateway, ticket, change))


def _may_finish(account: Account, ticket: Ticket, task: Task) -> bool:
    return account.sees(task.team) or account.sees(ticket.team)


async def _seen(gateway: Gateway, call: Call[NewTask, None] | Call[None, None]) -> Ticket:
    """A ticket of one's team, or one of which it does a part."""
    account = call.agent.account
    try:
        ticket = await gateway.blocking(gateway.private.tickets.get, call.path["number"])
    except UnknownTicket:
        raise NotFound from None
    if not any(map(account.sees, (ticket.team, *(task.team for task in ticket.tasks)))):
        raise NotFound
    return ticket


async def _done(gateway: Gateway, ticket: Ticket, change: Change) -> Ticket:
    try:
        after = await gateway.blocking(
            gateway.private.progress.act, ticket.number, change, now=gateway.now()
        )
    except (NotAllowed, NothingSaid):
        raise TaskNotPossible from None
    gateway.feed.announce(ticket.conversation_id)
    return after


def _told(ticket: Ticket, *, status: int = 200) -> Response:
    tasks = [PublicTask.of(ticket.number, task) for task in ticket.tasks]
    return Response(TaskList(tasks=tasks), status=status)
