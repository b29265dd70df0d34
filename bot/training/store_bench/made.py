"""A large base made of real sentences: what its articles say is nonsense, how they look is not."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.training.answers_bench.sets import APPROVED_BY, TOPIC
from kb_index.article import Article
from kb_index.passage import Passage
from kb_index.sentences import sentences

# As in the demo company's articles, about.
SENTENCES_PER_PASSAGE = 4
# Of a title, or of a phrasing.
WORDS_IN_TITLE = 5


@dataclass(frozen=True, slots=True)
class Material:
    """What real articles of one language are made of."""

    sentences: tuple[str, ...]
    titles: tuple[str, ...]
    phrasings: tuple[str, ...]
    asked: tuple[str, ...]  # phrasings that no made article has

    @property
    def texts(self) -> tuple[str, ...]:
        """All but what is asked."""
        return (*self.titles, *self.phrasings, *self.sentences)

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "Material":
        """Of real articles; every other phrasing is kept to be asked."""
        phrasings = [text for article in articles for text in article.phrasings]
        return cls(
            sentences=tuple(text for article in articles for text in sentences(article)),
            titles=tuple(article.title for article in articles if article.title),
            phrasings=tuple(phrasings[::2]),
            asked=tuple(phrasings[1::2]),
        )


def made_articles(
    material: Material, language: str, count: int, *, phrasings: int = 0, seed: int
) -> list[Article]:
    """So many articles of one passage each; `phrasings` of each are mixed from real ones."""
    chance = random.Random(seed)
    return [_article(material, language, number, phrasings, chance) for number in range(count)]


def _article(
    material: Material, language: str, number: int, phrasings: int, chance: random.Random
) -> Article:
    id, text = (
        f"made-{number}",
        " ".join(chance.choices(material.sentences, k=SENTENCES_PER_PASSAGE)),
    )
    passage = Passage(id=f"{id}#1", article_id=id, heading="", text=text)
    return Article(
        id=id,
        language=language,
        topic=TOPIC,
        title=_mixed(material.titles, chance),
        status="published",
        approved_by=APPROVED_BY,
        review_by=None,
        valid_from=None,
        valid_until=None,
        phrasings=tuple(_mixed(material.phrasings, chance) for _ in range(phrasings)),
        text=text,
        passages=(passage,),
    )


def _mixed(texts: Sequence[str], chance: random.Random) -> str:
    """The first half of one text and the second half of another."""
    first, second = (chance.choice(texts).split() for _ in range(2))
    return " ".join([*first[: -(-len(first) // 2)], *second[len(second) // 2 :]])
