"""The page from which a lead publishes what was edited, and goes back."""

import json
import shutil
import sys
import time
from dataclasses import replace

import pytest

from actions.workspace import Workspace
from bot.publishing import background
from bot.publishing.candidate import FOLDER, NAME
from bot.publishing.gate import report as gate_report
from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import ChangedReply
from bot.publishing.gate.report import Report
from bot.publishing.release import FILES, FOLDERS
from bot.publishing.serving import Publication, Serving
from bot.supervisor.slots_file import SlotsFile
from tests.actions.accounts.conftest import QUICK
from tests.bot.console.person import words_of
from tests.bot.publishing.conftest import NOON, edit, released
from tests.running import REPOSITORY

SOFT = Case("rules", "rule_changed", {"act": "status", "before": "a", "now": "b"})
HARD = Case("routing", "rule_gone", {"act": "status", "action": "a"})
LOST = ChangedReply("msg_1", "lost", ("answer", "a 1"), ("question", ""), False)
FIGURES = {"en": {"before": {"precision": 0.91}, "after": {"precision": 0.93}}}


@pytest.fixture
def company(workspace, tmp_path) -> Workspace:
    """The demo company in a folder that may be edited; its files serve."""
    root = tmp_path / "aurora"
    for name in (name for name in FILES if (REPOSITORY / name).is_file()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, root / name)
    for name in FOLDERS:
        shutil.copytree(REPOSITORY / name, root / name)
    own = replace(workspace, root=root)
    first = released(own)
    Serving(own).publish(Publication(first.id, NOON, by="primera run", how="first"))
    return own


@pytest.fixture
def slots(company, rasa) -> SlotsFile:
    """Where the supervisor says what serves."""
    written = SlotsFile(company.home)
    written.write([rasa.url])
    return written


@pytest.fixture
def console(serve, company, slots) -> str:
    followed = company.settings.processes.model_copy(update={"rasa_addresses": slots.path})
    settings = company.settings.model_copy(update={"processes": followed})
    return str(serve(workspace=replace(company, settings=settings), passwords=QUICK).base_url)


@pytest.fixture
def judged(company):
    """An edit and its candidate; call it with what the gate found."""

    def judge(*cases: Case, replies=(), figures=FIGURES):
        live = Serving(company).release()
        edit(company)
        release = released(company)
        found = Report(
            live.id, NOON, True, ("domain.yml",), cases, figures=figures, replies=replies
        )
        gate_report.write(release.folder, found)
        folder = company.home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps({"release": release.id}), "utf-8")
        return release

    return judge


def test_what_serves_and_what_waits_is_told(arrives, company):
    ana = arrives("Ana")
    page = words_of(ana.opens("/console/publish"))
    assert "Everything that was edited is published." in page
    assert "by primera run" in page
    edit(company)
    page = words_of(ana.opens("/console/publish"))
    assert "domain.yml" in page
    assert "Try the edits" in page


def test_a_candidate_without_a_case_is_published_and_gone_back_from(arrives, company, judged):
    before = Serving(company).release()
    release = judged()
    ana = arrives("Ana")
    page = words_of(ana.opens("/console/publish"))
    assert "Nothing stands in the way." in page
    assert "91 %" in page and "93 %" in page
    page = words_of(ana.follows(ana.sends("/console/publish/promote")))
    assert "Published." in page
    assert Serving(company).release() == release
    assert f"Go back to {before.id}" in page
    ana.follows(ana.sends("/console/publish/roll-back", release=before.id))
    assert Serving(company).release() == before
    assert [each.by for each in Serving(company).history()] == ["primera run", "Ana", "Ana"]


def test_a_case_is_named_with_its_way_out_in_the_language_of_the_page(arrives, company, judged):
    judged(SOFT)
    ana = arrives("Ana")
    page = words_of(ana.opens("/console/publish"))
    assert SOFT.sentence("en") in page and SOFT.way_out("en") in page
    ana.follows(ana.sends("/console/language", language="es", here="/console/publish"))
    assert SOFT.sentence("es") in words_of(ana.opens("/console/publish"))
    ana.opens("/console/publish")
    ana.follows(ana.sends("/console/publish/promote"))
    assert Serving(company).history()[-1].how == "first"


def test_only_an_owner_excuses_a_case_and_the_reason_is_kept(arrives, company, judged):
    judged(SOFT)
    lead, owner = arrives("Ana"), arrives("Olga", role="owner")
    lead.opens("/console/publish")
    refused = lead.sends("/console/publish/promote", reason="please")
    assert refused.status_code == 422
    assert "Only an owner may excuse a case." in words_of(refused)
    owner.opens("/console/publish")
    owner.follows(owner.sends("/console/publish/promote", reason="asked for by the board"))
    last = Serving(company).history()[-1]
    assert (last.by, last.reason) == ("Olga", "asked for by the board")
    assert last.overridden == (SOFT.sentence("en"),)


def test_nobody_excuses_what_is_firm(arrives, company, judged):
    judged(HARD)
    owner = arrives("Olga", role="owner")
    page = owner.opens("/console/publish")
    assert "No reason excuses it." in words_of(page)
    assert 'name="reason"' not in page.text
    page = owner.follows(owner.sends("/console/publish/promote", reason="I want it"))
    assert "a case that no reason excuses" in words_of(page)
    assert Serving(company).history()[-1].how == "first"


def test_replies_are_decided_on_the_page(arrives, company, judged):
    judged(replies=(LOST,))
    ana = arrives("Ana")
    page = words_of(ana.opens("/console/publish"))
    assert "Would not be answered any more" in page
    assert "nobody has decided about them" in page
    page = ana.follows(ana.sends("/console/publish/replies", decision="approved", ids="msg_1"))
    assert "Nothing stands in the way." in words_of(page)
    page = ana.follows(ana.sends("/console/publish/replies", decision="rejected", ids="msg_1"))
    assert "was rejected" in words_of(page)


def test_a_build_begins_only_where_something_waits(arrives, company, monkeypatch):
    begun = []
    monkeypatch.setattr("bot.console.publishing.start_building", begun.append)
    ana = arrives("Ana")
    ana.opens("/console/publish")
    ana.follows(ana.sends("/console/publish/build"))
    assert begun == []
    edit(company)
    page = ana.follows(ana.sends("/console/publish/build"))
    assert "It has begun." in words_of(page)
    assert [each.root for each in begun] == [company.root]


def test_the_progress_asks_again_until_it_is_over_and_then_the_page_is_loaded_anew(
    arrives, company, monkeypatch
):
    ana = arrives("Ana")
    monkeypatch.setattr("bot.console.publishing.progress_of", lambda _: "training: 10 of 100")
    part = ana.opens("/console/publish/progress")
    assert "training: 10 of 100" in words_of(part)
    assert 'hx-trigger="every 2s"' in part.text
    monkeypatch.setattr("bot.console.publishing.progress_of", lambda _: "")
    assert ana.opens("/console/publish/progress").headers["hx-refresh"] == "true"


def test_a_build_that_has_not_told_anything_yet_is_under_way(arrives, company, monkeypatch):
    """On a busy machine a process takes long to begin; the page must not offer another build."""
    edit(company)
    sleeps = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr("bot.publishing.background._command", lambda _: sleeps)
    ana = arrives("Ana")
    ana.opens("/console/publish")
    page = ana.follows(ana.sends("/console/publish/build"))
    assert "The candidate is being built:" in words_of(page)
    assert "Try the edits" not in words_of(page)
    again = ana.follows(ana.sends("/console/publish/build"))
    assert "A candidate is being built already." in words_of(again)
    process = background._started[company.root]
    process.kill()
    process.wait()
    assert ana.opens("/console/publish/progress").headers["hx-refresh"] == "true"


def test_the_workbench_goes_over_to_what_was_published(arrives, company, slots):
    owner = arrives("Olga", role="owner")
    assert "Returns and repairs" not in words_of(owner.opens("/console/people/new"))
    desk = company.desk_file
    desk.write_text(desk.read_text("utf-8").replace("en: Returns}", "en: Returns and repairs}", 1))
    slots.release = str(released(company).folder)
    slots.write(slots.addresses)
    until = time.monotonic() + 30
    while "Returns and repairs" not in words_of(owner.opens("/console/people/new")):
        assert time.monotonic() < until, "the workbench shows the desk of the start"
        time.sleep(0.1)
    assert owner.opens("/console/inbox").status_code == 200
