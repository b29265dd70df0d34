"""Generations built and switched while others ask, and builds killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest

from kb_index import Answer, KnowledgeBase, build, read_library
from kb_index.generations import KEPT, listed, switch
from tests.kb_index.conftest import BAKERY, REPOSITORY, write_file

SWAPS = 100
ASKING = 3
KILLS = 50
# Answered surely in any edition: the phrasings of the bakery, word for word.
QUESTIONS = {
    phrasing: article_id
    for article_id, (_, _, phrasings) in BAKERY.items()
    for phrasing in phrasings
}

BUILD_WHEN_TOLD = """
import sys
from pathlib import Path
from kb_index import build

articles, index_root, encoder = map(Path, sys.argv[1:])
print("ready", flush=True)
build(articles, index_root, encoder, languages=["en"], target_precision=0.9)
print("built", flush=True)
"""


def write_edition(articles: Path, edition: int) -> None:
    """The bakery's articles, each of which says which edition it is of."""
    for article_id, (text, title, phrasings) in BAKERY.items():
        quoted = ", ".join(f'"{phrasing}"' for phrasing in phrasings)
        write_file(
            articles,
            article_id,
            f"{text} Edition {edition}.",
            title=f'"{title}"',
            phrasings=f"[{quoted}]",
        )


def revisions(articles: Path) -> dict[str, str]:
    published = read_library(articles, languages=["en"], count_tokens=len).published("en")
    return {article.id: article.revision for article in published}


class Editions:
    """Builds editions, and knows which generation each is."""

    def __init__(self, bakery: Path, encoder_directory: Path) -> None:
        self.articles, self.index_root = bakery / "articles", bakery / "built"
        self.encoder_directory = encoder_directory
        self.edition_of: dict[str, int] = {}
        self.revisions_of: dict[str, dict[str, str]] = {}

    def build(self, edition: int) -> None:
        write_edition(self.articles, edition)
        before = listed(self.index_root)
        folder = build(
            self.articles,
            self.index_root,
            self.encoder_directory,
            languages=["en"],
            target_precision=0.9,
        )
        # Not served before `refresh`, so nobody can have asked it yet.
        assert folder.name not in before
        self.edition_of[folder.name] = edition
        self.revisions_of[folder.name] = revisions(self.articles)

    def mistakes(self, question: str, found: object, generation: str) -> list[str]:
        """What in an answer is not of the generation that it was found in."""
        if not isinstance(found, Answer):
            return [f"{question}: {type(found).__name__}"]
        edition, own = self.edition_of[generation], self.revisions_of[generation]
        told = [
            (found.article.id == QUESTIONS[question], "article"),
            (found.text.endswith(f"Edition {edition}."), "text"),
            (found.article.text.endswith(f"Edition {edition}."), "article's text"),
            (found.article.revision == own[found.article.id], "revision"),
            (all(hit.revision == own[hit.article_id] for hit in found.hits), "hits"),
        ]
        return [f"{question}: {what}" for right, what in told if not right]


@pytest.mark.prove
def test_a_hundred_swaps_under_questions_fail_none_and_mix_none(
    bakery, encoder_directory, proof_share
):
    editions = Editions(bakery, encoder_directory)
    for edition in range(KEPT):
        editions.build(-edition)
    knowledge_base = KnowledgeBase.load(editions.index_root, encoder_directory)
    over, mistakes, answered = Event(), [], Counter()

    def ask(number: int) -> None:
        chance = random.Random(number)
        while not over.is_set():
            question = chance.choice(list(QUESTIONS))
            try:
                still = knowledge_base.held_still(lambda article: True)  # as a turn does
                found = still.answer(question, language="en")
                mistakes.extend(editions.mistakes(question, found, still.generation))
                answered[still.generation] += 1
            except Exception as error:
                mistakes.append(f"{question}: {error!r}")

    asking = [Thread(target=ask, args=[number]) for number in range(ASKING)]
    for thread in asking:
        thread.start()
    try:
        for swap in range(1, SWAPS + 1):
            # In the seeded part most swaps go back to a generation that is kept.
            if swap % round(1 / proof_share) == 0:
                editions.build(swap)
            else:
                switch(editions.index_root, listed(editions.index_root)[-1])
            assert knowledge_base.refresh()
            assert knowledge_base.generation == listed(editions.index_root)[0]
    finally:
        over.set()
        for thread in asking:
            thread.join()
    assert mistakes == []
    assert len(answered) >= SWAPS * proof_share / 2


@pytest.mark.prove
def test_a_build_killed_at_any_moment_leaves_a_good_generation_and_no_litter(
    bakery, encoder_directory, proof_share
):
    editions = Editions(bakery, encoder_directory)
    editions.build(0)
    chance = random.Random(0)
    whole = build_in_a_process(editions, 1, kill_after=None)
    serves, killed = 1, 0
    for edition in range(2, 2 + round(KILLS * proof_share)):
        killed += build_in_a_process(editions, edition, kill_after=chance.uniform(0, whole)) > 0
        knowledge_base = KnowledgeBase.load(editions.index_root, encoder_directory)
        found = knowledge_base.answer("when are you open?", language="en")
        assert isinstance(found, Answer)
        # Killed after the switch, the new one serves.
        told = [n for n in (serves, edition) if found.text.endswith(f"Edition {n}.")]
        assert len(told) == 1
        (serves,) = told
        assert knowledge_base.generation == listed(editions.index_root)[0]
        assert_little_is_left(editions.index_root)
    assert killed >= KILLS * proof_share / 2
    build_in_a_process(editions, 1_000, kill_after=None)
    last = KnowledgeBase.load(editions.index_root, encoder_directory)
    assert last.article("opening", "en").text.endswith("Edition 1000.")
    kept = {path.name for path in editions.index_root.iterdir()}
    assert kept == {*listed(editions.index_root), "current", "vectors.npz", ".lock"}


def build_in_a_process(editions: Editions, edition: int, *, kill_after: float | None) -> float:
    """Seconds from the first import on; 0.0 for a build that ended before it was to be killed."""
    write_edition(editions.articles, edition)
    arguments = [editions.articles, editions.index_root, editions.encoder_directory]
    with subprocess.Popen(
        [sys.executable, "-c", BUILD_WHEN_TOLD, *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        if kill_after is None:
            assert process.stdout.readline() == "built\n"
            return time.monotonic() - began
        time.sleep(kill_after)
        os.kill(process.pid, signal.SIGKILL)
    return kill_after if process.returncode == -signal.SIGKILL else 0.0


def assert_little_is_left(index_root: Path) -> None:
    """No more than one killed build can leave: its folder, and one that does not serve yet."""
    unlisted = {path.name for path in index_root.iterdir()} - set(listed(index_root))
    names = {".lock", ".current", "current", "vectors.npz", "vectors.unfinished.npz"}
    left = unlisted - names
    assert len([name for name in left if name.startswith(".building-")]) <= 1
    assert len(left) <= 2
    assert len(listed(index_root)) <= KEPT
