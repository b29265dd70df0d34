"""Fingerprint: names a model after all that went into it, so that nothing is trained twice."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from actions.workspace import Workspace
from kb_index import article_phrasings

REPOSITORY = Path(__file__).resolve().parents[2]
LENGTH = 16
# Components that have no part in what a model learns or how it reads a message.
SERVING = frozenset(
    {
        "bench",
        "compact_tracker_store",
        "kept_sessions",
        "parser",
        "planned_graph",
        "progress",
        "quiet_logs",
        "server",
        "speed",
        "whole_turns",
        "workbench",
    }
)
# Code, glossaries, and what was learned in general.
LEARNED_FROM = frozenset({".py", ".txt", ".json"})


def fingerprint(workspace: Workspace, encoder: Path) -> str:
    """A hash of data, domain, pipeline, phrasings, encoder, our components and Rasa's packages."""
    digest = hashlib.sha256()
    digest.update(_lesson_of(workspace.domain_file))
    for path in _inputs(workspace):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for phrasing in article_phrasings(workspace.articles):
        digest.update("\0".join(phrasing).encode() + b"\0")
    digest.update(encoder.name.encode())
    return digest.hexdigest()[:LENGTH]


def _lesson_of(domain_file: Path) -> bytes:
    """What training takes from the domain: of the responses, which the actions say, the names."""
    domain = YAML(typ="safe").load(domain_file.read_text("utf-8"))
    responses = domain.get("responses") or {}
    return json.dumps({**domain, "responses": sorted(responses)}, sort_keys=True).encode()


def _inputs(workspace: Workspace) -> Iterator[Path]:
    yield workspace.config_file
    yield from sorted(workspace.nlu_data.rglob("*.yml"))
    components = sorted((REPOSITORY / "bot" / "components").rglob("*.*"))
    yield from (
        path
        for path in components
        if path.suffix in LEARNED_FROM
        and path.stem not in SERVING
        and path.parent.name not in SERVING
    )
    yield REPOSITORY / "bot" / "environments" / "rasa.txt"
