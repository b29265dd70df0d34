import io
import json

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.doctor import doctor


@pytest.fixture
def told(workspace):
    """What is said of the workspace, with another end of its desk file."""

    def after(helpdesks: str) -> tuple[str, bool]:
        desk = workspace / "actions" / "desk.yml"
        desk.write_text(desk.read_text("utf-8").replace("helpdesks: []", helpdesks), "utf-8")
        output = io.StringIO()
        well = doctor(Workspace.load(workspace, {}), Console(file=output, width=300))
        [line] = [each for each in output.getvalue().splitlines() if "Help desk" in each]
        return line, well

    return after


def test_that_nobody_is_told_of_a_ticket_is_said_and_is_no_mistake(told):
    line, _ = told("helpdesks: []")
    assert line.split()[0] == "·"
    assert "tickets are kept but nobody is told; name one under helpdesks" in line


def test_help_desks_are_named(told):
    line, _ = told("helpdesks: [{name: ours, url: 'https://h.example/w', secret: ours}]")
    assert line.split() == ["✓", "Help", "desk", "ours"]


def test_a_desk_file_that_cannot_be_read_is_a_finding_not_the_end(told):
    line, well = told("helpdesks: 3")
    assert "✗" in line
    assert "actions/desk.yml, line" in line
    assert not well


def test_a_program_reads_the_same_findings(workspace):
    output = io.StringIO()
    well = doctor(Workspace.load(workspace, {}), Console(file=output, width=80), as_json=True)
    told = json.loads(output.getvalue())
    assert told["well"] is well
    assert {"name", "well", "sentence"} == set(told["findings"][0])
    assert "Primera" in [finding["name"] for finding in told["findings"]]
