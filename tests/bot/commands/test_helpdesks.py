from io import StringIO

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.helpdesks import UnknownHelpDesk, check, show_alerts, try_out
from tests.actions.tickets.receiver import answers, receiver

DESK = """
helpdesks:
  - {{name: desk, url: "{url}", secret: helpdesk_desk, two_way: {two_way}}}
"""


@pytest.fixture
def console():
    return Console(file=StringIO(), width=200)


def company(workspace, tmp_path, url, two_way="true"):
    desk = workspace / "actions" / "desk.yml"
    text = desk.read_text(encoding="utf-8").replace("helpdesks: []", "")
    desk.write_text(text + DESK.format(url=url, two_way=two_way), encoding="utf-8")
    return Workspace.load(workspace, {"PRIMERA_HOME": str(tmp_path / "home")})


def test_a_help_desk_that_is_not_named_is_told_with_those_that_are(workspace, tmp_path, console):
    here = company(workspace, tmp_path, "http://127.0.0.1:9/")
    with pytest.raises(UnknownHelpDesk, match=r"no help desk 'desx' in .*desk.yml; it has desk"):
        check(here, "desx", console)


def test_one_that_is_not_there_is_told(workspace, tmp_path, console):
    here = company(workspace, tmp_path, "http://127.0.0.1:9/")
    assert not check(here, "desk", console)
    assert not try_out(here, "desk", console)
    assert console.file.getvalue().count("connection refused") == 2


def test_one_that_only_receives_is_told_and_can_be_tried(workspace, tmp_path, console):
    with receiver(answers(204)) as helpdesk:
        here = company(workspace, tmp_path, helpdesk.url, two_way="false")
        assert not check(here, "desk", console)
        assert try_out(here, "desk", console)
    assert b"TEST from Primera" in helpdesk.received[0][1]
    assert "write `two_way: true`" in console.file.getvalue()


def test_an_answer_that_is_no_answer_is_told_without_its_words(workspace, tmp_path, console):
    with receiver(answers(200, b'{"helpdesk": 1, "user": "Ana"}')) as helpdesk:
        assert not check(company(workspace, tmp_path, helpdesk.url), "desk", console)
    said = console.file.getvalue()
    assert "its answer is not as docs/webhooks.md says (at helpdesk)" in said
    assert "Ana" not in said


def test_no_alert_is_said_to_be_none(workspace, tmp_path, console):
    show_alerts(company(workspace, tmp_path, "http://127.0.0.1:9/"), console)
    assert console.file.getvalue() == "Everything gets through.\n"
