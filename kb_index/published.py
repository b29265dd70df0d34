"""The articles that serve, for whoever only shows them: no encoder, no index."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kb_index.article import Article
from kb_index.article_search import ArticleSearch
from kb_index.errors import DamagedGeneration
from kb_index.generations import checked_file, listed, manifest_of
from kb_index.shelf import ARTICLES, articles_in


@dataclass(frozen=True, slots=True)
class ShownShelf:
    """One language of a generation, to be shown."""

    articles: Mapping[str, Article]  # by id
    search: ArticleSearch


class PublishedArticles:
    """Articles of the current generation, new ones as soon as it serves; threads may share it.

    Their dates are the caller's to look at: an article is here before and after it is valid.
    `stays`: the generation to show, whatever is built later.
    """

    def __init__(self, index_root: Path, *, stays: str = "") -> None:
        self._index_root = index_root
        self._stays = stays
        self._reading = Lock()
        self._generation = ""
        self._shelves: Mapping[str, ShownShelf] = {}

    def article(self, article_id: str, language: str) -> Article | None:
        """The article; None if there is none, or nothing good is built."""
        shelf = self._shelf(language)
        return shelf.articles.get(article_id) if shelf else None

    def articles(self, language: str) -> tuple[Article, ...]:
        """All articles of a language, by id."""
        shelf = self._shelf(language)
        return tuple(shelf.articles.values()) if shelf else ()

    def search(self, text: str, language: str) -> list[Article]:
        """The articles that have the text's words, best first."""
        shelf = self._shelf(language)
        return shelf.search.find(text) if shelf else []

    def _shelf(self, language: str) -> ShownShelf | None:
        with self._reading:
            self._refresh()
            return self._shelves.get(language)

    def _refresh(self) -> None:
        # As the knowledge base does: a damaged generation leaves the last good one serving.
        for generation in [self._stays] if self._stays else listed(self._index_root):
            if generation == self._generation:
                return
            try:
                self._shelves = _shelves_of(self._index_root / generation)
            except DamagedGeneration:
                continue
            self._generation = generation
            return


def _shelves_of(folder: Path) -> dict[str, ShownShelf]:
    manifest = manifest_of(folder)
    return {
        language: _shown(
            articles_in(checked_file(folder, f"{language}/{ARTICLES}", about=manifest)), language
        )
        for language in manifest.languages
    }


def _shown(articles: tuple[Article, ...], language: str) -> ShownShelf:
    by_id = {article.id: article for article in articles}
    return ShownShelf(by_id, ArticleSearch(articles, language))
