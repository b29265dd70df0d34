"""The gate on the demo company: each harm is blocked with its case named, what is harmless passes.

Nothing of what serves is touched meanwhile, to the last byte.
"""

import hashlib
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.workspace import Workspace
from bot.publishing.candidate import Candidate, build_candidate
from bot.publishing.release import FILES, FOLDERS
from bot.publishing.serving import Serving
from bot.publishing.trying import Trials
from bot.supervisor import environments
from bot.supervisor.app.data_check import CompanyFiles, problems
from tests.bot.publishing.aurora import aurora_in
from tests.bot.publishing.edits import Edit, drawn
from tests.bot.publishing.published import publish_as_it_is, silent
from tests.conftest import need
from tests.results import Results
from tests.running import REPOSITORY

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]

SEED = 9
# What trains nothing: a handful of these in every run of the tests.
QUICK = ("no rule", "alone", "somebody's data", "no topic", "begins at eight", "in other words")


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    root = aurora_in(tmp_path_factory.mktemp("gate") / "aurora")
    publish_as_it_is(root)
    return root


@pytest.fixture
def served(company):
    """What serves is the same afterwards."""
    before = state_of_what_serves(company)
    yield
    assert state_of_what_serves(company) == before
    restore(company)


def judge(root: Path) -> Candidate:
    workspace = Workspace.load(root, {})

    def mistakes() -> list[str]:
        return [str(each) for each in problems(CompanyFiles.read(workspace))]

    return build_candidate(workspace, mistakes, now=datetime.now(UTC), say=silent)


def judged(root: Path, edit: Edit) -> list[str]:
    """What the gate says of an edit; the files are as they were afterwards."""
    edit.write(root)
    try:
        return [case.sentence("en") for case in judge(root).report.cases]
    finally:
        restore(root)


def restore(root: Path) -> None:
    for name in FILES:
        if (REPOSITORY / name).is_file():
            shutil.copyfile(REPOSITORY / name, root / name)
    for name in FOLDERS:
        shutil.rmtree(root / name)
        shutil.copytree(REPOSITORY / name, root / name)


def state_of_what_serves(root: Path) -> dict[str, str]:
    """Every byte that a running bot is made of."""
    workspace = Workspace.load(root, {})
    release = Serving(workspace).release()
    assert release is not None and release.made is not None
    folders = [release.folder, workspace.index_root / release.made.index]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    files += [workspace.models / release.made.model, workspace.models / "serving.json"]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def first(company: Path, words: str) -> Edit:
    return next(edit for edit in drawn(company, SEED) if words in edit.name)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("no rule", "No rule says any more what the act"),
        ("alone", "nobody gets it"),
        ("somebody's data", "which the bot must not learn"),
        ("no topic", "is gone from actions/desk.yml"),
    ],
)
def test_a_harm_that_the_files_show_is_blocked_at_once(company, served, words, named):
    edit = first(company, words)
    sentences = judged(company, edit)
    assert any(named in sentence for sentence in sentences), sentences


@pytest.mark.parametrize("words", ["begins at eight", "in other words"])
def test_hours_and_words_take_the_fast_gate_and_pass(company, served, words):
    edit = first(company, words)
    edit.write(company)
    report = judge(company).report
    assert report.fast
    assert [case.sentence("en") for case in report.cases] == []
    assert report.tests > 50


def test_what_serves_can_be_tried_and_says_why(company):
    workspace = Workspace.load(company, {})
    trials = Trials(workspace, now=lambda: datetime.now(UTC), idle=0.5)
    trials.begin("ana", "live", "en")
    trials.say("ana", "How do I return an order?")
    trials.say("ana", "a person, please")
    talk = trials.talk("ana")
    assert talk is not None
    until = time.monotonic() + 600
    while talk.waits:
        assert time.monotonic() < until
        time.sleep(0.2)
    answer, person = talk.lines
    assert answer.problem == person.problem == ""
    assert answer.replies[0].article is not None
    assert answer.replies[0].article.id == "return-how"
    why = answer.why
    assert why is not None and why.confidence is not None and why.threshold is not None
    assert (why.act, why.topics[0][0], why.rule) == ("ask", "returns", "action_answer")
    assert why.confidence >= why.threshold
    assert why.nearest[0].likeness > 0.99
    assert why.hits[0][0] == "return-how"
    assert why.team == "returns"
    assert person.replies[-1].kind == "question"


@pytest.mark.prove
@pytest.mark.timeout(0)
def test_an_example_that_is_moved_wrongly_is_named(company, served):
    sentences = judged(company, first(company, "go to"))
    assert any("nearest examples teach" in sentence for sentence in sentences), sentences


@pytest.mark.prove
@pytest.mark.timeout(0)
def test_an_article_that_steals_questions_is_named(company, served):
    edit = first(company, "takes the questions of")
    sentences = judged(company, edit)
    thief = edit.name.split()[0]
    assert any(f"{thief} (" in sentence for sentence in sentences), sentences


@pytest.mark.prove
@pytest.mark.timeout(0)
def test_twenty_harmful_and_twenty_harmless_edits(company, served, proof_share):
    edits = drawn(company, SEED)
    if proof_share < 1:
        edits = [edit for edit in edits if any(words in edit.name for words in QUICK)][:6]
    results = Results("gate") if proof_share == 1 else None
    found = {}
    for number, edit in enumerate(edits, start=1):
        name = f"{number}: {edit.name}"  # two draws may be called alike
        if results is not None and name in results:
            found[name] = results[name]
            continue
        found[name] = {"harmful": edit.harmful, "cases": judged(company, edit)}
        if results is not None:
            results.add(name, found[name])
    harmful = {name: each["cases"] for name, each in found.items() if each["harmful"]}
    harmless = {name: each["cases"] for name, each in found.items() if not each["harmful"]}
    missed = [name for name, cases in harmful.items() if not cases]
    stopped = {name: cases for name, cases in harmless.items() if cases}
    assert len(missed) <= len(harmful) / 10, missed
    assert len(stopped) <= max(0, len(harmless) / 10), stopped
