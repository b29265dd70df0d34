"""Whether questions still get the right article's answer."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from bot.publishing.gate.cases import Case
from bot.publishing.gate.sides import named
from bot.training.evaluation_figures import Asked, outcome_of
from kb_index.evaluation import coverage, precision
from kb_index.generations import manifest_of
from kb_index.judgement import Judgement
from kb_index.self_test import REHEARSAL, STOLEN_FROM, RehearsalRow, rehearsal_in
from kb_index.shelf import ARTICLES, as_json, load_articles

# One question moves with chance.
FEWEST = 2
LESS = 0.02
PER_CENT = "{:.1%}"


def rehearsed_cases(live: Path, candidate: Path) -> Iterator[Case]:
    """From what both generations say of themselves; folders of generations."""
    before, after = manifest_of(live).languages, manifest_of(candidate).languages
    for language in before:
        if language not in after:
            continue
        then, now = _rows(live, language), _rows(candidate, language)
        changed = _changed(live, candidate, language)
        yield from theft_cases(language, then, now, changed)
        yield from _gone(language, live, candidate)
        yield from _promise(language, live, candidate)


def theft_cases(
    language: str,
    then: Sequence[RehearsalRow],
    now: Sequence[RehearsalRow],
    edited: Collection[str],
) -> Iterator[Case]:
    """Phrasings, each left out, that their article got before and an edited one gets now."""
    found = {(row.article, row.text): row.right for row in then if row.kind == "known"}
    stolen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in now:
        was_right = found.get((row.article, row.text))
        if row.kind == "known" and was_right and not row.right and row.found in edited:
            stolen[row.found, row.article].append(row.text)
    for (thief, article), texts in sorted(stolen.items()):
        if len(texts) >= STOLEN_FROM:
            values = {
                "thief": thief,
                "article": article,
                "language": language,
                "count": str(len(texts)),
                "examples": "; ".join(named(texts)),
            }
            yield Case("articles", "steals", values)


def asked_cases(language: str, live: Asked, candidate: Asked, *, target: float) -> Iterator[Case]:
    """Of separately written questions."""
    wrong: list[str] = []
    lost: dict[str, list[str]] = defaultdict(list)
    gained, counts = Counter[str](), Counter[str]()
    for (row, then), (_, now) in zip(live, candidate, strict=True):
        before, after = outcome_of(row, then), outcome_of(row, now)
        if row.kind != "answerable":
            continue
        if after.answered and not after.right and not (before.answered and not before.right):
            wrong.append(f"{row.id} → {now.shown[0]}")
        article = min(row.positive)
        counts[article] += 1
        if before.right and not after.right:
            lost[article].append(row.id)
        gained[article] += after.right and not before.right
    if len(wrong) >= FEWEST:
        values = {"count": str(len(wrong)), "examples": ", ".join(named(wrong))}
        yield Case("answers", "answered_wrongly", {"language": language, **values})
    for article, ids in sorted(lost.items()):
        if len(ids) - gained[article] >= FEWEST:
            values = {"lost": str(len(ids)), "count": str(counts[article])}
            about = {"article": article, "language": language, "examples": ", ".join(named(ids))}
            yield Case("answers", "answers_lost", {**about, **values})
    yield from _figures(language, live, candidate, target)


def _figures(language: str, live: Asked, candidate: Asked, target: float) -> Iterator[Case]:
    # A new article may answer what was near to others before: that no label can know.
    counted = [number for number, (row, _) in enumerate(live) if row.kind != "near"]
    then = [outcome_of(*each) for each in live]
    now = [outcome_of(*each) for each in candidate]
    before, after = (precision([each[n] for n in counted]) for each in (then, now))
    if after < target and after < before - LESS / 2:
        told = {"before": PER_CENT.format(before), "now": PER_CENT.format(after)}
        values = {"language": language, "target": PER_CENT.format(target), **told}
        yield Case("answers", "less_precise", values)
    answerable = [number for number, (row, _) in enumerate(live) if row.kind == "answerable"]
    covered = coverage([then[n] for n in answerable])
    covers = coverage([now[n] for n in answerable])
    if covers < covered - LESS:
        told = {"before": PER_CENT.format(covered), "now": PER_CENT.format(covers)}
        yield Case("answers", "less_answered", {"language": language, **told})


def _gone(language: str, live: Path, candidate: Path) -> Iterator[Case]:
    now = {each.id for each in load_articles(candidate / language / ARTICLES)}
    for article in load_articles(live / language / ARTICLES):
        if article.id not in now:
            count = {"count": str(len(article.phrasings))}
            values = {"article": article.id, "language": language, **count}
            yield Case("articles", "article_gone", values)


def _promise(language: str, live: Path, candidate: Path) -> Iterator[Case]:
    then = Judgement.load(live / language / "judgement.json")
    now = Judgement.load(candidate / language / "judgement.json")
    if then.threshold.basis == "proven" and now.threshold.basis != "proven":
        target = PER_CENT.format(now.target_precision)
        yield Case("answers", "promise_lost", {"language": language, "target": target})


def _rows(generation: Path, language: str) -> list[RehearsalRow]:
    return rehearsal_in((generation / language / REHEARSAL).read_bytes())


def _changed(live: Path, candidate: Path, language: str) -> set[str]:
    then, now = (_contents(each, language) for each in (live, candidate))
    return {id for id, content in now.items() if then.get(id) != content}


def _contents(generation: Path, language: str) -> Mapping[str, object]:
    return {each.id: as_json(each) for each in load_articles(generation / language / ARTICLES)}
