"""What the bot knows: approved articles, and an index that finds the one that answers.

Names load on first use, so that importing the package costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb_index.article import Article as Article
    from kb_index.article import Problem as Problem
    from kb_index.builder import build as build
    from kb_index.encoder import Encoder as Encoder
    from kb_index.encoder_export import export_encoder as export_encoder
    from kb_index.errors import KnowledgeBaseError as KnowledgeBaseError
    from kb_index.evaluation import LabelledQuestion as LabelledQuestion
    from kb_index.evaluation import evaluate_questions as evaluate_questions
    from kb_index.knowledge_base import Answer as Answer
    from kb_index.knowledge_base import Hit as Hit
    from kb_index.knowledge_base import KnowledgeBase as KnowledgeBase
    from kb_index.knowledge_base import NoAnswer as NoAnswer
    from kb_index.knowledge_base import Suggestions as Suggestions
    from kb_index.library import article_phrasings as article_phrasings
    from kb_index.library import read_library as read_library
    from kb_index.passage import Passage as Passage
    from kb_index.published import PublishedArticles as PublishedArticles

_HOMES = {
    "Answer": "knowledge_base",
    "Article": "article",
    "Encoder": "encoder",
    "Hit": "knowledge_base",
    "KnowledgeBase": "knowledge_base",
    "KnowledgeBaseError": "errors",
    "LabelledQuestion": "evaluation",
    "NoAnswer": "knowledge_base",
    "Passage": "passage",
    "Problem": "article",
    "PublishedArticles": "published",
    "Suggestions": "knowledge_base",
    "article_phrasings": "library",
    "build": "builder",
    "evaluate_questions": "evaluation",
    "export_encoder": "encoder_export",
    "read_library": "library",
}
__all__ = [*sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
