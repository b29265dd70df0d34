"""The metrics that the docs name are those that are told; the example's rules can be read."""

import re
from pathlib import Path

import promql_parser
import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from actions.tickets.backlog import Backlog
from actions.tickets.metrics import WorkerMetrics
from actions.turns.metrics import REGISTRY
from bot.gateway.metrics import GatewayMetrics
from bot.supervisor import metrics

DOCS = Path(__file__).resolve().parent.parent / "docs"
RULES = yaml.safe_load((DOCS / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
CHILD = {"state": "ready", "restarts": 0, "pid": None}
# What a family's samples are called beside its name.
SAMPLES = ("_bucket", "_sum", "_count")


def told() -> str:
    """All that every process tells, before anything has happened."""
    worker = WorkerMetrics()
    worker.watch(lambda: Backlog(pending=0, dead=0, disabled={}, oldest_seconds=0.0), float)
    registries = (GatewayMetrics().registry, worker.registry, REGISTRY)
    of_children = metrics.exposition({"rasa": CHILD})
    return metrics.merged([of_children, *(generate_latest(each).decode() for each in registries)])


def names_told() -> set[str]:
    families = text_string_to_metric_families(told())
    return {f"{each.name}_total" if each.type == "counter" else each.name for each in families}


def test_every_metric_is_described_and_every_described_one_is_told():
    page = (DOCS / "operations.md").read_text("utf-8")
    described = re.findall(r"^\| `(primera_[a-z_]+)", page, re.MULTILINE)
    assert sorted(described) == sorted(names_told())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_metrics_that_are_told_and_says_what_to_do(rule):
    promql_parser.parse(rule["expr"])  # raises on anything that Prometheus would refuse
    asked = set(re.findall(r"primera_[a-z_]+", rule["expr"]))
    known = names_told() | {name + end for name in names_told() for end in SAMPLES}
    assert asked
    assert asked <= known
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["action"]
