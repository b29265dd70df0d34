import json
from collections import Counter

import pytest

from kb_index.confidence import CLASSIFIER
from kb_index.library import read_library
from kb_index.rehearsal import (
    evenly,
    folds,
    leaving_out,
    rehearse,
    taking_away,
    unrelated_questions,
)
from kb_index.retrieval import COLUMNS, LanguageIndex
from tests.kb_index.conftest import LANGUAGES

PHRASINGS = [n for n, (field, _) in enumerate(COLUMNS) if field == "phrasings"]


@pytest.fixture(scope="module")
def aurora_english(aurora, encoder) -> LanguageIndex:
    return LanguageIndex.build("en", aurora.published("en"), encoder)


def test_a_phrasing_left_out_no_longer_finds_itself(aurora_english, encoder):
    number, article = next(
        (n, a) for n, a in enumerate(aurora_english.articles) if a.id == "return-how"
    )
    phrasing = article.phrasings[2]
    (question,) = aurora_english.questions([phrasing], encoder)
    there = aurora_english.evidence(aurora_english.search(question))
    gone = aurora_english.evidence(
        aurora_english.search(question), leaving_out(aurora_english, number, phrasing)
    )
    best_there = there.scores[there.candidates == number][0][PHRASINGS]
    best_gone = gone.scores[gone.candidates == number][0][PHRASINGS]
    assert best_there[0] == pytest.approx(1.0, abs=1e-4)
    assert (best_gone < best_there).all()


def test_a_phrasing_left_out_is_classified_as_by_a_base_that_never_had_it(
    write_article, articles, encoder
):
    def base(*phrasings: str) -> LanguageIndex:
        for name, own in {
            "cards": phrasings,
            "hours": ("when are you open?", "closing time"),
        }.items():
            write_article(name, f"About {name}.", phrasings=json.dumps(own))
        library = read_library(articles, languages=["en"], count_tokens=encoder.count_tokens)
        return LanguageIndex.build("en", library.published("en"), encoder)

    whole = base("pay by card", "do you take Visa?", "card refused")
    left_out = leaving_out(whole, 0, "do you take Visa?")
    without = base("pay by card", "card refused")
    (question,) = without.questions(["do you take Visa?"], encoder)
    never_had = without.evidence(without.search(question))
    for number, article in enumerate(without.articles):
        place = list(never_had.candidates).index(number)
        assert whole.articles[number].id == article.id
        assert left_out.classified[number] == pytest.approx(
            never_had.scores[place, CLASSIFIER], abs=0.06
        )


def test_an_article_taken_away_gets_nothing_from_the_classifier(aurora_english):
    for away in taking_away(aurora_english, 3, {3, 5}).values():
        assert away.classified[[3, 5]] == pytest.approx(0.0, abs=1e-3)


def test_the_same_words_elsewhere_in_the_article_are_left_out_too(aurora_english):
    number, article = next(
        (n, a) for n, a in enumerate(aurora_english.articles) if a.id == "access-password"
    )
    assert article.title in article.phrasings
    left_out = leaving_out(aurora_english, number, article.title)
    assert len(left_out.rows["title"]) == 1
    assert len(left_out.rows["phrasings"]) >= 1


def test_an_article_taken_away_is_no_candidate(aurora_english, encoder):
    away = [
        question for question in rehearse(aurora_english, encoder) if question.kind == "taken_away"
    ]
    assert away
    assert all(question.article not in question.evidence.candidates for question in away)


def test_small_talk_is_shipped_for_the_companys_languages_and_missed_for_others():
    assert all(len(unrelated_questions(language)) >= 50 for language in LANGUAGES)
    assert unrelated_questions("xx") == []


def test_unrelated_questions_do_not_drown_those_of_a_small_base(write_article, articles, encoder):
    write_article("opening", phrasings='["when are you open?", "opening hours"]')
    library = read_library(articles, languages=["en"], count_tokens=encoder.count_tokens)
    small = LanguageIndex.build("en", library.published("en"), encoder)
    kinds = Counter(question.kind for question in rehearse(small, encoder))
    assert kinds["known"] == 2
    assert kinds["unrelated"] == 20


def test_many_are_thinned_evenly():
    assert evenly(range(10), 4) == [0, 2, 5, 7]
    assert evenly(range(3), 4) == [0, 1, 2]


def test_articles_are_dealt_to_folds_in_turn(aurora_english):
    assert folds(aurora_english.articles, count=5)[:6] == [0, 1, 2, 3, 4, 0]
