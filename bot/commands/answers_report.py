"""`primera answers report`: what the answers promise, what that rests on, and what would help."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from actions.workspace import Workspace
from bot.training.evaluation_picture import Point, drawn, risk_by_confidence
from kb_index.article import Article
from kb_index.generations import checked, serving
from kb_index.judgement import Judgement
from kb_index.library import Library, read_library
from kb_index.self_test import (
    REHEARSAL,
    RehearsalRow,
    dead_links,
    never_found,
    past_review,
    rehearsal_in,
    thefts,
)
from kb_index.shelf import ARTICLES, load_articles
from kb_index.threshold import fewest_to_prove, precision_bound

# Of a thief's phrasings, so many are worth reading here; all are in the JSON.
PHRASINGS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """What one language of the base promises."""

    target: float
    basis: str
    threshold: float
    answered: int  # rehearsed questions at or above the threshold
    right: int
    precision: float | None
    bound: float  # the precision that is proven, in 19 of 20 bases
    coverage: float  # answered rightly, of the phrasings, each asked with itself left out
    r_at_1: float
    phrasings: int
    rehearsed: int  # of the phrasings, so many were asked
    phrasings_missing: int | None  # about how many more would prove the target; None: more won't
    articles: int
    thefts: list[dict[str, Any]]
    never_found: list[str]
    past_review: list[str]
    dead_links: list[dict[str, Any]]
    without_twin: list[str]  # ids that another language has and this one lacks


def report(workspace: Workspace, json_file: Path | None, console: Console, today: date) -> None:
    """Prints it, and writes pictures; the index must have been built."""
    found, rows = _reports(workspace, serving(workspace.index_root)[0], today)
    for language, one in found.items():
        for line in told(language, one):
            console.print(line, markup=False, soft_wrap=True, highlight=False)
    file = json_file or workspace.home / "answers" / "report.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {language: asdict(one) for language, one in found.items()}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(str(file), soft_wrap=True)
    for language, one in found.items():
        path = file.with_suffix(f".{language}.svg")
        path.write_text(_picture(language, rows[language], one), encoding="utf-8")
        console.print(str(path), soft_wrap=True)


def self_test(workspace: Workspace, generation: Path, today: date) -> list[str]:
    """The report in a line for each language, said when an index has been built."""
    found, _ = _reports(workspace, generation, today)
    lines = [f"{language}: {'; '.join(_in_short(one))}" for language, one in found.items()]
    return [*lines, "`primera answers report` has the names."] if lines else []


def language_report(
    language: str,
    rows: Sequence[RehearsalRow],
    judgement: Judgement,
    shelves: Mapping[str, Sequence[Article]],
    library: Library,
    *,
    today: date,
) -> LanguageReport:
    """All there is to say of a language."""
    threshold, target = judgement.threshold, judgement.target_precision
    proven = threshold.basis == "proven"
    answered, right = (threshold.answered, threshold.right) if proven else (0, 0)
    known = sum(row.kind == "known" for row in rows)
    published = [article for articles in shelves.values() for article in articles]
    links = [link for link in dead_links(published) if link.language == language]
    languages = [*shelves]
    return LanguageReport(
        target=target,
        basis=threshold.basis,
        threshold=threshold.value,
        answered=answered,
        right=right,
        precision=right / answered if answered else None,
        bound=precision_bound(right, answered) if answered else 0.0,
        coverage=right / known if known else 0.0,
        r_at_1=judgement.r_at_1,
        phrasings=sum(len(article.phrasings) for article in shelves[language]),
        rehearsed=known,
        phrasings_missing=0 if proven else missing(rows, target),
        articles=len(shelves[language]),
        thefts=[asdict(theft) for theft in thefts(rows)],
        never_found=never_found(rows),
        past_review=[article.id for article in past_review(shelves[language], today)],
        dead_links=[asdict(link) for link in links],
        without_twin=[id for id, lacking in library.without_twin(languages) if lacking == language],
    )


def missing(rows: Sequence[RehearsalRow], target: float) -> int | None:
    """About how many phrasings more would prove the target; None where it is not for their number.

    What proves it are the surest answers before the first wrong one; a phrasing in three is among
    them on a base that has enough.
    """
    surest = sorted(rows, key=lambda row: -row.confidence)
    run = next((place for place, row in enumerate(surest) if not row.right), len(surest))
    lacking = fewest_to_prove(target) - run
    return 3 * lacking if lacking > 0 else None


def told(language: str, one: LanguageReport) -> Iterator[str]:
    """The report in sentences."""
    asked = f", of which {one.rehearsed} were asked" if one.rehearsed < one.phrasings else ""
    yield f"{language}: {one.articles} articles, {one.phrasings} phrasings{asked}"
    if one.basis == "proven":
        yield (
            f"  Answers from confidence {one.threshold:.2f}: {one.right} of {one.answered} "
            f"rehearsed answers are right, which proves {one.bound:.1%} (asked: {one.target:.0%}). "
            f"Of the phrasings, each left out, {one.coverage:.0%} are answered rightly."
        )
    else:
        yield (
            f"  {one.target:.0%} is not proven: only approved words are answered, everything else "
            f"is suggested. {_way_out(one)}"
        )
    yield f"  {one.r_at_1:.0%} of the phrasings, each left out, find their article first."
    for theft in one.thefts:
        shown = "; ".join(theft["phrasings"][:PHRASINGS_SHOWN])
        count = len(theft["phrasings"])
        yield f"  {theft['thief']} gets {count} of {theft['article']}: {shown}"
    for heading, ids in (
        ("Never found by a phrasing of their own", one.never_found),
        ("Past their review date", one.past_review),
        ("Missing in this language", one.without_twin),
        ("Links that lead nowhere", [f"{x['article']} → {x['target']}" for x in one.dead_links]),
    ):
        if ids:
            yield f"  {heading}: {', '.join(ids)}"


def _in_short(one: LanguageReport) -> Iterator[str]:
    if one.basis == "proven":
        yield f"answers from confidence {one.threshold:.2f} on keep {one.target:.0%}"
    else:
        yield f"{one.target:.0%} is not proven, so all but approved words is suggested"
    thieves = len({theft["thief"] for theft in one.thefts})
    for count, words in (
        (thieves, "get others' questions"),
        (len(one.never_found), "never found"),
        (len(one.past_review), "past their review"),
        (len(one.without_twin), "missing in this language"),
        (len(one.dead_links), "dead links"),
    ):
        if count:
            yield f"{count} {words}"


def _reports(
    workspace: Workspace, folder: Path, today: date
) -> tuple[dict[str, LanguageReport], dict[str, list[RehearsalRow]]]:
    manifest = checked(folder)
    library = read_library(workspace.articles, languages=workspace.settings.languages)
    rows = {
        language: rehearsal_in((folder / language / REHEARSAL).read_bytes())
        for language in manifest.languages
    }
    shelves = {name: load_articles(folder / name / ARTICLES) for name in manifest.languages}
    found = {
        language: language_report(
            language,
            rows[language],
            Judgement.load(folder / language / "judgement.json"),
            shelves,
            library,
            today=today,
        )
        for language in manifest.languages
    }
    return found, rows


def _way_out(one: LanguageReport) -> str:
    if one.phrasings_missing is None:
        return "Even the surest rehearsed answers hold mistakes: see which articles are confused."
    return f"About {one.phrasings_missing} more phrasings would prove it."


def _picture(language: str, rows: Sequence[RehearsalRow], one: LanguageReport) -> str:
    curve = risk_by_confidence([(row.confidence, row.right) for row in rows], one.rehearsed)
    now = Point(one.coverage, 1 - one.precision if one.precision is not None else 0.0)
    title = f"Rehearsed answers and their risk, {language}"
    return drawn(curve, now, title=title, accepted_risk=1 - one.target)
