"""The demo help desk beside a running Primera."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from actions.bridges.django_helpdesk import demo_desk
from actions.bridges.django_helpdesk.demo_desk import DemoDesk
from actions.workspace import Workspace
from bot.commands.demo_desk import demo_desk_of
from tests.running import Running


@contextmanager
def help_desk(running: Running, python: Path) -> Iterator[DemoDesk]:
    """As `primera demo-desk` starts it, while the block lasts; its tickets stay."""
    callback = f"{running.base_url}/v1/helpdesks/demo/events"
    desk = replace(demo_desk_of(workspace_of(running)), callback_url=callback)
    processes = demo_desk.start(desk, python)
    try:
        yield desk
    finally:
        demo_desk.stop(processes)


def workspace_of(running: Running) -> Workspace:
    """The repository's, with the data of that Primera."""
    return replace(Workspace.load(), home=running.home)
