import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.gateway.help_centre import TopicArticles
from bot.gateway.help_page import DESCRIPTION_CHARACTERS, HelpPages, described, own_name
from bot.gateway.texts import Texts
from tests.bot.gateway.publishing import aurora


@pytest.fixture(scope="module")
def pages():
    index_twins = {"es": "/help/es", "en": "/help/en"}
    texts = Texts.load(["es"])
    return HelpPages(company="A & B", index_twins=index_twins, base="", texts=texts)


def page_of(pages, article, topic_name="Envíos"):
    return pages.article(article, topic_name=topic_name, twins={article.language: article.url})


def test_an_article_is_a_page_in_its_language_word_for_word(pages):
    article = aurora("return-how")
    page = page_of(pages, article)
    assert '<html lang="es">' in page
    assert f"<h1>{article.title}</h1>" in page
    assert article.html in page
    assert "Ayuda de A &amp; B" in page


def test_nothing_that_people_wrote_is_markup(pages):
    evil = "\"><script>alert('1')</script>"
    article = replace(aurora("return-how"), title=evil, text=evil, topic="x")
    for page in (
        page_of(pages, article, topic_name=evil),
        pages.index("es", [TopicArticles("x", evil, (article,))]),
        pages.found("es", evil, [article]),
    ):
        assert "<script" not in page
        assert '="">' not in page


def test_headings_begin_with_one_and_leave_out_no_level(pages):
    article = aurora("return-how")
    for page in (
        page_of(pages, article),
        pages.index("es", [TopicArticles("returns", "Devoluciones", (article,))]),
        pages.found("es", "devolver", [article]),
        pages.missing("es"),
    ):
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(now - before <= 1 for before, now in pairwise(levels))


def test_an_article_of_a_topic_without_a_name_is_under_other_topics(pages):
    assert '"/help/es#other-topics">Otros temas<' in page_of(pages, aurora("return-how"), None)


def test_a_description_is_the_first_words_as_plain_text():
    article = replace(aurora("return-how"), text="**Hola**, [aquí](/help/es/x) & allí.\n\n## Más")
    assert described(article) == "Hola, aquí & allí."


def test_a_long_description_ends_between_words():
    description = described(replace(aurora("return-how"), text="palabra " * 100))
    assert len(description) <= DESCRIPTION_CHARACTERS
    assert description.endswith("palabra …")


def test_one_article_is_not_counted_as_several(pages):
    assert "1 artículo<" in pages.found("es", "x", [aurora("return-how")])
    assert "2 artículos" in pages.found("es", "x", [aurora("return-how"), aurora("exchange")])


def test_a_company_of_one_language_offers_no_other():
    texts = Texts.load(["es"])
    alone = HelpPages(company="A", index_twins={"es": "/help/es"}, base="", texts=texts)
    assert "hreflang" not in alone.index("es", [])


@pytest.mark.parametrize(
    ("language", "name"), [("es", "Español"), ("en", "English"), ("ca", "Català"), ("qqq", "qqq")]
)
def test_a_language_is_offered_by_its_own_name(language, name):
    assert own_name(language) == name
