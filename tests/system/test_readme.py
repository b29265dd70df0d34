"""The README's example does what it says, on a running Primera."""

import json
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.rasa

README = Path(__file__).parents[2] / "README.md"
ADDRESS = "http://127.0.0.1:8080"


def example(base_url: str) -> str:
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    [block] = [block for block in blocks if "begin es" in block]
    return block.replace(ADDRESS, base_url)


def test_the_example_answers_twice_and_ends_in_a_ticket(running):
    done = subprocess.run(
        ["bash", "-c", example(running.base_url)], capture_output=True, text=True, check=True
    )
    said = [answer["replies"] for answer in answers_in(done.stdout)]
    spanish, english, uncovered, *_, last = said
    assert spanish[0]["article"]["id"] == english[0]["article"]["id"] == "return-how"
    assert spanish[0]["text"] != english[0]["text"]
    assert [reply["kind"] for reply in uncovered] == ["text", "question"]
    assert all("article" not in reply for reply in uncovered)
    ticket = last[0]["ticket"]
    assert ticket["number"] in last[0]["text"]
    assert ticket["team"]
    assert ticket["due_at"]


def answers_in(output: str) -> list[dict]:
    decoder, answers = json.JSONDecoder(), []
    while output := output.lstrip():
        answer, end = decoder.raw_decode(output)
        answers.append(answer)
        output = output[end:]
    return answers
