from datetime import date

import pytest

from kb_index import read_library
from kb_index.generations import listed
from kb_index.self_test import (
    REHEARSAL,
    RehearsalRow,
    dead_links,
    never_found,
    past_review,
    rehearsal_in,
    thefts,
)


def row(article, found, text="?", kind="known") -> RehearsalRow:
    right = kind == "known" and article == found
    return RehearsalRow(kind, article, text, found, 0.5, right, 1 if right else 2)


ROWS = [
    row("refund", "refund"),
    row("refund", "return", "my money"),
    row("refund", "return", "money back"),
    row("return", "refund", "by chance"),
    row("return", "return"),
    row("hours", "shops"),
    row("hours", "return"),
    row("shops", "shops"),
    row("hours", "shops", kind="taken_away"),
    row("", "shops", kind="unrelated"),
]


def test_an_article_that_gets_several_questions_of_another_is_named_with_them():
    (theft,) = thefts(ROWS)
    assert (theft.article, theft.thief) == ("refund", "return")
    assert theft.phrasings == ("my money", "money back")


def test_an_article_that_none_of_its_phrasings_finds_is_named():
    assert never_found(ROWS) == ["hours"]


def test_what_is_past_its_review_and_what_leads_nowhere_is_named(write_article, articles):
    write_article("hours", "See [shops](/help/en/shops) and [lost](/help/en/lost#top).")
    write_article("shops", "In [Madrid](/help/es/madrid).", review_by="2026-01-31")
    published = read_library(articles, languages=["en"]).published("en")
    links = [(link.article, link.target) for link in dead_links(published)]
    assert links == [("hours", "en/lost"), ("shops", "es/madrid")]
    late = past_review(published, date(2026, 2, 1))
    assert [article.id for article in late] == ["shops"]
    assert past_review(published, date(2026, 1, 31)) == []


def test_a_generation_keeps_what_came_of_every_phrasing(bakery):
    folder = bakery / "built" / listed(bakery / "built")[0]
    rows = rehearsal_in((folder / "en" / REHEARSAL).read_bytes())
    known = [each for each in rows if each.kind == "known"]
    assert len(known) == 9
    assert {each.article for each in known} == {"bread-order", "cake-allergens", "opening"}
    assert all(0 <= each.confidence <= 1 and each.text for each in rows)
    assert [each.right for each in known] == [each.article == each.found for each in known]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_demo_company_has_no_dead_link_and_no_article_that_is_never_found(
    aurora, aurora_index, language
):
    folder = aurora_index / listed(aurora_index)[0]
    assert never_found(rehearsal_in((folder / language / REHEARSAL).read_bytes())) == []
    published = [*aurora.published("es"), *aurora.published("en")]
    assert dead_links(published) == []
