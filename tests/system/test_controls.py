"""A lead withdraws an article and pauses answers while Primera runs."""

import os
import subprocess
import sys
import time

import httpx
import pytest

from tests.conversations.contact import ContactSide
from tests.running import REPOSITORY

pytestmark = pytest.mark.rasa

LIVE_SECONDS = 10
ASKED = {"es": "¿cómo devuelvo un pedido?", "en": "how do I return an order?"}


@pytest.fixture
def primera(running):
    """The command line of a lead beside the running Primera; whatever it switched is taken back."""

    def command(*arguments: str, must_work: bool = True) -> None:
        environment = {**os.environ, "PRIMERA_HOME": str(running.home)}
        code = "from bot.command_line import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 or not must_work, done.stderr

    yield command
    for taken_back in (("answers", "resume"), ("articles", "restore", "return-how")):
        command(*taken_back, must_work=False)
    command("notices", "end", "slow", must_work=False)


def replies(running, language: str) -> list[dict]:
    with ContactSide(running.base_url, language) as contact:
        return contact.says(ASKED[language])


def kinds(running, language: str) -> list[str]:
    return [reply["kind"] for reply in replies(running, language)]


def page(running, language: str) -> int:
    return httpx.get(f"{running.base_url}/help/{language}/return-how").status_code


def until(condition) -> None:
    """Waits for what must be live within ten seconds."""
    end = time.monotonic() + LIVE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"not live after {LIVE_SECONDS} s"
        time.sleep(0.2)


def test_a_withdrawn_article_is_neither_answered_nor_shown_until_it_is_restored(running, primera):
    assert kinds(running, "es") == ["answer"]
    primera("articles", "withdraw", "return-how", "--language", "es", "--reason", "wrong days")
    until(lambda: "answer" not in kinds(running, "es") and page(running, "es") == 404)
    assert kinds(running, "en") == ["answer"]
    assert page(running, "en") == 200
    primera("articles", "restore", "return-how")
    until(lambda: kinds(running, "es") == ["answer"] and page(running, "es") == 200)


def test_while_answers_are_paused_every_question_goes_to_people(running, primera):
    primera("answers", "pause", "--reason", "audit")
    until(lambda: "answer" not in kinds(running, "en"))
    with ContactSide(running.base_url, "en") as contact:
        begun = contact.says(ASKED["en"])
        assert begun[-1]["kind"] == "question"  # the form for a ticket
        assert all("article" not in reply for reply in begun)
        inside = contact.says("and do you deliver to Portugal?")
        assert all("article" not in reply for reply in inside)
    primera("answers", "resume")
    until(lambda: kinds(running, "en") == ["answer"])


def test_a_notice_is_said_once_before_the_first_answer_on_its_topic(running, primera):
    texts = {"es": "Las devoluciones tardan dos días más.", "en": "Returns take two days longer."}
    options = [f"--text={language}={text}" for language, text in texts.items()]
    primera("notices", "add", "slow", *options, "--topic", "returns", "--until", "2999-12-31")
    until(lambda: kinds(running, "es") == ["notice", "answer"])
    with ContactSide(running.base_url, "en") as contact:
        (payment,) = contact.says("what forms of payment do you accept?")
        assert payment["kind"] == "answer"
        notice, answer = contact.says(ASKED["en"])
        assert (notice["kind"], notice["text"]) == ("notice", texts["en"])
        assert answer["kind"] == "answer"
        (again,) = contact.says(ASKED["en"])
        assert again["kind"] == "answer"
    primera("notices", "end", "slow")
    until(lambda: kinds(running, "es") == ["answer"])
