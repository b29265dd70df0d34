"""`primera bench answers`: how well bases are searched, in a table and as JSON."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.training.answers_bench.run import measured
from bot.training.answers_bench.sets import AnswerSet, answer_sets, counted, own_sets
from bot.training.answers_bench.systems import BESIDE, OURS, Base
from bot.training.bench.sets import BenchDataError
from kb_index import Encoder, read_library

# How the workspace's own articles are called among the sets.
OWN = "own_articles"
SHOWN = ("r_at_1", "r_at_5", "ndcg_at_10", "coverage_at_90", "precision_at_target", "p50_ms")

Result = dict[str, dict[str, dict[str, dict[str, Any]]]]  # set → language → system → figures


def answers(
    workspace: Workspace,
    data: Path,
    json_file: Path,
    console: Console,
    *,
    only: str | None = None,
    own: Path | None = None,
) -> None:
    """Measures, and writes after every set."""
    if only not in (None, OURS, *BESIDE):
        raise BenchDataError(f"--only {only}: there is {', '.join((OURS, *BESIDE))}.")
    encoder = Encoder.load(exported_encoder(workspace))
    sets = [
        *answer_sets(data, count_tokens=encoder.count_tokens),
        *(_own(workspace, encoder, own) if own else ()),
    ]
    console.print(counted(sets))
    base = Base(encoder, workspace.glossaries, workspace.settings.answers.target_precision)
    result: Result = {}
    with console.status("bench …") as status:
        for asked, figures in measured(base, sets, status.update, only=only):
            result.setdefault(asked.name, {})[asked.language] = figures
            json_file.parent.mkdir(parents=True, exist_ok=True)
            json_file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    console.print(table_of(result))


def table_of(result: Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]) -> Table:
    """A row a set, language and system."""
    table = Table("Set", "", "System", *SHOWN)
    for name, languages in result.items():
        for language, systems in languages.items():
            for system, figures in systems.items():
                table.add_row(name, language, system, *(_shown(figures[each]) for each in SHOWN))
    return table


def _own(workspace: Workspace, encoder: Encoder, labelled: Path) -> Iterator[AnswerSet]:
    languages = workspace.settings.languages
    library = read_library(
        workspace.articles, languages=languages, count_tokens=encoder.count_tokens
    )
    published = {language: library.published(language) for language in languages}
    yield from own_sets(OWN, published, labelled)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
