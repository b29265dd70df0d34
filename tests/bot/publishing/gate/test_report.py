from datetime import UTC, datetime

from bot.publishing.gate import report
from bot.publishing.gate.cases import Case
from bot.publishing.gate.conversations import changed_tests
from bot.publishing.gate.replies import ChangedReply
from bot.publishing.gate.report import Report
from bot.training.dialogues import Dialogue

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GAINED = ChangedReply("msg_1", "gained", ("question", ""), ("answer", "a 1"), True)
LOST = ChangedReply("msg_2", "lost", ("answer", "a 1"), ("question", ""), False)
REPORT = Report(
    live="r1",
    at=NOON,
    fast=False,
    edited=("domain.yml",),
    found=(Case("rules", "rule_changed", {"act": "ask", "before": "a", "now": "b"}),),
    figures={"en": {"before": {"precision": 0.9}, "after": {"precision": None}}},
    replies=(GAINED, LOST),
    tests=3,
)


def kinds(found: Report) -> list[str]:
    return [case.kind for case in found.cases]


def test_a_report_is_read_as_it_was_written(tmp_path):
    report.write(tmp_path, REPORT)
    assert report.read(tmp_path) == REPORT
    assert report.read(tmp_path / "elsewhere") is None


def test_a_lost_answer_waits_for_a_decision_and_a_gained_one_does_not():
    assert kinds(REPORT) == ["rule_changed", "replies_undecided"]
    assert REPORT.spared == 1


def test_an_approved_reply_is_out_of_the_way_and_a_rejected_one_is_named():
    assert kinds(REPORT.deciding({"msg_2": "approved"})) == ["rule_changed"]
    rejected = REPORT.deciding({"msg_1": "rejected", "msg_2": "approved"})
    assert kinds(rejected) == ["rule_changed", "reply_rejected"]
    assert rejected.cases[-1].values == {"message": "msg_1"}


def dialogue(name: str, says: str, **reasons: str) -> Dialogue:
    return Dialogue(conversation=name, locale="en", turns=({"says": says},), **reasons)


def test_a_conversation_test_is_not_changed_or_deleted_without_a_word():
    before = [dialogue("a", "hello"), dialogue("b", "bye")]
    found = changed_tests(before, [dialogue("a", "good morning")])
    assert [case.values["what"] for case in found] == ["was changed", "is gone"]


def test_a_reason_excuses_a_changed_test_once():
    before = [dialogue("a", "hello")]
    assert list(changed_tests(before, [dialogue("a", "hi", changed="they say hi")])) == []
    assert list(changed_tests(before, [dialogue("a", "hello", retired="no greeting")])) == []
    again = [dialogue("a", "hi", changed="they say hi")]
    assert len(list(changed_tests(again, [dialogue("a", "ho", changed="they say hi")]))) == 1
