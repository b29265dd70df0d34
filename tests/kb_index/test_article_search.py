import time

import pytest

from kb_index.article import read_article
from kb_index.article_search import MOST_FOUND, ArticleSearch


@pytest.fixture
def bakery_search(write_article):
    """A shop of four articles."""
    articles = [
        read_article(write_article(article_id, text, title=title, phrasings=phrasings))
        for article_id, title, text, phrasings in (
            ("bread", "Order bread", "Until six, for the next morning.", '["reserve a loaf"]'),
            ("cakes", "Allergens in cakes", "Eggs and gluten. No bread.", '["gluten free cake"]'),
            ("opening", "Opening hours", "From seven to two.", '["when are you open?"]'),
            ("parking", "Where to park", "Behind the shop.", '["is there a car park?"]'),
        )
    ]
    return ArticleSearch(articles, "en")


def ids(found):
    return [article.id for article in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("bread", "bread"),  # in the title, though the cakes' text has it too
        ("loaf", "bread"),  # in a phrasing
        ("behind", "parking"),  # in the text
        ("ALLERGEN", "cakes"),
        ("parking", "parking"),  # another form of the word
        ("glutn free", "cakes"),  # misspelt
        ("openning hours", "opening"),
    ],
)
def test_an_article_is_found_by_its_words(bakery_search, text, first):
    assert ids(bakery_search.find(text))[0] == first


@pytest.mark.parametrize("text", ["", "chess", "?!", "b", "xylophone lessons", "\U0001f956"])
def test_what_nobody_wrote_is_not_found(bakery_search, text):
    assert bakery_search.find(text) == []


def test_an_article_that_only_mentions_a_word_among_many_is_not_worth_a_line(bakery_search):
    assert ids(bakery_search.find("order bread for the morning")) == ["bread"]


def test_accents_and_a_word_said_twice_change_nothing(write_article):
    article = read_article(write_article("envio", title='"Gastos de envío"', language="es"))
    search = ArticleSearch([article], "es")
    assert search.find("envio") == search.find("ENVÍO envío") == [article]


def test_no_articles_find_nothing():
    assert ArticleSearch([], "en").find("bread") == []


def test_a_large_base_is_searched_at_once_and_its_best_are_enough(write_article):
    article = read_article(write_article("a", "word " * 50))
    search = ArticleSearch([article] * 2_000, "en")
    begun = time.perf_counter()
    assert len(search.find("word about " * 20)) == MOST_FOUND
    assert time.perf_counter() - begun < 1
