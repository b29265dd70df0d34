"""Accents that people leave out change next to nothing of what is understood."""

import json
import unicodedata
from pathlib import Path

import pytest

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.supervisor import environments
from bot.supervisor.app.steps import STEPS
from bot.training.workbench import Workbench
from tests.conftest import need
from tests.running import REPOSITORY

HELD_OUT = REPOSITORY / "tests" / "held_out"
MOST_LOST = 0.01

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(0)]

Message = tuple[str, str, str]  # language, text, act


@pytest.fixture(scope="module")
def understood():
    """Reads messages with the demo company's model: the act of each."""
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    workspace = Workspace.load()
    encoder = exported_encoder(workspace)
    model = STEPS["model"](workspace.root, encoder, lambda _: None).result
    with Workbench(log=workspace.home / "logs" / "robustness.log") as workbench:

        def read(messages: list[tuple[str, str]]) -> list[dict]:
            request = {
                "do": "parse",
                "model": str(model),
                "encoder": str(encoder),
                "messages": [{"text": text, "locale": locale} for locale, text in messages],
            }
            return workbench.ask(request, report=lambda _: None)["readings"]

        yield read


def acts() -> list[Message]:
    return [
        (language, row["text"], row["act"])
        for language in ("es", "en")
        for row in rows(HELD_OUT / language / "acts.jsonl")
    ]


def rows(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    kept = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", kept)


def share_right(understood, messages: list[Message]) -> float:
    readings = understood([(language, text) for language, text, _ in messages])
    right = [
        read["intent"]["name"] == act for read, (_, _, act) in zip(readings, messages, strict=True)
    ]
    return sum(right) / len(right)


def test_missing_accents_lose_next_to_nothing(understood):
    """Acts by their label; questions, which have none here, by what they were taken for."""
    messages = [message for message in acts() if message[0] == "es"]
    questions = [("es", row["text"]) for row in rows(HELD_OUT / "es" / "questions.jsonl")]
    messages += [
        (language, text, read["intent"]["name"])
        for (language, text), read in zip(questions, understood(questions), strict=True)
    ]
    assert len(messages) >= 600
    without = [(language, plain(text), act) for language, text, act in messages]
    assert share_right(understood, messages) - share_right(understood, without) <= (MOST_LOST)
