"""`primera bench answers` on a small base, with the real encoder."""

import json

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.bench_answers import answers
from bot.training.answers_bench.systems import BESIDE, OURS
from bot.training.bench.sets import BenchDataError

PASSAGES = {
    "horario": ("es", "Cuándo abrimos", "Abrimos de siete a dos, todos los días menos el lunes."),
    "tartas": ("es", "Alérgenos", "Todas nuestras tartas llevan huevo y gluten."),
    "pan": ("es", "Pan por encargo", "Puede encargar pan hasta las seis para el día siguiente."),
}
ASKED = [
    ("¿a qué hora cierran?", ["horario"]),
    ("¿la tarta tiene gluten?", ["tartas"]),
    ("quiero reservar una barra para mañana", ["pan"]),
]


@pytest.fixture
def data(tmp_path):
    passages = [
        {"id": id, "lang": language, "title": title, "text": text}
        for id, (language, title, text) in PASSAGES.items()
    ]
    queries = [
        {"id": str(number), "lang": "es", "text": text, "positive": right}
        for number, (text, right) in enumerate(ASKED)
    ]
    for name, rows in (("passages", passages), ("queries_test", queries)):
        lines = [json.dumps(row) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(data, **options):
    file = data / "figures.json"
    answers(Workspace.load(), data, file, Console(quiet=True), **options)
    return json.loads(file.read_text("utf-8"))[data.name]["es"]


def test_every_system_gets_all_figures_and_ours_is_compared_with_each(data):
    found = run(data)
    assert list(found) == [OURS, *BESIDE]
    names = {"r_at_1", "r_at_5", "ndcg_at_10", "coverage_at_90", "precision_at_target", "p50_ms"}
    assert all(names <= figures.keys() for figures in found.values())
    assert found[OURS]["r_at_1_ahead_of"].keys() == set(BESIDE)
    assert found[OURS]["gap_closed"].keys() == {"share", "interval"}


def test_ours_finds_spanish_that_shares_no_word_with_the_passage(data):
    assert run(data, only=OURS)[OURS]["r_at_1"] == 1.0


def test_a_base_without_phrasings_proves_nothing_and_answers_nothing(data):
    ours = run(data, only=OURS)[OURS]
    assert (ours["answered"], ours["precision_at_target"]) == (0, None)


def test_an_unknown_system_is_told_with_those_there_are(data):
    with pytest.raises(BenchDataError, match="there is ours, bm25"):
        run(data, only="magic")
