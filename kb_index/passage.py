"""A passage: the part of an article that answers, short enough for the encoder to read whole."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kb_index.markdown import pieces, sections, to_html

MAX_TOKENS = 200
# WordPiece made for English cuts Spanish into tokens of three characters on average.
CHARACTERS_PER_TOKEN = 3
# Up to here an answer is the whole article: a few lines that nobody needs to have cut.
WHOLE_ARTICLE_CHARACTERS = 900

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim piece of an article, under one of its headings."""

    id: str  # <article id>#<number>, or <article id> alone for the whole article
    article_id: str
    heading: str  # "" above the first heading
    text: str  # Markdown, as the article has it

    @property
    def html(self) -> str:
        """The text, safe to show in a page."""
        return _html(self.text)


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, when no encoder is at hand; rather too many."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def passages_of(
    article_id: str, text: str, *, count_tokens: CountTokens = estimated_tokens
) -> tuple[Passage, ...]:
    """The passages of an article's text, in order, none longer than MAX_TOKENS."""
    cut = [
        (section.heading, piece)
        for section in sections(text)
        for piece in pieces(section.text, fits=lambda piece: count_tokens(piece) <= MAX_TOKENS)
    ]
    return tuple(
        Passage(id=f"{article_id}#{number}", article_id=article_id, heading=heading, text=piece)
        for number, (heading, piece) in enumerate(cut, start=1)
    )


def passage_to_show(article_id: str, text: str, passage: Passage) -> Passage:
    """What the contact reads: the whole article when it is short, else the passage."""
    if len(text) <= WHOLE_ARTICLE_CHARACTERS:
        return Passage(id=article_id, article_id=article_id, heading="", text=text)
    return passage


@lru_cache(maxsize=1024)
def _html(text: str) -> str:
    return to_html(text)
