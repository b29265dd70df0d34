"""Publishing and going back while people write: nothing lost, no form changes its release."""

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.answers import ControlsStore
from actions.answers.store import KNOWN_FOR_SECONDS
from actions.database import engine
from actions.workspace import Workspace
from bot.publishing.promoting import roll_back, wait_until_served
from bot.publishing.release import Made, Release, Releases
from bot.publishing.serving import Publication, Serving
from bot.supervisor import environments, run_file
from tests import running as whole
from tests.bot.publishing.aurora import aurora_in
from tests.conftest import need
from tests.conversations.contact import ContactSide
from tests.results import Results
from tests.running import REPOSITORY, Running

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]

# Five contacts with a message a second each.
CONTACTS, PAUSE_SECONDS = 5, 1.0
QUESTION = "How do I return an order?"
ROLLED_BACK_SECONDS = 30.0


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    return aurora_in(tmp_path_factory.mktemp("published") / "aurora")


@pytest.fixture(scope="module")
def published(company, tmp_path_factory) -> Iterator[Running]:
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    primera = whole.start(tmp_path_factory.mktemp("home"), company, published=True)
    yield primera
    whole.stop(primera.process)


class Talker(threading.Thread):
    """A contact who asks once a second; begins each question when it is due."""

    def __init__(self, url: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.contact = ContactSide(url, "en")
        self.asked_at: list[float] = []
        self.kinds: list[list[str]] = []
        self._stop_asking = stop

    def run(self) -> None:
        while not self._stop_asking.wait(PAUSE_SECONDS):
            self.asked_at.append(time.monotonic())
            self.kinds.append([reply["kind"] for reply in self.contact.says(QUESTION)])


@pytest.fixture
def talkers(published):
    stop = threading.Event()
    crowd = [Talker(published.base_url, stop) for _ in range(CONTACTS)]
    for talker in crowd:
        talker.start()
    yield crowd
    stop.set()
    for talker in crowd:
        talker.join(60)
        talker.contact.__exit__()


def another_release(company: Path, home: Path) -> Release:
    """An edited text, and a model of another name: what it learned is the same."""
    workspace = Workspace.load(company, {"PRIMERA_HOME": str(home)})
    serving = Serving(workspace)
    before = serving.release()
    assert before is not None and before.made is not None
    domain = company / "domain.yml"
    text = domain.read_text("utf-8").replace("text: You're welcome", "text: You are welcome")
    domain.write_text(text + "\n# edited\n", "utf-8")
    model = f"{len(serving.history())}{before.made.model}"
    shutil.copyfile(company / "models" / before.made.model, company / "models" / model)
    releases = Releases(workspace)
    made = Made(before.made.encoder, before.made.index, model)
    return releases.note(releases.take(datetime.now(UTC)), made)


def publish(company: Path, home: Path) -> Publication:
    workspace = Workspace.load(company, {"PRIMERA_HOME": str(home)})
    release = another_release(company, home)
    publication = Publication(release.id, datetime.now(UTC), by="Ada", how="promoted")
    Serving(workspace).publish(publication)
    assert wait_until_served(workspace, publication, lambda: run_file.read(home))
    return publication


def models_of(running: Running, conversation_id: str) -> list[tuple[str, bool]]:
    """The model of each turn, and whether it began in a form; in order."""
    database = sqlite3.connect(running.home / "primera.db")
    rows = database.execute(
        "SELECT turns.turn FROM turns JOIN messages ON messages.message_id = turns.message_id"
        " WHERE messages.conversation_id = ? ORDER BY messages.seq",
        (conversation_id,),
    ).fetchall()
    database.close()
    turns = [json.loads(turn) for (turn,) in rows]
    return [(t["versions"]["model"], t["start"]["in_form"]) for t in turns if t.get("start")]


def test_publishing_and_going_back_lose_no_message_and_change_no_form(
    published, company, talkers, proof_share
):
    with ContactSide(published.base_url, "en") as inside:
        inside.says("I want to talk to a person about my last order")
        before = published_release(company)
        first = publish(company, published.home)
        inside.says("the box came empty")
        inside.says("ana@example.com")
        workspace = Workspace.load(company, {"PRIMERA_HOME": str(published.home)})
        began = time.monotonic()
        back = roll_back(workspace, by="Ada", now=datetime.now(UTC))
        assert back.release == before
        assert wait_until_served(workspace, back, lambda: run_file.read(published.home))
        rolled_back = time.monotonic() - began
        assert rolled_back < ROLLED_BACK_SECONDS
        second = publish(company, published.home)
        inside.says("cancel")
        inside.says(QUESTION)
        models = models_of(published, inside.conversation_id)
    assert first.release != second.release
    in_form = [model for model, form in models[:-1]]
    assert len(set(in_form)) == 1, "the form went on with the model it began with"
    assert models[-1][0] != in_form[0], "and then with what serves"
    assert_each_answered_once(talkers)
    if proof_share == 1:
        Results("publishing").add("rolled back", {"seconds": round(rolled_back, 1)})


def test_a_withdrawn_article_is_not_answered_any_more_under_load(published, talkers):
    database = engine(published.database_url)
    controls = ControlsStore(database)
    time.sleep(3)
    controls.withdraw("return-how", ["en"], reason="wrong days", now=datetime.now(UTC))
    live_from = time.monotonic() + KNOWN_FOR_SECONDS
    time.sleep(KNOWN_FOR_SECONDS + 8)
    controls.restore("return-how")
    ended = time.monotonic()
    database.dispose()
    later = [
        kinds
        for talker in talkers
        for at, kinds in zip(talker.asked_at, talker.kinds, strict=False)
        if live_from < at < ended - 3
    ]
    assert len(later) >= CONTACTS
    assert all("answer" not in kinds for kinds in later)


def published_release(company: Path) -> str:
    return Serving(Workspace.load(company, {})).history()[-1].release


def assert_each_answered_once(talkers: list[Talker]) -> None:
    for talker in talkers:
        said = talker.contact.messages()
        asked = [line["message_id"] for line in said if line["sender"] == "contact"]
        assert asked
        for message_id in asked[: len(talker.kinds)]:
            replies = [line["kind"] for line in said if message_id in line["in_reply_to"]]
            assert replies == ["answer"], "no honest line was due: a release was always there"


def test_the_command_that_promotes_says_what_is_in_the_way(company, published):
    environment = {"PRIMERA_HOME": str(published.home), "PATH": "/usr/bin:/bin"}
    code = "from bot.command_line import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "promote", "--workspace", str(company)],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "There is no candidate. Build one" in " ".join(done.stderr.split())
