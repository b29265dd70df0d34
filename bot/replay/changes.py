"""Changes: what is not as it was when a turn was decided, and may change its reply."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actions.answers import Controls
from actions.conversations import Reply
from actions.turns.heard import Heard
from kb_index import Article, KnowledgeBase

GONE = "gone"
NONE = "none"
UNDERSTOOD = ("act", "topic", "language", "leans")
NAMES = {
    "model": "the trained model",
    "index": "the generation of the index",
    "encoder": "the encoder",
    "texts": "domain.yml, with the fixed texts",
    "desk": "the desk file",
    "code": "Primera's own code",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing, as it was then and as it is now."""

    what: str
    then: str
    now: str


def changes(
    replies: Sequence[Reply],
    *,
    then: Controls,
    now: Controls,
    versions: Mapping[str, str],
    knowledge: KnowledgeBase,
    day: date,
) -> list[Change]:
    """All that has changed since, of what the replies' record names.

    `knowledge` shows every published article, whatever is switched and whatever its dates.
    """
    recorded = replies[0].turn.versions
    language = replies[0].turn.language
    articles = {article.id: article for article in knowledge.articles(language)}
    return [
        *_of_versions(recorded, versions),
        *_of_articles(revisions_of(replies), articles, day),
        *_of_thresholds(replies, knowledge.threshold(language)),
        *_of_controls(revisions_of(replies), language, then, now),
    ]


def of_understanding(then: Heard, again: Heard) -> list[Change]:
    """What is understood otherwise when the words are read again."""
    pairs = [(name, getattr(then, name), getattr(again, name)) for name in UNDERSTOOD]
    return [
        Change(f"the {name} that is understood", before or NONE, after or NONE)
        for name, before, after in pairs
        if before != after
    ]


def revisions_of(replies: Sequence[Reply]) -> dict[str, str]:
    """Article → revision, of the articles that were shown or found for the message."""
    shown = {r.message.article.id: r.message.article.revision for r in replies if r.message.article}
    found = {hit.article: hit.revision for reply in replies for hit in reply.turn.hits}
    return {**found, **shown}


def _of_versions(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name, what in NAMES.items():
        before, after = then.get(name, ""), now.get(name, "")
        if before and after and before != after:
            yield Change(what, before, after)


def _of_articles(
    then: Mapping[str, str], now: Mapping[str, Article], day: date
) -> Iterator[Change]:
    for article_id, revision in then.items():
        article = now.get(article_id)
        if article is None or article.revision != revision:
            after = article.revision if article else GONE
            yield Change(f"the text of {article_id}", revision, after)
        if article is not None and not article.valid_on(day):
            yield Change(f"the dates of {article_id}", "valid", f"not valid on {day}")


def _of_thresholds(replies: Sequence[Reply], now: float | None) -> Iterator[Change]:
    then = [reply.turn.threshold for reply in replies if reply.turn.threshold is not None]
    if then and now is not None and then[0] != now and then[0] < 1:
        yield Change("the threshold", f"{then[0]:.4f}", f"{now:.4f}")


def _of_controls(
    named: Mapping[str, str], language: str, then: Controls, now: Controls
) -> Iterator[Change]:
    if bool(then.pause) != bool(now.pause):
        yield Change(
            "the pause", *(("paused" if each else "answering") for each in (then.pause, now.pause))
        )
    for article_id in named:
        before, after = (each.is_withdrawn(article_id, language) for each in (then, now))
        if before != after:
            words = ("withdrawn" if each else "shown" for each in (before, after))
            yield Change(f"the withdrawal of {article_id}", *words)
    said, says = ({notice.id: notice.texts for notice in each.notices} for each in (then, now))
    for notice_id in sorted({*said, *says}):
        if notice_id not in says:
            yield Change(f"the notice {notice_id}", "said", "not said")
        elif notice_id not in said:
            yield Change(f"the notice {notice_id}", "not said", "said")
        elif said[notice_id] != says[notice_id]:
            yield Change(f"the notice {notice_id}", "said", "said in other words")
