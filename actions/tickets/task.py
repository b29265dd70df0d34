"""Task: what another team does for a ticket that stays with its owner; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from actions.tickets.errors import NotAllowed, NothingSaid
from actions.tickets.events import utc

TaskState = Literal["open", "done", "dropped"]
MOST = 20


@dataclass(frozen=True, slots=True)
class Task:
    """`what` is between the teams: no contact reads it. Times are in UTC, as events have them."""

    number: int  # within its ticket, from 1
    team: str
    what: str = field(repr=False)
    state: TaskState = "open"
    asked_by: str | None = None
    asked_at: str = ""
    done_by: str | None = None
    done_at: str | None = None


def with_task(
    tasks: Sequence[Task], *, owner: str, team: str | None, what: str, by: str | None, now: datetime
) -> tuple[Task, ...]:
    """The tasks and one more; raises NotAllowed, NothingSaid."""
    if not what.strip():
        raise NothingSaid("task")
    if team is None or team == owner:
        raise NotAllowed("A task is for another team than the ticket's own; name that team.")
    if len(tasks) >= MOST:
        raise NotAllowed(f"A ticket has {MOST} tasks at most; open another ticket.")
    return (*tasks, Task(len(tasks) + 1, team, what.strip(), asked_by=by, asked_at=utc(now)))


def with_done(
    tasks: Sequence[Task], number: int | None, *, by: str | None, now: datetime
) -> tuple[Task, ...]:
    """The tasks with one finished; raises NotAllowed."""
    left = [task.number for task in tasks if task.state == "open"]
    if number not in left:
        known = ", ".join(map(str, left)) or "none"
        raise NotAllowed(f"Task {number} is not open; open are: {known}.")
    return tuple(
        replace(task, state="done", done_by=by, done_at=utc(now)) if task.number == number else task
        for task in tasks
    )


def dropped(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks of a ticket that is closed: what is not done is not done any more."""
    return tuple(replace(task, state="dropped") if task.state == "open" else task for task in tasks)


def progress_of(tasks: Sequence[Task]) -> tuple[int, int]:
    """How many are done, of how many that count."""
    counted = [task for task in tasks if task.state != "dropped"]
    return sum(task.state == "done" for task in counted), len(counted)
