import json

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands import logs

ID = "0" * 32


@pytest.fixture
def company(tmp_path):
    return Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})


def written(company, name, lines):
    folder = company.home / "logs"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def line(at, process, event, **fields):
    return json.dumps({"at": at, "level": "info", "process": process, "event": event, **fields})


def shown(company, wanted):
    console = Console(record=True, width=200)
    return logs.show(company, wanted, console), console.export_text()


def test_the_way_of_a_request_is_told_in_the_order_of_its_time(company):
    written(company, "rasa.log", [line("2", "rasa", "turn", request_id=ID, seconds=0.1)])
    written(company, "gateway.log", [line("3", "gateway", "answered", request_id=ID)])
    written(company, "gateway.log.1", [line("1", "gateway", "message kept", request_id=ID)])
    found, text = shown(company, ID)
    assert found
    told = [each.split() for each in text.splitlines()]
    assert [(at, process) for at, process, *_ in told] == [
        ("1", "gateway"),
        ("2", "rasa"),
        ("3", "gateway"),
    ]
    assert "seconds=0.1" in text


def test_lines_of_others_and_of_libraries_are_left_out(company):
    other = line("1", "gateway", "answered", request_id="1" * 32)
    noise = f"W0000 a library says {ID}"
    mine = line("2", "gateway", "answered", message_id=ID)
    written(company, "gateway.log", [other, noise, mine])
    assert len(shown(company, ID)[1].splitlines()) == 1


def test_an_id_that_nobody_named_is_told(company):
    found, text = shown(company, ID)
    assert not found
    assert "No line in" in text
