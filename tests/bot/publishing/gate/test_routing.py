from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.workspace import Workspace
from bot.publishing.gate.routing import routing_cases
from tests.bot.publishing.aurora import aurora_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def aurora(tmp_path):
    return Workspace.load(aurora_in(tmp_path / "aurora"), {})


def edited(aurora, name, old, new):
    """The live files stay in a folder of their own."""
    live = aurora.root.parent / "live"
    if not live.exists():
        aurora_in(live)
    file = aurora.root / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return list(routing_cases(Workspace.load(live, {}), aurora, now=NOON))


def test_nothing_is_wrong_with_what_serves(aurora):
    assert list(routing_cases(aurora, replace(aurora), now=NOON)) == []


def test_a_deleted_rule_is_named_with_where_it_led(aurora):
    rule = "  - rule: Where does my request stand?\n"
    steps = "    steps: [{intent: status}, {action: action_status}]\n"
    (case,) = edited(aurora, "nlu_data/rules/acts.yml", rule + steps, "")
    assert case.values == {"act": "status", "action": "action_status"}
    assert case.is_firm


def test_a_rule_that_leads_elsewhere_may_be_excused(aurora):
    old = "[{intent: status}, {action: action_status}]"
    new = "[{intent: status}, {action: action_deny}]"
    (case,) = edited(aurora, "nlu_data/rules/acts.yml", old, new)
    assert (case.kind, case.values["now"], case.is_firm) == ("rule_changed", "action_deny", False)


def test_a_team_without_cover_is_named_with_its_cells(aurora):
    old = "    name: {es: Facturación y pagos, en: Billing and payments}\n"
    (case, *_) = edited(aurora, "actions/desk.yml", old, old + "    languages: [es]\n")
    assert case.kind == "routing_gap"
    assert "nobody gets it" in case.values["sentence"]
    assert "en ×" in case.values["sentence"]


def test_a_topic_that_is_still_taught_does_not_go(aurora):
    text = (aurora.root / "actions/desk.yml").read_text("utf-8")
    start = text.index("\n  invoices:")
    end = text.index("\n  ", start + 4)
    while text[end + 3] == " ":
        end = text.index("\n  ", end + 4)
    cases = edited(aurora, "actions/desk.yml", text[start:end], "")
    assert [case.values["topic"] for case in cases if case.kind == "topic_gone"] == ["invoices"]


def test_a_protocol_that_is_gone_is_named(aurora):
    live = aurora.root.parent / "live"
    aurora_in(live)
    aurora.protocols_file.unlink()
    cases = list(routing_cases(Workspace.load(live, {}), aurora, now=NOON))
    assert {case.kind for case in cases} == {"protocol_gone"}
    assert "danger" in {case.values["kind"] for case in cases}
