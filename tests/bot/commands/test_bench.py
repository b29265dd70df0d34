"""`primera bench understanding` on a small set, with the real encoder and Rasa's Python."""

import json

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.bench import understanding
from bot.supervisor import environments
from tests.conftest import need

TAUGHT = {
    "refund": ["when is my money back", "how do I get a refund", "return the money to me please"],
    "opening": ["when do you open", "are you open on sundays", "what are the shop's hours"],
    "delivery": ["where is my parcel", "when does my order arrive", "track the delivery"],
}
ASKED = [
    ("i want my money back", "refund"),
    ("open on a sunday?", "opening"),
    ("has my parcel arrived", "delivery"),
    ("write a poem about whales", "none"),
]


@pytest.fixture
def data(tmp_path):
    rows = [(text, intent) for intent, texts in TAUGHT.items() for text in texts]
    for name, labelled in (("train", rows), ("test", ASKED)):
        lines = [json.dumps({"text": text, "intent": intent}) for text, intent in labelled]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def measured(data, monkeypatch):
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    monkeypatch.setenv("PRIMERA_HOME", str(data / "home"))

    def run(**options):
        file = data / "out" / "figures.json"
        understanding(Workspace.load(), data, file, Console(quiet=True), **options)
        return json.loads(file.read_text("utf-8"))

    return run


@pytest.mark.rasa
def test_a_set_is_learned_and_asked(measured, data):
    (found,) = measured(only="ours").values()
    ours = found["ours"]
    assert ours["in_scope_accuracy"] == 1.0
    assert ours["auroc"] == 1.0
    assert ours["examples"] == 9
    assert 0 < ours["learn_seconds"] < ours["train_seconds"]
    assert (data / "out" / f"figures.{data.name}.svg").exists()


@pytest.mark.rasa
def test_plain_classifiers_are_measured_beside_it(measured):
    (found,) = measured(only="tfidf_logistic_regression").values()
    assert set(found) == {"tfidf_logistic_regression"}


@pytest.mark.rasa
def test_few_examples_are_drawn_ten_times(measured):
    (name,) = (found := measured(only="ours", shots=2))
    assert name.endswith("/2_drawn")
    assert found[name]["ours"]["draws"] == 10


@pytest.mark.rasa
def test_rasas_own_are_left_out_where_nobody_waits_for_them(measured):
    (found,) = measured(new_stock=False).values()
    assert {"ours", "tfidf_logistic_regression", "vectors_logistic_regression"} <= set(found)
    assert not any(system.startswith("rasa_") for system in found)
