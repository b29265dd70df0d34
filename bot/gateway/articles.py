"""The approved articles that the knowledge base serves, for their pages."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kb_index.article import Article
from kb_index.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from kb_index import KnowledgeBase


class ArticleShelf:
    """Looks articles up in the generation of the index that is served."""

    def __init__(self, index_root: Path, encoder: Path | None) -> None:
        self._index_root = index_root
        self._encoder = encoder
        self._loading = Lock()
        self._knowledge_base: KnowledgeBase | None = None

    def article(self, article_id: str, language: str) -> Article | None:
        """The article, or None if there is none or nothing is built yet."""
        if self._encoder is None:
            return None
        try:
            return self._current(self._encoder).article(article_id, language)
        except KnowledgeBaseError:
            return None

    def _current(self, encoder: Path) -> "KnowledgeBase":
        # Imported and loaded for the first reader: the gateway starts without waiting for an
        # index and an encoder that it needs for nothing else.
        from kb_index import KnowledgeBase

        with self._loading:
            if self._knowledge_base is None:
                self._knowledge_base = KnowledgeBase.load(self._index_root, encoder)
            else:
                self._knowledge_base.refresh()
            return self._knowledge_base
