"""`primera demo-desk`: a real help desk beside Primera, which gets the workspace's tickets."""

from actions.bridges.django_helpdesk import demo_desk
from actions.tickets import Desk
from actions.workspace import Workspace

NAME = "demo"


class NoDemoDesk(Exception):
    """The workspace sends its tickets to no help desk of that name."""


def start(workspace: Workspace) -> int:
    """Runs until Ctrl-C; the exit code."""
    return demo_desk.run(demo_desk_of(workspace))


def demo_desk_of(workspace: Workspace) -> demo_desk.DemoDesk:
    """The workspace's own, with a queue for each team; raises NoDemoDesk."""
    desk = Desk.load(workspace.desk_file)
    helpdesk = next((each for each in desk.helpdesks if each.name == NAME), None)
    if helpdesk is None:
        raise NoDemoDesk(
            f"{workspace.desk_file} has no help desk {NAME!r}. Add to helpdesks: "
            f"{{name: {NAME}, url: http://127.0.0.1:5335/webhook, secret: helpdesk_demo, "
            "two_way: true}."
        )
    language = workspace.settings.default_language
    queues = {team: desk.team_name(team, language) for team in desk.teams}
    secret = workspace.secret(helpdesk.secret)
    gateway = workspace.settings.gateway
    host = "127.0.0.1" if gateway.host == "0.0.0.0" else gateway.host
    callback = f"http://{host}:{gateway.port}/v1/helpdesks/{NAME}/events"
    return demo_desk.DemoDesk(workspace.home / "demo-desk", queues, secret, callback_url=callback)
