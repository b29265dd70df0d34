import pytest

from kb_index.article import read_article
from kb_index.shelf import load_articles, save_articles


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"review_by": "2027-03-31"},
        {"valid_from": "2026-11-23", "valid_until": "2027-01-31"},
        {"valid_until": "2027-01-31"},
    ],
)
def test_an_article_is_loaded_as_it_was_saved(write_article, tmp_path, dates):
    article = read_article(write_article("a", "One.\n\n## Two\n\nThree.", **dates))
    save_articles(tmp_path / "articles.json", [article])
    assert load_articles(tmp_path / "articles.json") == (article,)
