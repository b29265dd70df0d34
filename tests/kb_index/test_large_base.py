"""A base whose passages are searched along a graph, from its articles to its answers."""

import random
from dataclasses import replace

import numpy as np
import pytest

from kb_index import KnowledgeBase, build
from kb_index.generations import listed, manifest_of
from kb_index.index import MOST_EXACT, VectorIndex
from tests.kb_index.conftest import write_file
from tests.results import Results

WHOLE = 1.1 * MOST_EXACT
# Of the whole, what is built by default.
SEEDED = 0.04
PASSAGES_PER_ARTICLE = 100
ASKED, NEAREST = 50, 10
THINGS = "radio kettle lamp camera printer router speaker heater keyboard monitor charger drone"
PARTS = "battery cable lid filter screen handle button antenna fuse remote stand hinge"
WOES = "broke leaks hums smells flickers freezes rattles overheats stuck missing scratched rusty"
PLACES = "Bilbao Vigo Seville Paris Lisbon Rome Lyon Porto Turin Malaga Nantes Milan"


def sentence(chance: random.Random) -> str:
    thing, part, woe, place = (
        chance.choice(words.split()) for words in (THINGS, PARTS, WOES, PLACES)
    )
    order = chance.randrange(10_000)
    return f"If the {part} of your {thing} {woe}, ask our {place} shop for part {order}."


@pytest.fixture
def large(articles, tmp_path, encoder_directory, proof_share, monkeypatch):
    """The whole is more than is ever searched exactly; of a part, so is less."""
    share = proof_share if proof_share == 1.0 else SEEDED
    monkeypatch.setattr("kb_index.index.MOST_EXACT", round(MOST_EXACT * share))
    chance = random.Random(0)
    for number in range(round(WHOLE * share) // PASSAGES_PER_ARTICLE):
        sections = (f"## Part {n}\n\n{sentence(chance)}" for n in range(PASSAGES_PER_ARTICLE))
        write_file(articles, f"parts-{number}", "\n\n".join(sections))
    build(articles, tmp_path / "built", encoder_directory, languages=["en"], target_precision=0.9)
    return tmp_path / "built"


@pytest.mark.prove
def test_more_passages_than_are_searched_exactly_are_found_along_a_graph(
    large, encoder, encoder_directory, monkeypatch, proof_share
):
    searches = manifest_of(large / listed(large)[0]).searches
    assert searches["en/index/passages/vectors.faiss"] == "hnsw"
    assert searches["en/index/title/vectors.faiss"] == "exact"
    knowledge_base = KnowledgeBase.load(large, encoder_directory)
    fields = knowledge_base._generation.shelves["en"].index._fields
    vectors, chance = fields["passages"].vectors, random.Random(1)
    every = vectors._index.reconstruct_n(0, vectors._index.ntotal)
    questions = [sentence(chance) for _ in range(ASKED)]
    near = 0
    for asked in encoder.encode(questions, role="question"):
        nearest = np.argsort(-(every @ asked))[:NEAREST]
        near += int((vectors.scores(asked)[nearest] > 0).sum())
    along_a_graph = [knowledge_base.answer(text, language="en").hits for text in questions]
    monkeypatch.setattr("kb_index.index.MOST_EXACT", len(every))
    monkeypatch.setattr("kb_index.index.SMALL", 0)  # the nearest alone, as of any large field
    fields["passages"] = replace(fields["passages"], vectors=VectorIndex.build(every))
    exactly = [knowledge_base.answer(text, language="en").hits for text in questions]
    firsts = zip(along_a_graph, exactly, strict=True)
    same = sum(ours[0].passage_id == its[0].passage_id for ours, its in firsts)
    recall, alike = near / (NEAREST * ASKED), same / ASKED
    if proof_share == 1:
        figures = {"recall_at_10": recall, "same_first_passage": alike, "questions": ASKED}
        Results("large_base").add(f"{len(every):,} passages", figures)
    assert recall >= 0.97
    assert alike >= 0.97
