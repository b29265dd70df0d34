"""The whole examination, in the order in which one thing needs the other."""

from collections.abc import Iterator
from datetime import UTC, datetime

from actions.workspace import Workspace
from bot.doctor.access import access
from bot.doctor.finding import Finding
from bot.doctor.helpdesks import helpdesks
from bot.doctor.installation import installation
from bot.doctor.mail import mail
from bot.doctor.processes import processes
from bot.doctor.serving import serving
from bot.doctor.store import store
from bot.supervisor import run_file


def examine(workspace: Workspace) -> Iterator[Finding]:
    """Everything: what is installed, and of what runs whether it is well."""
    now = datetime.now(UTC)
    yield from installation(workspace)
    yield from access(workspace)
    running = run_file.read(workspace.home)
    if running is None:
        yield from helpdesks(workspace, now, ask=False)
        yield from mail(workspace)
        yield Finding("Primera", None, "does not run here; `make run` starts it")
        return
    yield from processes(running)
    yield from serving(workspace, running, now)
    yield from store(workspace, running, now)
    yield from helpdesks(workspace, now, ask=True)
    yield from mail(workspace)
