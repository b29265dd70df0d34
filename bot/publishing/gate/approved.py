"""Verbatim: whether the index holds the very texts that stand in the files, and only approved ones.

The files are read here by a dozen lines of their own, so that a mistake in the reader that serves
does not pass twice.
"""

from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from actions.workspace import Workspace
from bot.publishing.gate.cases import Case
from kb_index.article import Article
from kb_index.generations import manifest_of
from kb_index.shelf import ARTICLES, load_articles

FENCE = "---"


def approved_cases(candidate: Workspace, generation: Path) -> Iterator[Case]:
    """Articles whose text in the index is not the approved one."""
    for language in manifest_of(generation).languages:
        for article in load_articles(generation / language / ARTICLES):
            file = candidate.articles / language / f"{article.id}.md"
            if not _is_approved(article, file):
                values = {"article": article.id, "language": language}
                yield Case("verbatim", "not_as_approved", values)


def _is_approved(article: Article, file: Path) -> bool:
    try:
        _, head, body = file.read_text("utf-8").split(FENCE, 2)
    except (OSError, ValueError):
        return False
    fields = YAML(typ="safe").load(head)
    approved = fields.get("status") == "published" and bool(fields.get("approved_by"))
    passages = all(passage.text.strip() in body for passage in article.passages)
    same = body.strip() == article.text.strip()
    return approved and same and passages and str(fields.get("title")) == article.title
