from datetime import date

import pytest

from kb_index.article import Article, read_article
from kb_index.library import article_phrasings, read_library


def problems_in(file) -> list[str]:
    found = read_article(file)
    assert not isinstance(found, Article)
    return [str(problem).replace(f"{file}:", "") for problem in found]


def test_an_article_has_what_its_file_says(write_article):
    article = read_article(write_article("order-status", "Look **here**."))
    assert isinstance(article, Article)
    assert (article.id, article.language, article.topic) == ("order-status", "en", "orders")
    assert article.url == "/help/en/order-status"
    assert article.text == "Look **here**."
    assert article.html == "<p>Look <strong>here</strong>.</p>"
    assert article.phrasings == ("what about order-status?",)


def test_the_revision_changes_with_what_a_contact_reads_and_with_nothing_else(write_article):
    def revision(text="One.", **changed):
        return read_article(write_article("a", text, **changed)).revision

    assert revision() == revision(phrasings='["other words"]', approved_by="Grace")
    assert len({revision(), revision("Two."), revision(title='"Other"')}) == 3


@pytest.mark.parametrize(
    ("dates", "before", "on_its_days", "after"),
    [
        ({}, True, True, True),
        ({"valid_from": "2026-11-23"}, False, True, True),
        ({"valid_until": "2026-11-23"}, True, True, False),
        ({"valid_from": "2026-11-23", "valid_until": "2026-11-23"}, False, True, False),
    ],
)
def test_an_article_is_valid_from_its_first_to_its_last_day(
    write_article, dates, before, on_its_days, after
):
    article = read_article(write_article("a", **dates))
    assert article.revision == read_article(write_article("a")).revision
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]
    assert [article.valid_on(day) for day in days] == [before, on_its_days, after]


def test_an_article_that_would_be_over_before_it_begins_is_named(write_article):
    file = write_article("a", valid_from="2026-11-23", valid_until="2026-11-22")
    assert problems_in(file) == [
        "11: valid_until: 2026-11-22 is before valid_from, 2026-11-23. "
        "Write the last day it is true, such as 2027-01-31, or leave it out."
    ]


def test_the_lead_is_what_the_text_says_first_without_markup(write_article):
    text = "Look **here** & [there](/help/en/b):\n\n- one\n- two\n\n## More\n\nThree."
    assert read_article(write_article("a", text)).lead == "Look here & there: one two"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "[1, 2]"}, "6: title: "),
        ({"title": ""}, "1: title: Field required. Write one short line."),
        ({"status": "live"}, "7: status: "),
        ({"format": "2"}, "2: format: "),
        ({"approved_by": ""}, "1: approved_by: approved_by is missing"),
        ({"phrasings": "\n  - fine\n  - 12"}, "11: phrasings: "),
        ({"reviewed": "yes"}, "10: reviewed: "),
        ({"review_by": "soon"}, "10: review_by: "),
        ({"valid_from": "soon"}, "10: valid_from: "),
        ({"valid_until": "2027-01-31 12:00:00"}, "10: valid_until: "),
        ({"title": '"unclosed'}, "This is not YAML: "),
    ],
)
def test_a_wrong_field_is_named_with_its_line(write_article, changed, said):
    (problem,) = problems_in(write_article("a", **changed))
    assert said in problem
    # The way out is a sentence of its own.
    assert problem.count(". ") >= 1 and problem.endswith(".")


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("id: a", "id: other", "3: id: 'other' is not 'a' as in the path"),
        ("language: en", "language: es", "4: language: 'es' is not 'en' as in the path"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(write_article, written, instead, said):
    file = write_article("a")
    file.write_text(file.read_text("utf-8").replace(written, instead), "utf-8")
    (problem,) = problems_in(file)
    assert said in problem


def test_all_that_is_wrong_in_a_file_is_said_at_once(write_article):
    found = problems_in(write_article("a", topic="", title="", status="live"))
    assert [problem.split(": ")[1] for problem in found] == ["topic", "title", "status"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no front matter", "1: The front matter is missing"),
        (b"---\n- a\n---\ntext", "2: The front matter has no fields"),
        (b"---\nid: a\nid: b\n---\ntext", "This is not YAML"),
        (b"---\nid: \xff\n---\ntext", "2: This is not UTF-8 text"),
        (b"---\n" + b"[" * 3000 + b"\n---\ntext", "This is not YAML"),
        (b"---\nid: !!python/name:os.system x\n---\ntext", "id"),
        (b"x" * 300_000, "Split the article"),
    ],
)
def test_a_file_that_cannot_be_taken_apart_is_a_problem_not_a_crash(articles, content, said):
    file = articles / "en" / "a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert any(said in problem for problem in problems_in(file))


def test_an_article_of_headings_alone_has_no_answer(write_article):
    (problem,) = problems_in(write_article("a", "## Only a heading"))
    assert "Write the answer there." in problem


def test_a_broken_file_is_named_and_the_rest_is_read(write_article, articles):
    write_article("good")
    bad, worse = write_article("bad", title=""), write_article("worse", topic="", status="live")
    library = read_library(articles, languages=["en"])
    assert [article.id for article in library.articles] == ["good"]
    assert [problem.file for problem in library.problems] == [bad, worse, worse]


def test_an_article_that_a_language_lacks_is_listed(write_article, articles):
    write_article("both")
    write_article("both", language="es")
    write_article("alone", language="es")
    library = read_library(articles, languages=["es", "en"])
    assert library.without_twin(["es", "en"]) == [("alone", "en")]


def test_phrasings_for_the_topics_come_from_published_articles_only(write_article, articles):
    write_article("a", topic="returns")
    write_article("b", status="draft")
    assert list(article_phrasings(articles)) == [
        ("en", "returns", "About a"),
        ("en", "returns", "what about a?"),
    ]
