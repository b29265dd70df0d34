"""Fingerprint: names a model after all that went into it, so that nothing is trained twice."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from actions.workspace import Workspace
from kb_index import article_phrasings

REPOSITORY = Path(__file__).resolve().parents[2]
LENGTH = 16
# Components that have no part in what a model learns or how it reads a message.
SERVING = frozenset(
    {
        "bench",
        "compact_tracker_store",
        "parser",
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
    for path in _inputs(workspace):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for phrasing in article_phrasings(workspace.articles):
        digest.update("\0".join(phrasing).encode() + b"\0")
    digest.update(encoder.name.encode())
    return digest.hexdigest()[:LENGTH]


def _inputs(workspace: Workspace) -> Iterator[Path]:
    yield workspace.domain_file
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
