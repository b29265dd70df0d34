"""`primera bench store`: how quick and how large the knowledge base is when it is large."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.training.answers_bench.sets import answer_sets
from bot.training.answers_bench.systems import Base
from bot.training.measured_on import commit, machine
from bot.training.store_bench.made import Material
from bot.training.store_bench.questions import PASSAGES, QuestionEncoder, measured_questions
from bot.training.store_bench.run import Real, measured_stores
from kb_index import read_library
from kb_index.article import Article

SIZES = (100_000, 1_000_000)
STORE_FIGURES = (
    "p50_ms",
    "p95_ms",
    "recall_at_10",
    "build_seconds",
    "resident_mb",
    "private_mb",
    "file_mb",
)

Articles = Mapping[str, tuple[Article, ...]]  # by language
Result = dict[str, Any]


def store(
    workspace: Workspace,
    json_file: Path,
    console: Console,
    *,
    data: Path | None = None,
    sizes: tuple[int, ...] = SIZES,
) -> None:
    """Measures, and writes after every store; what was built is kept for the next run."""
    kept = workspace.home / "bench" / "store"
    kept.mkdir(parents=True, exist_ok=True)
    directory = exported_encoder(workspace)
    encoder = QuestionEncoder.load(directory)
    encoder.remember(kept / "vectors.npz")
    articles = _articles(workspace, encoder, data)
    result: Result = {"commit": commit(), "machine": machine(), "stores": {}, "questions": {}}
    with console.status("bench …") as status:
        base = Base(encoder, workspace.glossaries, workspace.settings.answers.target_precision)
        for language, own in articles.items():
            for system, figures in measured_questions(base, language, own, status.update):
                result["questions"].setdefault(language, {})[system] = figures
                _write(result, json_file)
            encoder.save(kept / "vectors.npz")
        real = _real(articles, encoder)
        for rows, name, figures in measured_stores(real, sizes, kept, status.update):
            result["stores"].setdefault(str(rows), {})[name] = figures
            _write(result, json_file)
    for table in tables_of(result):
        console.print(table)


def tables_of(result: Result) -> Iterator[Table]:
    """A row a store and size; a row a language and system."""
    stores = Table("Vectors", "Store", *STORE_FIGURES)
    for rows, found in result["stores"].items():
        for name, figures in found.items():
            stores.add_row(rows, name, *(f"{figures[each]:g}" for each in STORE_FIGURES))
    yield stores
    questions = Table(f"{PASSAGES:,} passages", "System", "p50_ms", "p95_ms")
    for language, found in result["questions"].items():
        for name, figures in found.items():
            questions.add_row(language, name, f"{figures['p50_ms']:g}", f"{figures['p95_ms']:g}")
    yield questions


def _articles(workspace: Workspace, encoder: QuestionEncoder, data: Path | None) -> Articles:
    """The workspace's own in each language, and the passages of public sets beside them."""
    languages = workspace.settings.languages
    library = read_library(
        workspace.articles, languages=languages, count_tokens=encoder.count_tokens
    )
    sets = answer_sets(data, count_tokens=encoder.count_tokens) if data else []
    return {
        language: (
            *library.published(language),
            *(article for each in sets if each.language == language for article in each.articles),
        )
        for language in languages
    }


def _real(articles: Articles, encoder: QuestionEncoder) -> Real:
    materials = [Material.of(own) for own in articles.values()]
    texts = [text for each in materials for text in each.texts]
    questions = [text for each in materials for text in each.asked]
    once = [list(dict.fromkeys(each)) for each in (texts, questions)]
    return Real(
        texts=encoder.encode(once[0], role="passage"),
        questions=encoder.encode(once[1], role="question"),
    )


def _write(result: Result, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
