"""Found: what the articles hold for a question, and for a message of more than one."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb_index import Answer, Article, NoAnswer, Suggestions

Found = Answer | Suggestions | NoAnswer


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for each question of a message; never empty.

    `subject` is the question that a short follow-up will lean on.
    """

    founds: tuple[Found, ...]
    subject: str

    @property
    def is_sure(self) -> bool:
        """Whether something is answered."""
        return any(isinstance(found, Answer) for found in self.founds)

    @property
    def leaves_open(self) -> bool:
        """Whether something is shown and one of the questions has no answer."""
        return not self.is_nothing and any(isinstance(found, NoAnswer) for found in self.founds)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to show."""
        return all(isinstance(found, NoAnswer) for found in self.founds)


def best(found: Found) -> str | None:
    """The id of the article that fits best, however well that is."""
    return found.hits[0].article_id if found.hits else None


def suggested(several: Sequence[Found], *, most: int) -> Suggestions:
    """One list of titles out of several findings: the first of each, then the second of each."""
    lists = [_articles(found) for found in several]
    longest = max(map(len, lists))
    in_turn = [each[place] for place in range(longest) for each in lists if place < len(each)]
    articles = {article.id: article for article in in_turn}  # in the order of their first place
    hits = {hit.article_id: hit for found in reversed(several) for hit in found.hits}
    first = several[0]
    return Suggestions(
        articles=tuple(articles.values())[:most],
        confidence=max(found.confidence for found in several),
        threshold=first.threshold,
        hits=tuple(dict.fromkeys([*first.hits, *hits.values()])),
    )


def _articles(found: Found) -> tuple[Article, ...]:
    match found:
        case Answer():
            return (found.article,)
        case Suggestions():
            return found.articles
        case NoAnswer():
            return ()
