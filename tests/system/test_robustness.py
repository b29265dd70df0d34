"""Accents that people leave out, and a slip of the fingers, change little of what is understood."""

import json
import random
import re
import string
import unicodedata
from pathlib import Path

import pytest

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.supervisor import environments
from bot.supervisor.app.steps import STEPS
from bot.training.workbench import Workbench
from tests.conftest import need
from tests.results import Results
from tests.running import REPOSITORY

HELD_OUT = REPOSITORY / "tests" / "held_out"
MOST_LOST_WITHOUT_ACCENTS = 0.01
MOST_LOST_BY_A_SLIP = 0.04
SLIPS = 10  # draws: of a word in each message, and of what befalls it
FEWEST_DRAWS = 4  # one draw alone says little
LONG_WORD = re.compile(r"[^\W\d_]{4,}")

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
    lost = share_right(understood, messages) - share_right(understood, without)
    assert lost <= MOST_LOST_WITHOUT_ACCENTS


def test_a_slip_in_one_word_loses_little(understood, proof_share):
    messages = acts()
    straight = share_right(understood, messages)
    lost = {}
    for seed in range(max(FEWEST_DRAWS, round(SLIPS * proof_share))):
        slipped = [(*message, random.Random(f"{seed} {message[1]}")) for message in messages]
        written = [
            (locale, with_a_slip(text, chance), act) for locale, text, act, chance in slipped
        ]
        assert sum(
            new[1] != old[1] for new, old in zip(written, messages, strict=True)
        ) > 0.75 * len(messages)
        lost[f"draw {seed}"] = round(straight - share_right(understood, written), 4)
    assert sum(lost.values()) / len(lost) <= MOST_LOST_BY_A_SLIP, lost
    if proof_share == 1:
        Results("robustness").add("accuracy of acts lost by one slip", lost)


def with_a_slip(text: str, chance: random.Random) -> str:
    """The text with one letter lost, added, changed or swapped in one word of four letters."""
    words = [*LONG_WORD.finditer(text)]
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start(), word.end() - 1)
    letter = chance.choice(string.ascii_lowercase)
    here, there = text[at], text[at + 1]
    slip = chance.choice([there, here + letter + there, letter + there, there + here])
    return text[:at] + slip + text[at + 2 :]
