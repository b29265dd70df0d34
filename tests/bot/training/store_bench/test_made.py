from dataclasses import replace

import pytest

from bot.training.store_bench.made import Material, made_articles

MATERIAL = Material(
    sentences=("You have thirty days.", "Orders leave at noon.", "Shops open at ten."),
    titles=("Return an order", "Opening hours of shops"),
    phrasings=("can I send it back", "when are you open"),
    asked=("how do I return it",),
)


def test_a_made_article_is_made_of_real_sentences_titles_and_phrasings():
    first, *_ = articles = made_articles(MATERIAL, "en", 50, phrasings=2, seed=0)
    assert len({article.id for article in articles}) == 50
    assert [passage.text for passage in first.passages] == [first.text]
    for article in articles:
        left = article.text
        for sentence in MATERIAL.sentences:
            left = left.replace(sentence, "")
        assert left.strip() == ""
        words = {word for title in MATERIAL.titles for word in title.split()}
        assert words.issuperset(article.title.split())
        assert len(article.phrasings) == 2


def test_the_same_seed_makes_the_same_base():
    assert made_articles(MATERIAL, "en", 5, seed=1) == made_articles(MATERIAL, "en", 5, seed=1)
    assert made_articles(MATERIAL, "en", 5, seed=1) != made_articles(MATERIAL, "en", 5, seed=2)


@pytest.mark.parametrize("kept", ["phrasings", "asked"])
def test_what_is_asked_is_in_no_article(kept):
    (article,) = made_articles(MATERIAL, "en", 1, seed=0)
    own = replace(article, phrasings=("one", "two", "three", "four"))
    material = Material.of([own])
    assert set(material.phrasings) == {"one", "three"}
    assert set(material.asked) == {"two", "four"}
    assert not set(material.asked) & set(material.texts)
