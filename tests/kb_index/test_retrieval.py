"""What is quick must find what is plainly so: the searches beside the same sums written out."""

import numpy as np
import pytest

from kb_index.classifier import NARROWNESS
from kb_index.retrieval import CANDIDATES, COLUMNS, FIELDS, LanguageIndex, reached_by
from tests.kb_index.conftest import LANGUAGES

ASKED = {
    "en": [
        "how do I return an order?",
        "can I pay by card or by bank transfer",
        "retrun without the acessories",
        "the parcel never came and the invoice is wrong",
        "zzz",
        "the the the",
        "dónde está",
    ],
    "es": [
        "¿cómo devuelvo un pedido?",
        "quiero pagar a plazos con la tarjeta",
        "me an cobrado dos beces el envio",
        "el paquete no llegó y la factura está mal",
        "zzz",
        "de la de la",
        "where is it",
    ],
}


@pytest.fixture(params=LANGUAGES)
def aurora_by_language(request, knowledge_base) -> LanguageIndex:
    return knowledge_base._generation.shelves[request.param].index


def plain_columns(index: LanguageIndex, question) -> np.ndarray:
    """Every column for every article, (articles, COLUMNS), by the shortest way to write it."""
    articles = range(len(index.articles))
    found = {}
    meaning, letters = [], []
    for name in FIELDS:
        field = index._fields[name]
        vectors = field.vectors._index.reconstruct_n(0, len(field.owners))
        cosines = np.maximum(vectors.astype(np.float64) @ question.vector, 0)
        characters = field.characters.all_scores(question.ngrams)[0]
        meaning.append(cosines)
        letters.append(characters)
        scores = {
            "vectors": cosines,
            "words": field.words.scores(question.words),
            "characters": characters,
        }
        for search, rows in scores.items():
            own = [rows[field.owners == number] for number in articles]
            found[name, search] = [max(each, default=0.0) for each in own]
    users = {word: set(index._coverage._texts_with.get(word, {})) for word in question.words}
    rarity = {word: index._coverage._rarity(len(own)) for word, own in users.items()}
    asked = sum(rarity.values())
    covered = [sum(rarity[w] for w, own in users.items() if number in own) for number in articles]
    found["article", "covered"] = covered
    found["article", "coverage"] = [each / asked if asked else 0.0 for each in covered]
    found["passages", "reach"] = [asked * score for score in found["passages", "words"]]
    classifier = index._classifier
    kernel = sum(
        share * np.exp(NARROWNESS * (np.concatenate(each).astype(np.float64) - 1))
        for share, each in ((classifier.share, meaning), (1 - classifier.share, letters))
    )
    found["article", "classifier"] = kernel @ classifier.coefficients.astype(np.float64)
    found["sentences", "vectors"] = plain_sentences(index, question)
    return np.array([found[column] for column in COLUMNS]).T


def plain_sentences(index: LanguageIndex, question) -> list[float]:
    """The mean of the two nearest of each article; of one that stands alone, itself."""
    owners, vectors = index._sentences.owners, index._sentences.vectors._index
    cosines = np.maximum(vectors.reconstruct_n(0, len(owners)) @ question.vector, 0)
    nearest = [sorted(set(cosines[owners == number]))[-2:] for number in range(len(index.articles))]
    return [float(np.mean(each)) if each else 0.0 for each in nearest]


def test_evidence_is_what_the_plain_sums_say(aurora_by_language, encoder):
    index = aurora_by_language
    for question in index.questions(ASKED[index.language], encoder):
        plain = plain_columns(index, question)
        evidence = index.evidence(index.search(question))
        assert evidence.scores == pytest.approx(plain[evidence.candidates], abs=1e-5)
        searched = plain[:, : len(FIELDS) * 3].sum(axis=1)
        left = np.setdiff1d(np.arange(len(index.articles)), evidence.candidates)
        assert evidence.candidates.size == min(CANDIDATES, len(index.articles))
        assert searched[evidence.candidates].min() >= searched[left].max(initial=0) - 1e-5


@pytest.mark.parametrize("texts_worth_a_core", [1, 10**6])
def test_one_question_finds_on_several_cores_what_it_finds_on_one(
    aurora_by_language, encoder, monkeypatch, texts_worth_a_core
):
    monkeypatch.setattr("kb_index.retrieval.BESIDE_FROM", texts_worth_a_core)
    index = aurora_by_language
    for text in ASKED[index.language]:
        (question,) = index.questions([text], encoder)
        asked, searched = index.ask(text, encoder), index.search(question)
        assert (asked.words, asked.plain) == (searched.words, searched.plain)
        assert asked.sentences.tobytes() == searched.sentences.tobytes()
        for name in FIELDS:
            assert asked.rows[name].tobytes() == searched.rows[name].tobytes()


@pytest.mark.parametrize("articles", [1, 49, 50, 51, 199, 200, 201, 1_999, 10_000])
def test_the_best_articles_reach_a_score_that_few_others_reach(articles):
    scores = np.random.default_rng(articles).random(articles, dtype=np.float32)
    scores[: articles // 10] = -np.inf  # left out
    most = min(CANDIDATES, int(np.isfinite(scores).sum()))
    reaching = int((scores >= reached_by(scores, most)).sum())
    assert most <= reaching <= max(4 * most, CANDIDATES)


def test_no_article_reaches_what_none_is_sought_for():
    assert reached_by(np.array([-np.inf, -np.inf]), 0) == np.inf
