"""`primera bench store` of a bakery, with the real encoder and FAISS's real indexes."""

import json

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands import bench_store
from bot.commands.bench_store import STORE_FIGURES, store
from bot.training.store_bench import questions, run
from bot.training.store_bench.questions import ENCODING, SYSTEMS
from bot.training.store_bench.stores import OURS, STORES
from kb_index import read_library
from tests.kb_index.conftest import BAKERY, write_file

SIZE = 3_000


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Measures twenty questions; says what is in the file."""
    monkeypatch.setattr(questions, "PASSAGES", 30)
    monkeypatch.setattr(questions, "QUESTIONS", 20)
    monkeypatch.setattr(run, "QUESTIONS", 20)
    # Of a whole company's texts, encoding would take a minute.
    articles = tmp_path / "articles"
    for language in ("es", "en"):
        for number, (article_id, (text, title, _)) in enumerate(BAKERY.items()):
            asked = ", ".join(f'"{title} {number} {n}"' for n in range(8))
            write_file(articles, article_id, text, language=language, phrasings=f"[{asked}]")
    monkeypatch.setattr(
        bench_store, "read_library", lambda _, **options: read_library(articles, **options)
    )
    workspace = Workspace.load(environment={"PRIMERA_HOME": str(tmp_path / "home")})

    def measure():
        file = tmp_path / "store.json"
        store(workspace, file, Console(quiet=True), sizes=(SIZE,))
        return json.loads(file.read_text("utf-8"))

    return measure


def test_every_store_has_all_figures_and_a_second_run_builds_nothing(measured, monkeypatch):
    monkeypatch.setattr(run, "STORES", {name: STORES[name] for name in ("exact", OURS)})
    found = measured()
    assert list(found["stores"][str(SIZE)]) == ["exact", OURS]
    for figures in found["stores"][str(SIZE)].values():
        assert set(STORE_FIGURES) == figures.keys()
        assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert found["stores"][str(SIZE)]["exact"]["recall_at_10"] == 1.0
    assert found["stores"][str(SIZE)][OURS]["recall_at_10"] > 0.9
    assert list(found["questions"]) == ["es", "en"]
    for systems in found["questions"].values():
        assert list(systems) == [*SYSTEMS, ENCODING]
        assert all(0 < figures["p50_ms"] <= figures["p95_ms"] for figures in systems.values())
    monkeypatch.setattr(run, "STORES", {OURS: build_nothing})
    again = measured()["stores"][str(SIZE)][OURS]
    assert again["build_seconds"] == found["stores"][str(SIZE)][OURS]["build_seconds"]


def build_nothing(rows, chunks):
    raise AssertionError("built again")
