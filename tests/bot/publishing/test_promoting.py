import json
import time

import pytest

from actions.workspace import Workspace
from bot.publishing import promoting
from bot.publishing.candidate import FOLDER, NAME, candidate_of
from bot.publishing.errors import Blocked, NoRelease, NotJudged, NotOverridable, NotTakenUp
from bot.publishing.gate import report as gate_report
from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import ChangedReply
from bot.publishing.gate.report import Report
from bot.publishing.promoting import decide, promote, roll_back, wait_until_served
from bot.publishing.serving import Serving
from bot.supervisor.app.steps import STEPS
from tests.bot.publishing.conftest import NOON, edit, released

SOFT = Case("rules", "rule_changed", {"act": "ask", "before": "a", "now": "b"})
HARD = Case("routing", "rule_gone", {"act": "ask", "action": "a"})
LOST = ChangedReply("msg_1", "lost", ("answer", "a 1"), ("question", ""), False)


@pytest.fixture
def judged(company, published):
    """An edited company whose candidate was judged; call it with what the gate found."""

    def judge(*cases: Case, replies=()):
        edit(company)
        edited = Workspace.load(company.root, {})
        release = released(edited)
        found = Report(published.id, NOON, True, ("domain.yml",), cases, replies=replies)
        gate_report.write(release.folder, found)
        folder = edited.home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps({"release": release.id}), "utf-8")
        return edited, release

    return judge


def test_a_candidate_without_a_case_is_promoted(judged):
    company, release = judged()
    promote(company, by="Ada", now=NOON)
    assert Serving(company).release() == release
    assert candidate_of(company) is None


def test_a_case_blocks_and_a_reason_excuses_it_and_is_kept(judged):
    company, _ = judged(SOFT)
    with pytest.raises(Blocked, match="The act ask leads to b now"):
        promote(company, by="Ada", now=NOON)
    publication = promote(company, by="Ada", now=NOON, reason="asked for by the board")
    assert publication == Serving(company).history()[-1]
    assert publication.overridden == (SOFT.sentence("en"),)


def test_no_reason_excuses_what_is_firm(judged, published):
    company, _ = judged(SOFT, HARD)
    with pytest.raises(Blocked, match="No rule says any more"):
        promote(company, by="Ada", now=NOON)
    with pytest.raises(NotOverridable, match="No rule says any more"):
        promote(company, by="Ada", now=NOON, reason="I want it")
    assert Serving(company).release() == published


def test_a_candidate_that_was_edited_since_is_not_promoted(judged):
    company, _ = judged()
    edit(company)
    with pytest.raises(NotJudged, match="Files were edited since"):
        promote(Workspace.load(company.root, {}), by="Ada", now=NOON)


def test_a_candidate_that_was_compared_with_something_else_is_not_promoted(judged):
    company, release = judged()
    other = Report("another", NOON, True, (), ())
    gate_report.write(release.folder, other)
    with pytest.raises(NotJudged, match="Another release serves"):
        promote(company, by="Ada", now=NOON)


def test_without_a_candidate_it_says_how_to_build_one(company, published):
    with pytest.raises(NotJudged, match="primera candidate build"):
        promote(company, by="Ada", now=NOON)


def test_replies_are_decided_by_their_ids(judged):
    company, _ = judged(replies=(LOST,))
    with pytest.raises(Blocked, match="nobody has decided"):
        promote(company, by="Ada", now=NOON)
    with pytest.raises(NotJudged, match="msg_9"):
        decide(company, {"msg_9": "approved"})
    decide(company, {"msg_1": "rejected"})
    with pytest.raises(Blocked, match="msg_1 would be another one"):
        promote(company, by="Ada", now=NOON)
    decide(company, {"msg_1": "approved"})
    promote(company, by="Ada", now=NOON)


def test_going_back_needs_something_to_go_back_to(judged, published):
    company, release = judged()
    with pytest.raises(NoRelease, match="nothing to go back to"):
        roll_back(company, by="Ada", now=NOON)
    promote(company, by="Ada", now=NOON)
    roll_back(company, by="Ada", now=NOON, reason="it said too much")
    assert Serving(company).release() == published
    roll_back(company, by="Ada", now=NOON, to=release.id)
    assert Serving(company).release() == release


def test_a_release_that_is_not_taken_up_is_told(judged, published):
    company, release = judged()
    publication = promote(company, by="Ada", now=NOON)
    state = {"release": published.id, "refused": {"release": release.id, "why": "rasa ended."}}
    with pytest.raises(NotTakenUp, match="rasa ended"):
        wait_until_served(company, publication, lambda: state)


def test_the_release_that_was_refused_is_taken_back(judged, published):
    company, release = judged()
    promote(company, by="Ada", now=NOON)
    for _ in range(2):  # once is enough
        told = {"PRIMERA_RELEASE": str(release.folder)}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in told.items():
                patch.setenv(name, value)
            STEPS["refused"](company.root, None, lambda _: None)
        assert Serving(company).release() == published
    assert candidate_of(company) is not None


def test_where_nothing_runs_nobody_waits_and_where_it_serves_it_is_said(judged):
    company, release = judged()
    publication = promote(company, by="Ada", now=NOON)
    began = time.monotonic()
    assert not wait_until_served(company, publication, lambda: None)
    assert wait_until_served(company, publication, lambda: {"release": release.id})
    assert time.monotonic() - began < promoting.TAKEN_UP_SECONDS
