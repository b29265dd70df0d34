"""Articles as a generation keeps them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from kb_index.article import Article
from kb_index.passage import Passage

# In the folder of each language.
ARTICLES = "articles.json"
DATES = ("review_by", "valid_from", "valid_until")


def save_articles(file: Path, articles: Sequence[Article]) -> None:
    """Write the articles with their passages as JSON."""
    rows = [as_json(article) for article in articles]
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def load_articles(file: Path) -> tuple[Article, ...]:
    """Read what `save_articles` wrote."""
    return articles_in(file.read_bytes())


def articles_in(content: bytes) -> tuple[Article, ...]:
    """The articles in such a file's content."""
    return tuple(_article(row) for row in json.loads(content))


def as_json(article: Article) -> dict[str, object]:
    """All there is to know of an article, in JSON's types."""
    fields = asdict(article)
    dates = {name: fields[name].isoformat() for name in DATES if fields[name]}
    return {**fields, **dates}


def _article(row: dict[str, object]) -> Article:
    fields = dict(row)
    passages, phrasings = fields.pop("passages"), fields.pop("phrasings")
    dates = {name: date.fromisoformat(str(fields[name])) for name in DATES if fields[name]}
    return Article(
        **{**fields, **dates},  # type: ignore[arg-type]
        passages=tuple(Passage(**passage) for passage in passages),  # type: ignore[attr-defined]
        phrasings=tuple(phrasings),  # type: ignore[arg-type]
    )
