"""What examples teach, and whether an edited one teaches something its neighbours do not."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from actions.workspace import Workspace
from bot.publishing.gate.cases import Case
from kb_index import article_phrasings

ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
ASK = "ask"
NEIGHBOURS = 8
# So many of them must agree: a few are often about something near.
AGREE = 6
# More than a third of what taught a label, and more than a handful.
GONE_SHARE, GONE_FEWEST = 0.34, 5

Vectors = np.ndarray
# (language, texts) → their vectors, each of length 1; "" for a language stands for any.
Encode = Callable[[str, Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, its language ("" for all), and the intent it teaches: act or act/topic."""

    language: str
    text: str
    intent: str
    file: str


def examples_of(workspace: Workspace) -> list[Example]:
    """Every sentence that teaches: of the training data, and the articles' phrasings."""
    found = [
        each
        for file in sorted((workspace.nlu_data / "nlu").rglob("*.yml"))
        for each in _in_file(file, workspace.nlu_data)
    ]
    return [*found, *_phrasings(workspace.articles, _stamps(workspace.articles))]


def _stamps(articles: Path) -> tuple[tuple[str, int, int], ...]:
    """Another where an article has changed, has come or is gone."""
    facts = ((str(file), file.stat()) for file in sorted(articles.glob("*/*.md")))
    return tuple((file, each.st_mtime_ns, each.st_size) for file, each in facts)


@lru_cache(maxsize=4)  # of what serves and what is edited
def _phrasings(articles: Path, _as_it_is: object) -> tuple[Example, ...]:
    return tuple(
        Example(language, text, f"{ASK}/{topic}", "kb_index/articles")
        for language, topic, text in article_phrasings(articles)
    )


def _in_file(file: Path, nlu_data: Path) -> tuple[Example, ...]:
    facts = file.stat()
    return _read(file, nlu_data, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=1_000)  # a page asks for all of them, and one of a hundred files has changed
def _read(file: Path, nlu_data: Path, _changed_at: int, _bytes: int) -> tuple[Example, ...]:
    text = file.read_text("utf-8")
    if "intent:" not in text:  # names and patterns, by the thousand
        return ()
    name = file.relative_to(nlu_data).parts
    language = name[1] if len(name) > 2 else ""
    place = "nlu_data/" + "/".join(name)
    return tuple(
        Example(language, said, entry["intent"], place)
        for entry in YAML(typ="safe").load(text).get("nlu") or ()
        for line in (str(entry.get("examples") or "").splitlines() if "intent" in entry else ())
        if (said := ANNOTATED.sub(r"\1", line.strip().removeprefix("-").strip()))
    )


def taught_topics(workspace: Workspace) -> Mapping[str, set[str]]:
    """Topic → the files that teach it."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in examples_of(workspace):
        _, _, topic = each.intent.partition("/")
        if topic:
            found[topic].add(each.file)
    return found


def example_cases(
    before: Sequence[Example], after: Sequence[Example], encode: Encode
) -> Iterator[Case]:
    """Examples that were moved or added among others that teach something else; many that went."""
    taught, teaches = _taught(before), _taught(after)
    edited = [each for each in after if each.intent not in taught[_key(each)]]
    # An article's phrasing is looked at by asking it: see `answers`.
    moved = [each for each in edited if not each.file.startswith("kb_index")]
    for language in {each.language for each in moved}:
        rest = [each for each in after if each.language == language]
        own = [each for each in moved if each.language == language]
        for each, votes in zip(own, _votes(own, rest, encode), strict=True):
            left = taught[_key(each)] - teaches[_key(each)]
            yield from _astray(each, votes, min(left, default=None))
    yield from _gone(before, after)


def _taught(examples: Iterable[Example]) -> Mapping[tuple[str, str], set[str]]:
    """Sentence → all that it teaches: a phrasing of an article may be an example, too."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in examples:
        found[_key(each)].add(each.intent)
    return found


def _key(each: Example) -> tuple[str, str]:
    return each.language, plain(each.text)


def _votes(
    own: Sequence[Example], rest: Sequence[Example], encode: Encode
) -> Iterator[Counter[str]]:
    """What the nearest others teach; those that were edited together do not vote."""
    edited = {plain(each.text) for each in own}
    others = [each for each in rest if plain(each.text) not in edited]
    language = own[0].language
    among = encode(language, [each.text for each in others])
    for vector in encode(language, [each.text for each in own]):
        nearest = np.argsort(-(among @ vector), kind="stable")[:NEIGHBOURS]
        yield Counter(others[place].intent for place in nearest)


def _astray(each: Example, votes: Counter[str], before: str | None) -> Iterator[Case]:
    (label, count), *_ = votes.most_common(1) or [("", 0)]
    values = {"text": each.text, "now": each.intent, "of": str(votes.total())}
    if before is not None:
        # It was there before, so its neighbours knew it: they must not all speak for its old place.
        if votes[before] > votes[each.intent]:
            counted = {"before": before, "votes": str(votes[before])}
            yield Case("examples", "example_moved", {**values, **counted})
    elif label != each.intent and count >= AGREE:
        counted = {"before": label, "votes": str(count)}
        yield Case("examples", "example_astray", {**values, **counted})


def _gone(before: Sequence[Example], after: Sequence[Example]) -> Iterator[Case]:
    kept = {(each.language, plain(each.text)) for each in after}
    counts = Counter((each.language, each.intent) for each in _written(before))
    gone = Counter(
        (each.language, each.intent)
        for each in _written(before)
        if (each.language, plain(each.text)) not in kept
    )
    for (language, label), count in sorted(gone.items()):
        if count > GONE_FEWEST and count > GONE_SHARE * counts[language, label]:
            numbers = {"gone": str(count), "count": str(counts[language, label])}
            values = {"label": label, "language": language or "*", **numbers}
            yield Case("examples", "examples_gone", values)


def _written(examples: Iterable[Example]) -> Iterator[Example]:
    return (each for each in examples if not each.file.startswith("kb_index"))


def plain(text: str) -> str:
    """A text as it is compared: the same words in the same order."""
    return " ".join(text.casefold().split())
