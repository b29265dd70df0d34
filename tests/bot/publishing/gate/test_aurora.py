"""The checks that need no trained model, on the demo company's real index."""

import random

import pytest

from actions.workspace import Workspace
from bot.publishing.gate.answers import rehearsed_cases
from bot.publishing.gate.examples import example_cases, examples_of
from bot.publishing.making import build_index
from kb_index import KnowledgeBase, export_encoder
from kb_index.remembering_encoder import RememberingEncoder
from tests.bot.publishing.aurora import aurora_in
from tests.bot.publishing.edits import adds_example, moves_example, steals

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]


class Indexed:
    """A workspace and its index, built anew after each edit."""

    def __init__(self, root) -> None:
        self.workspace = Workspace.load(root, {})
        settings = self.workspace.settings
        self.encoder = export_encoder(settings.encoder, self.workspace.models)
        self.first = self.built()

    def built(self):
        return build_index(self.workspace, self.encoder, current=False)

    def encode(self, language, texts):
        encoder = RememberingEncoder.load(self.encoder)
        root, generation = self.workspace.index_root, self.first.name
        base = KnowledgeBase.of_generation(root, generation, self.encoder)
        return base.vectors(texts, language or base.languages[0], encoder)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory):
    return Indexed(aurora_in(tmp_path_factory.mktemp("indexed") / "aurora"))


def test_an_article_that_steals_questions_is_named_with_them(indexed):
    edit = steals(indexed.workspace.root, random.Random(9))
    thief = edit.name.split()[0]
    assert list(rehearsed_cases(indexed.first, indexed.first)) == []
    edit.write(indexed.workspace.root)
    cases = list(rehearsed_cases(indexed.first, indexed.built()))
    named = [case for case in cases if case.kind == "steals"]
    assert [case.values["thief"] for case in named] == [thief] * len(named)
    assert thief.removesuffix("-news") in {case.values["article"] for case in named}


def test_examples_that_are_moved_wrongly_are_named_and_one_more_is_fine(indexed):
    root = indexed.workspace.root
    before = examples_of(indexed.workspace)
    harmless = adds_example(root, random.Random(9))
    harmless.write(root)
    after = examples_of(indexed.workspace)
    assert list(example_cases(before, after, indexed.encode)) == []
    edit = moves_example(root, random.Random(9))
    edit.write(root)
    cases = list(example_cases(after, examples_of(indexed.workspace), indexed.encode))
    assert "example_moved" in {case.kind for case in cases}
