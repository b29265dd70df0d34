"""What stands on most pages of a site is their frame, and no part of any article."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.importing.found import FoundArticle

# Below, what stands on most of them may well be what they are about.
FEWEST_PAGES = 5
SHARE = 0.5


def without_frame(articles: Sequence[FoundArticle]) -> tuple[list[FoundArticle], list[str]]:
    """The articles of one site without its frame, and the paragraphs that were cut."""
    if len(articles) < FEWEST_PAGES:
        return list(articles), []
    pages = Counter(block for article in articles for block in set(_blocks(article.text)))
    frame = {block for block, number in pages.items() if number > SHARE * len(articles)}
    return [_cut(article, frame) for article in articles], sorted(frame)


def _cut(article: FoundArticle, frame: set[str]) -> FoundArticle:
    own = [block for block in _blocks(article.text) if block not in frame]
    return replace(article, text="\n\n".join(own)) if own else article


def _blocks(text: str) -> list[str]:
    return text.split("\n\n")
