"""`primera articles import`: the articles of another system, as drafts."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from actions.tickets import Desk
from actions.workspace import Workspace
from bot.importing.errors import UnknownChoice
from bot.importing.folder import Folder
from bot.importing.plan import Kind
from bot.importing.reading import ReadingProcess
from bot.importing.run import Choices, Company, Report, import_articles
from bot.importing.site import Site, Tell
from bot.importing.topic import Topics, called
from bot.importing.website import Limits, Website

# Of one trouble, so many places are listed; the rest are a number.
MOST_PLACES = 10
SUMMARY: dict[Kind, str] = {
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "edited": "kept because edited here, with the new version beside",
    "removed": "not brought back",
    "double": "there already, word for word",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's options."""

    source: str
    language: str | None = None
    topic: str | None = None
    name: str | None = None
    under: str = ""
    dry_run: bool = False
    limits: Limits = field(default_factory=Limits)


def import_from(workspace: Workspace, asked: Asked, console: Console) -> bool:
    """Import, tell what came of it; whether all of the source could be read."""
    company = _company(workspace)
    _check(asked, company)
    with console.status("import …") as status, ReadingProcess() as process:

        def tell(line: str) -> None:
            status.update(line)

        if asked.source.startswith(("http://", "https://")):
            report = _from_site(company, asked, tell, process)
            others = Counter[str]()
        else:
            folder = Folder(Path(asked.source), asked.limits.most_bytes)
            choices = _choices(asked, _root(folder.path, workspace.root))
            report = import_articles(folder.documents(), company, choices, tell, read=process.read)
            others = folder.left_alone
    for line in _told(report, others, asked):
        console.print(line, markup=False, soft_wrap=True, highlight=False)
    return not any(failure.mistake for failure in report.failures)


def _company(workspace: Workspace) -> Company:
    desk = Desk.load(workspace.desk_file)
    languages = workspace.settings.languages
    return Company(workspace.articles, languages, _topics(desk, languages))


def _topics(desk: Desk, languages: tuple[str, ...]) -> Topics:
    """What the desk's topics are called: as in the file, and in each of the company's languages."""
    names = {
        called(name): topic
        for topic in desk.topics
        for language in languages
        if (name := desk.topic_name(topic, language))
    }
    return names | {called(topic): topic for topic in desk.topics}


def _check(asked: Asked, company: Company) -> None:
    topics = sorted(set(company.topics.values()))
    if asked.topic and asked.topic not in topics:
        raise UnknownChoice(f"--topic {asked.topic}: actions/desk.yml has {', '.join(topics)}.")
    if asked.language and asked.language not in company.languages:
        known = ", ".join(company.languages)
        raise UnknownChoice(f"--language {asked.language}: bot/settings.yml has {known}.")


def _from_site(company: Company, asked: Asked, tell: Tell, process: ReadingProcess) -> Report:
    with Website(asked.source, limits=asked.limits) as website:
        site = Site(
            website,
            asked.source,
            limits=asked.limits,
            under=asked.under,
            clock=time.monotonic,
            sleep=time.sleep,
        )
        return import_articles(
            site.documents(tell),
            company,
            _choices(asked, website.root),
            tell,
            read=process.read,
            complete=lambda: site.complete and not asked.under,
        )


def _choices(asked: Asked, root: str) -> Choices:
    return Choices(asked.name or root, asked.language, asked.topic, asked.dry_run)


def _root(path: Path, workspace: Path) -> str:
    """The source as seen from the workspace, so that both can be moved together."""
    return Path(os.path.relpath(path.resolve(), workspace)).as_posix()


def _told(report: Report, others: Counter[str], asked: Asked) -> Iterator[str]:
    would = "would be " if asked.dry_run else ""
    for step in report.steps:
        name = f"{step.draft.language}/{step.draft.id}"
        if step.kind in ("new", "changed"):
            yield f"{would}{step.kind}: {name}"
        remarks = [*step.draft.remarks, *filter(None, [step.remark])]
        if step.kind == "double":
            yield f"  {step.draft.where}: {step.remark}"
        elif remarks and step.kind != "removed":
            yield f"  {name}: {'; '.join(remarks)}"
    for paragraph in report.frame:
        yield f"left out, for it stands on most pages: {' '.join(paragraph.split())[:80]}"
    for each in report.gone:
        yield f"{each.language}/{each.id}: {each.label} is not there any more; archive it?"
    if others:
        kinds = ", ".join(f"{number} {ending}" for ending, number in others.most_common(5))
        yield f"left alone, for they hold no articles: {kinds}"
    yield from _failures(report)
    yield _summary(report, would)
    yield from _next(report, asked)


def _failures(report: Report) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for failure in report.failures:
        places.setdefault(failure.message, []).append(failure.where)
    for message, found in places.items():
        for where in found[:MOST_PLACES]:
            yield f"{where}: {message}"
        if len(found) > MOST_PLACES:
            yield f"… and {len(found) - MOST_PLACES} more with the same trouble"


def _summary(report: Report, would: str) -> str:
    numbers = Counter(step.kind for step in report.steps)
    parts = [f"{numbers[kind]} {what}" for kind, what in SUMMARY.items() if numbers[kind]]
    parts = [f"{would}{'; '.join(parts)}"] if parts else []
    # What follows is so already, whether anything is written or not.
    parts += [f"{len(report.gone)} gone from the source"] if report.gone else []
    mistakes = sum(failure.mistake for failure in report.failures)
    left_out = len(report.failures) - mistakes
    parts += [f"{left_out} left out"] if left_out else []
    parts += [f"{mistakes} failed"] if mistakes else []
    return f"{'; '.join(parts) or 'nothing was found'}".capitalize() + "."


def _next(report: Report, asked: Asked) -> Iterator[str]:
    if asked.dry_run:
        yield "Nothing was written. Leave out --dry-run to write the drafts."
    elif any(step.writes for step in report.steps):
        yield (
            "Next: primera articles check; read each draft, add phrasings in customers' words, "
            "then set status: published with approved_by. Until then nothing of it is answered."
        )
