"""Whatever is asked, corrected, taken back or begun again in between: the ticket is the same."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.supervisor import environments
from tests.conftest import need
from tests.metamorphic.bot import trained_bot, with_sure
from tests.metamorphic.contact import Dialogue
from tests.metamorphic.person import Person
from tests.metamorphic.phrasings import Pool, phrasings, plain
from tests.metamorphic.play import Played, play, same
from tests.results import Results
from tests.running import REPOSITORY

SEED = 3
DIALOGUES = 2_000
SEEDED_DIALOGUES = 60
# Held side by side; a proof that was stopped goes on behind the last of these.
AT_A_TIME = 250
TWO_CORRECTIONS = 0.25
FIELDS = frozenset({"summary", "order_number", "contact", "name", "confirmed"})
# Of the company's own kinds, those that the matters lead to.
OF_COMPANY = frozenset({"repair_number", "charge_date", "call_time"})


def test_nothing_of_what_is_written_was_learned():
    learned = set(learned_texts())
    written = [
        text
        for pool in phrasings().values()
        for kind, texts in pool.items()
        if kind not in ("names", "wrong_names") and not kind.startswith(("right_", "wrong_"))
        for text in texts
        if plain(text) not in ("", "value")
    ]
    assert len(written) > 150
    assert [text for text in written if plain(text) in learned] == []


def learned_texts() -> Iterator[str]:
    """Every example and phrasing of the company's files, as its words alone."""
    for file in (REPOSITORY / "nlu_data" / "nlu").glob("*/*.yml"):
        for line in file.read_text("utf-8").splitlines():
            yield plain(line.strip().removeprefix("- "))
    for file in (REPOSITORY / "kb_index" / "articles").glob("*/*.md"):
        head = yaml.safe_load(file.read_text("utf-8").split("---\n")[1])
        yield from (plain(text) for text in (head["title"], *head.get("phrasings", ())))


@pytest.mark.rasa
@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_the_ticket_is_that_of_the_plain_dialogue(tmp_path, proof_share):
    """C9, D3: whatever comes in between, the team gets what the contact means."""
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    whole = proof_share == 1
    results = Results("dialogues") if whole else None
    rows = list(rows_of(tmp_path, DIALOGUES if whole else SEEDED_DIALOGUES, results))
    wrong = [each for row in rows for each in row["wrong"]]
    assert wrong == [], "\n\n".join("\n".join(each) for each in wrong)
    total = sum(row["dialogues"] for row in rows)
    assert sum(row["with two corrections"] for row in rows) >= TWO_CORRECTIONS * total
    disturbed = sum((Counter(row["disturbed"]) for row in rows), Counter())
    assert {each.split(": ")[0] for each in disturbed} >= FIELDS | OF_COMPANY
    assert {"noise", "bad", "wrong", "cancel"} <= {each.split(": ")[1] for each in disturbed}


def rows_of(folder: Path, number: int, results: Results | None) -> Iterator[dict[str, Any]]:
    """What was found in so many dialogues, some hundred at a time."""
    with trained_bot(folder) as (outside, rules, reader):
        pools = with_sure(phrasings(), outside, rules, reader)
        bot = {"outside": outside, "rules": rules, "reader": reader}
        for first in range(0, number, AT_A_TIME):
            key = f"{first} to {min(first + AT_A_TIME, number) - 1}"
            if results is None or key not in results:
                seeds = range(first, min(first + AT_A_TIME, number))
                plainly = play([drawn(pools, seed) for seed in seeds], twisted=False, **bot)
                twisted = play([drawn(pools, seed) for seed in seeds], twisted=True, **bot)
                row = found_in(plainly, twisted)
                if results is not None:
                    results.add(key, row)
                yield row


def drawn(pools: dict[str, Pool], number: int) -> Dialogue:
    """The dialogue of a number: the same person and the same chance whenever it is drawn."""
    chance = random.Random(f"{SEED} {number}")
    language = sorted(pools)[number % len(pools)]
    person = Person.of(language, pools[language], chance)
    return Dialogue(person, pools[language], chance)


def found_in(plainly: list[Played], twisted: list[Played]) -> dict[str, Any]:
    """What is kept of some dialogues; `wrong` tells those that came out otherwise, turn by turn."""
    pairs = list(zip(plainly, twisted, strict=True))
    disturbed = Counter(
        f"{move.at}: {move.why}"
        for each in twisted
        for move in each.dialogue.moves
        if move.at and move.why not in ("answer", "confirm", "change")
    )
    return {
        "dialogues": len(pairs),
        "messages": sum(len(each.heard) for each in twisted),
        "same ticket": sum(same(*pair) for pair in pairs),
        "with two corrections": sum(each.dialogue.corrections > 1 for each in twisted),
        "disturbed": dict(sorted(disturbed.items())),
        "wrong": [other.heard for one, other in pairs if not same(one, other)],
    }
