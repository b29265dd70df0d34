"""What a company gets from its first ten articles, in Spanish alone, with five phrasings each."""

import random
from dataclasses import replace

import pytest

from kb_index.judgement import judge, learn_judgement
from kb_index.knowledge_base import Answer, Shelf, Suggestions, decide
from kb_index.rehearsal import rehearse
from kb_index.retrieval import LanguageIndex
from kb_index.threshold import CERTAIN
from tests.kb_index.test_aurora_answers import questions

ARTICLES, PHRASINGS, SEEDS = 10, 5, (0, 1, 2)
# Measured .87, .94 and .90.
HELPED = 0.7


@pytest.fixture(scope="module", params=SEEDS)
def shelf(request, aurora, encoder) -> Shelf:
    chosen = random.Random(request.param).sample(aurora.published("es"), ARTICLES)
    few = [replace(article, phrasings=article.phrasings[:PHRASINGS]) for article in chosen]
    index = LanguageIndex.build("es", few, encoder, glossed=True)
    rehearsed = rehearse(index, encoder)
    judged = judge(index, rehearsed)
    return Shelf(index, learn_judgement(index, rehearsed, judged, target_precision=0.9))


def test_the_right_article_is_shown_or_suggested_and_nothing_unproven_answered(shelf, encoder):
    own = {article.id for article in shelf.index.articles}
    asked = [question for question in questions("es") if question.right & own]
    prepared = shelf.index.questions([question.text for question in asked], encoder)
    helped = 0
    for question, ready in zip(asked, prepared, strict=True):
        evidence = shelf.index.evidence(shelf.index.search(ready))
        found = decide(shelf, evidence, topics={}, out_of_scope=0.0, may_show=lambda _: True)
        match found:
            case Answer(article=article):
                assert shelf.judgement.threshold.basis == "proven" or found.confidence == CERTAIN
                helped += article.id in question.right
            case Suggestions(articles=articles):
                helped += not question.right.isdisjoint(article.id for article in articles)
    assert len(asked) >= 30
    assert helped / len(asked) >= HELPED
