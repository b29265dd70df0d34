"""The program that trains and reads, with other work in their place: it needs no Rasa then."""

import json
import subprocess
import sys

import pytest

from tests.running import REPOSITORY

PROGRAM = """
import time
from bot.components import progress, workbench

def work(request):
    print("a library's chatter")
    progress.tell("learning acts")
    return request

def hang(request):
    progress.tell("hanging")
    time.sleep(600)

workbench._answers = lambda: {"work": work, "hang": hang}
workbench.main()
"""
ENDS_WITHIN_SECONDS = 10


@pytest.fixture
def program():
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        yield started
        started.kill()


def ask(program, **request) -> None:
    program.stdin.write(json.dumps(request) + "\n")
    program.stdin.flush()


def told(program) -> dict:
    return json.loads(program.stdout.readline())


def test_progress_and_answers_are_lines_and_chatter_is_for_the_log(program):
    for number in range(2):
        ask(program, do="work", number=number)
        assert told(program) == {"detail": "learning acts"}
        assert told(program) == {"number": number}
    program.stdin.close()
    assert program.wait(ENDS_WITHIN_SECONDS) == 0
    assert program.stdout.read() == ""
    assert program.stderr.read() == "a library's chatter\n" * 2


def test_it_ends_in_the_middle_of_work_when_nobody_waits_any_more(program):
    ask(program, do="hang")
    assert told(program) == {"detail": "hanging"}
    program.stdin.close()
    assert program.wait(ENDS_WITHIN_SECONDS) == 0
