"""The articles that serve, for whoever only shows them: no encoder, no index."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from kb_index.article import Article
from kb_index.errors import DamagedGeneration
from kb_index.generations import checked_file, listed, manifest_of
from kb_index.shelf import ARTICLES, articles_in

Articles = Mapping[tuple[str, str], Article]  # by language and id


class PublishedArticles:
    """Articles of the current generation, new ones as soon as it serves; threads may share it."""

    def __init__(self, index_root: Path) -> None:
        self._index_root = index_root
        self._reading = Lock()
        self._generation = ""
        self._articles: Articles = {}

    def article(self, article_id: str, language: str) -> Article | None:
        """The article; None if there is none, or nothing good is built."""
        with self._reading:
            self._refresh()
            return self._articles.get((language, article_id))

    def _refresh(self) -> None:
        # As the knowledge base does: a damaged generation leaves the last good one serving.
        for generation in listed(self._index_root):
            if generation == self._generation:
                return
            try:
                self._articles = _articles_of(self._index_root / generation)
            except DamagedGeneration:
                continue
            self._generation = generation
            return


def _articles_of(folder: Path) -> Articles:
    manifest = manifest_of(folder)
    return {
        (language, article.id): article
        for language in manifest.languages
        for article in articles_in(checked_file(folder, f"{language}/{ARTICLES}", about=manifest))
    }
