import numpy as np
import pytest

from kb_index.coverage import WordsAsked
from kb_index.fusion import PRIOR, WITHOUT_PHRASINGS, learn_weights, position, prior_of
from kb_index.library import read_library
from kb_index.rehearsal import Rehearsed
from kb_index.retrieval import COLUMNS, Evidence

WORDS = [number for number, (_, search) in enumerate(COLUMNS) if search == "words"]
VECTORS = [number for number, (_, search) in enumerate(COLUMNS) if search == "vectors"]


def rehearsed(own: int, helpful: list[int], misleading: list[int], articles: int = 4) -> Rehearsed:
    scores = np.zeros((articles, len(COLUMNS)), dtype=np.float32)
    scores[np.ix_([own], helpful)] = 0.6
    scores[np.ix_([(own + 1) % articles], misleading)] = 0.6
    words = (WordsAsked(0.0, 0.0),) * articles
    passages = np.zeros(articles, dtype=np.int64)
    return Rehearsed("known", own, Evidence(np.arange(articles), scores, words, passages))


def test_words_dominate_where_vectors_mislead():
    weights = learn_weights([rehearsed(n % 4, WORDS, VECTORS) for n in range(100)], PRIOR)
    assert weights[WORDS].min() > weights[VECTORS].max()


def test_vectors_dominate_where_words_mislead():
    weights = learn_weights([rehearsed(n % 4, VECTORS, WORDS) for n in range(100)], PRIOR)
    assert weights[VECTORS].min() > weights[WORDS].max()


def test_nothing_learned_leaves_the_prior():
    assert learn_weights([], PRIOR) == pytest.approx(PRIOR)


def test_the_prior_is_of_as_many_articles_as_have_phrasings(write_article, articles):
    for number, phrasings in enumerate(("[]", "[]", "[]", '["how?"]')):
        write_article(f"a{number}", phrasings=phrasings)
    published = read_library(articles, languages=["en"]).published("en")
    assert prior_of(published) == pytest.approx(0.25 * PRIOR + 0.75 * WITHOUT_PHRASINGS)
    assert prior_of(published[:3]) == pytest.approx(WITHOUT_PHRASINGS)
    assert prior_of([]) == pytest.approx(WITHOUT_PHRASINGS)


def test_a_few_phrasings_move_the_prior_a_little():
    moved = learn_weights([rehearsed(0, WORDS, VECTORS)], PRIOR)
    assert moved == pytest.approx(PRIOR, abs=1)


def test_no_weight_is_negative():
    questions = [rehearsed(n % 4, [], list(range(len(COLUMNS)))) for n in range(50)]
    assert learn_weights(questions, PRIOR).min() >= 0


def test_learning_twice_gives_the_same_weights():
    questions = [rehearsed(n % 4, WORDS, VECTORS[:1]) for n in range(20)]
    assert learn_weights(questions, PRIOR).tolist() == learn_weights(questions, PRIOR).tolist()


def test_the_position_of_an_article_that_is_no_candidate_is_none():
    question = rehearsed(2, WORDS, [])
    assert position(question) == 2
    assert position(Rehearsed("known", 9, question.evidence)) is None
