"""What customers asked in vain reaches a lead, without what tells who asked."""

import json
import os
import subprocess
import sys

import pytest

from tests.conversations.contact import ContactSide
from tests.running import REPOSITORY

pytestmark = pytest.mark.rasa

ASKED = (
    "soy Xoana Ruiz, ¿tenéis tarjeta de puntos?",
    "¿hay tarjeta de puntos para clientes? mi correo es xoana@ejemplo.es",
)
NONE_OF_THESE = "Ninguna: prefiero una persona"


@pytest.fixture
def primera(running):
    """The command line of a lead beside the running Primera; what it prints."""

    def command(*arguments: str) -> str:
        environment = {**os.environ, "PRIMERA_HOME": str(running.home), "COLUMNS": "200"}
        code = "from bot.command_line import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "unanswered", *arguments],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return command


def asks_in_vain(running, text: str) -> str:
    """The ticket that it ends in."""
    with ContactSide(running.base_url, "es") as contact:
        replies = contact.says(text)
        if NONE_OF_THESE in contact.buttons:
            replies = contact.presses(NONE_OF_THESE)
        for _ in range(6):
            if ticket := replies[-1].get("ticket"):
                return ticket["number"]
            replies = contact.says(_value(replies[-1]["text"]))
    raise AssertionError("no ticket was opened")


def _value(question: str) -> str:
    if "correo" in question:
        return "xoana@ejemplo.es"
    return "Xoana Ruiz" if "nombre" in question or "llamas" in question else "sí"


def test_questions_in_vain_come_together_redacted_and_are_closed(running, primera, tmp_path):
    opened = [asks_in_vain(running, text) for text in ASKED]
    primera("list", "--json", str(tmp_path / "groups.json"))
    groups = json.loads((tmp_path / "groups.json").read_text("utf-8"))
    (group,) = [each for each in groups if set(opened) & numbers(each)]
    assert set(opened) <= numbers(group)  # both, whoever else may have asked for it
    words = json.dumps(groups, ensure_ascii=False)
    assert "Xoana" not in words
    assert "xoana@" not in words
    count, number = len(group["questions"]), str(group["group"])
    shown = primera("show", number)
    assert "[name], ¿tenéis tarjeta de puntos?" in shown
    assert opened[0] in shown
    assert f"Closed: {count} questions" in primera("close", number, "--reason", "next spring")
    assert "puntos" not in primera("list", "--limit", "1000")
    assert f"{count} questions" in primera("reopen", number)
    assert "puntos" in primera("list", "--limit", "1000")
    primera("close", number, "--reason", "next spring")


def numbers(group: dict) -> set[str]:
    """The tickets that its questions ended in."""
    return {number for question in group["questions"] for number in question["tickets"]}
