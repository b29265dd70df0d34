"""Every fact of the demo company is in its article, in both languages, and no other figure is."""

import pytest

from tests.kb_index.aurora_facts import (
    CHECKLIST,
    Fact,
    Row,
    figures,
    plain,
    unclaimed_figures,
)
from tests.kb_index.conftest import LANGUAGES

# Figures that are no facts, by article.
NO_FACTS = {"order-status": {"48213"}}  # an order number, to show what it looks like
EVERY_ARTICLE = [(article_id, language) for article_id in CHECKLIST for language in LANGUAGES]


def text_of(aurora, article_id, language):
    [article] = [a for a in aurora.published(language) if a.id == article_id]
    return plain(article.text)


@pytest.mark.parametrize(("article_id", "language"), EVERY_ARTICLE)
def test_an_article_states_every_fact_of_its_row(aurora, article_id, language):
    text = text_of(aurora, article_id, language)
    missing = [
        f"{article_id} ({language}) does not say “{fact.name}”: nothing like {pattern}"
        for fact in CHECKLIST[article_id].facts
        for pattern in fact.missing(text, language)
    ]
    assert not missing, "\n".join(["", *missing])


@pytest.mark.parametrize(("article_id", "language"), EVERY_ARTICLE)
def test_an_article_states_no_figure_but_those_of_its_facts(aurora, article_id, language):
    text = text_of(aurora, article_id, language)
    for example in NO_FACTS.get(article_id, ()):
        assert example in text
        text = text.replace(example, "")
    made_up = [
        f"{article_id} ({language}) has {figure}, which no fact covers"
        for figure in unclaimed_figures(CHECKLIST[article_id], text, language)
    ]
    assert not made_up, "\n".join(["", *made_up])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_covers_every_article(aurora, language):
    assert len(CHECKLIST) == 57
    assert {article.id for article in aurora.published(language)} == set(CHECKLIST)


@pytest.mark.parametrize("article_id", CHECKLIST)
def test_every_figure_of_a_row_is_in_its_facts_and_in_no_other(article_id):
    row = CHECKLIST[article_id]
    for language in LANGUAGES:
        looked_for = (figures(pattern) for fact in row.facts for pattern in fact.patterns[language])
        assert set().union(*looked_for) == figures(row.says), (article_id, language)


# The checklist itself: what it would notice. -----------------------------------------------------

PRICES = Row(
    topic="delivery",
    says="mainland 3.99; islands 7, in three days",
    facts=(
        Fact("mainland 3.99", {"es": (r"península.*3,99 €",)}),
        Fact("islands 7, three days", {"es": ("islas.*7 €", "tres días")}),
    ),
)
GOOD = "- **Península**: 3,99 €.\n- **Islas**: 7 €, en [tres días](/help/es/times)."


def missing_in(markdown):
    return [p for fact in PRICES.facts for p in fact.missing(plain(markdown), "es")]


def test_a_text_that_says_all_misses_nothing():
    assert missing_in(GOOD) == []
    assert list(unclaimed_figures(PRICES, plain(GOOD), "es")) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [("3,99", "13,99"), ("3,99", "3,9"), ("7 €", "7,50 €"), ("7 €", "17 €"), ("tres", "seis")],
)
def test_another_figure_is_noticed(good, bad):
    assert missing_in(GOOD.replace(good, bad))


def test_a_price_in_another_paragraph_is_another_price():
    swapped = GOOD.replace("3,99", "?").replace("7 €", "3,99 €").replace("?", "7")
    assert len(missing_in(swapped)) == 2


def test_a_figure_that_no_fact_states_is_noticed_with_its_place():
    [figure] = unclaimed_figures(PRICES, plain(f"{GOOD}\n\nMás de 20 €, gratis."), "es")
    assert figure.startswith("20 in ") and "Más de" in figure


def test_figures_are_compared_by_value():
    assert figures("De 9:00 a 18:30, 3,99 € y tres más") == figures("9, 18.30, 3.99 and 3")
