"""Aurora's articles, published as the index keeps them, without an encoder."""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from actions.workspace import REPOSITORY, Workspace
from kb_index.article import Article, read_article
from kb_index.generations import (
    FORMAT,
    GenerationManifest,
    building,
    finish,
    switch,
    unfinished,
)
from kb_index.hashing import sha256_of_folder
from kb_index.shelf import ARTICLES, save_articles


def aurora(article_id: str, language: str = "es") -> Article:
    article = read_article(REPOSITORY / "kb_index" / "articles" / language / f"{article_id}.md")
    assert isinstance(article, Article)
    return article


def with_nothing_built(workspace: Workspace, root: Path) -> Workspace:
    """The same company in another folder."""
    for file in ("domain.yml", "actions/desk.yml", "bot/settings.yml"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(workspace.root / file, root / file)
    return replace(workspace, root=root)


def publish(index_root: Path, articles: Sequence[Article]) -> None:
    shelves: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        shelves[article.language].append(article)
    with building(index_root), unfinished(index_root) as folder:
        for language, shelf in shelves.items():
            (folder / language).mkdir()
            save_articles(folder / language / ARTICLES, shelf)
        files = sha256_of_folder(folder)
        about = GenerationManifest(FORMAT, "one", "no encoder", tuple(shelves), files)
        finish(folder, index_root, about=about)
    switch(index_root, "one")
