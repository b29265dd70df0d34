"""The survey: what each topic has and lacks, and examples that stand in each other's way."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.tickets import Desk
from bot.topics.likeness import Neighbour, neighbours
from bot.topics.taught import Taught

# From as many as this a topic is learned well (docs/understanding.md has the figures for 5 and 10).
ENOUGH = 10
OUTLIERS_SHOWN = 30
PAIRS_SHOWN = 15
# One example that is nearest to another topic is chance.
CONFUSED = 3


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic: what teaches it in each language, and what it lacks."""

    topic: str
    examples: Mapping[str, int]
    phrasings: Mapping[str, int]
    lacks: tuple[tuple[str, str], ...]  # (what, in which language or "")


@dataclass(frozen=True, slots=True)
class Outlier:
    """An example that is unlike all others of its topic, and like those of another."""

    example: Taught
    like: Taught


@dataclass(frozen=True, slots=True)
class Survey:
    """All of it."""

    duplicates: tuple[tuple[Taught, Taught], ...]
    conflicts: tuple[tuple[Taught, Taught], ...]
    outliers: tuple[Outlier, ...]
    confused: tuple[tuple[str, str, int], ...]  # (topic, taken for, how many examples)


def survey_of(taught: Sequence[Taught], *, compared: bool = True) -> Survey:
    """Examples that stand in each other's way; each is `compared` with all others in seconds."""
    duplicates, conflicts = _twice(taught)
    outliers, confused = _alike(taught) if compared else ((), ())
    return Survey(duplicates, conflicts, outliers, confused)


def facts_of(
    taught: Sequence[Taught], desk: Desk, languages: Sequence[str]
) -> tuple[TopicFacts, ...]:
    """Every topic of the desk file and of what is taught."""
    return tuple(_facts(topic, taught, desk, languages) for topic in _named(taught, desk))


def lacks(
    topic: str, taught: Sequence[Taught], desk: Desk, languages: Sequence[str]
) -> list[tuple[str, str]]:
    """What a topic still needs; in which language, or "" where it is about none."""
    own = [each for each in taught if each.topic == topic]
    about = desk.topics.get(topic)
    found = [] if about else [("desk", "")]
    for language in languages:
        there = [each for each in own if each.language == language]
        if len(there) < ENOUGH:
            found.append(("examples", language))
        if not any(each.is_phrasing for each in there):
            found.append(("article", language))
        if about and language not in (about.name or {}):
            found.append(("name", language))
        if topic in desk.topic_outcomes and language not in desk.topic_outcomes[topic]:
            found.append(("outcomes", language))
    return found


def _named(taught: Sequence[Taught], desk: Desk) -> list[str]:
    return list(dict.fromkeys((*desk.topics, *(each.topic for each in taught if each.topic))))


def _facts(
    topic: str, taught: Sequence[Taught], desk: Desk, languages: Sequence[str]
) -> TopicFacts:
    own = [each for each in taught if each.topic == topic]
    examples = Counter(each.language for each in own if not each.is_phrasing)
    phrasings = Counter(each.language for each in own if each.is_phrasing)
    return TopicFacts(topic, examples, phrasings, tuple(lacks(topic, taught, desk, languages)))


def _twice(
    taught: Sequence[Taught],
) -> tuple[tuple[tuple[Taught, Taught], ...], tuple[tuple[Taught, Taught], ...]]:
    """The same sentence twice for the same, and for something else."""
    first: dict[tuple[str, str], Taught] = {}
    duplicates: list[tuple[Taught, Taught]] = []
    conflicts: list[tuple[Taught, Taught]] = []
    for each in taught:
        before = first.setdefault((each.language, _key(each.text)), each)
        if before is each:
            continue
        if (before.act, before.topic) == (each.act, each.topic):
            duplicates.append((before, each))
        elif before.topic != each.topic:
            conflicts.append((before, each))
    return tuple(duplicates), tuple(conflicts)


def _alike(
    taught: Sequence[Taught],
) -> tuple[tuple[Outlier, ...], tuple[tuple[str, str, int], ...]]:
    by_language: dict[str, list[Taught]] = defaultdict(list)
    for each in taught:
        if each.topic:
            by_language[each.language].append(each)
    outliers: list[tuple[float, Outlier]] = []
    confused: Counter[tuple[str, str]] = Counter()
    for own in by_language.values():
        texts, topics = [each.text for each in own], [each.topic for each in own]
        for found in neighbours(texts, topics):
            _count(found, own, outliers, confused)
    outliers.sort(key=lambda pair: -pair[0])
    pairs = [(a, b, n) for (a, b), n in confused.most_common() if n >= CONFUSED]
    return tuple(each for _, each in outliers[:OUTLIERS_SHOWN]), tuple(pairs[:PAIRS_SHOWN])


def _count(
    found: Neighbour,
    own: Sequence[Taught],
    outliers: list[tuple[float, Outlier]],
    confused: Counter[tuple[str, str]],
) -> None:
    example = own[found.example]
    if example.is_phrasing or found.topic == example.topic:
        return
    confused[example.topic, found.topic] += 1
    if found.margin > 0:
        outliers.append((found.margin, Outlier(example, own[found.nearest])))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
