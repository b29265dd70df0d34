"""The docs name what the code has, and nothing else."""

import re
from pathlib import Path
from typing import get_args

import typer.main

from actions.settings import Settings
from actions.tickets.events import EventType
from bot.command_line import app

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
PACKAGES = ("bot", "actions", "kb_index")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def sources() -> str:
    files = [path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")]
    files += [REPOSITORY / "bot" / "endpoints.yml"]
    return "\n".join(
        path.read_text(encoding="utf-8") for path in files if "node_modules" not in path.parts
    )


def test_every_field_of_the_settings_file_is_described():
    described = set(re.findall(r"^\| `([a-z_]+)[`.]", read("settings.md"), re.MULTILINE))
    assert described == set(Settings.model_fields)


def test_every_variable_is_described_and_every_described_one_is_read():
    used = {name for name in re.findall(r"PRIMERA_[A-Z_]*[A-Z]\b", sources())}
    described = set(re.findall(r"PRIMERA_[A-Z_]*[A-Z]\b", read("settings.md")))
    # Prefixes of families, whose members are described.
    families = {"PRIMERA_BRIDGE", "PRIMERA_SECRET"}
    assert used - families == described - families


def test_every_command_is_described():
    commands = set(typer.main.get_command(app).commands)
    described = set(re.findall(r"^\| `primera ([a-z-]+)`", read("operations.md"), re.MULTILINE))
    assert described == commands


def test_every_event_is_described():
    sent = set(get_args(EventType))
    described = set(
        re.findall(r"^\| `((?:ticket|contact)\.[a-z_]+)` \|", read("webhooks.md"), re.MULTILINE)
    )
    assert described == sent


def test_every_target_of_make_that_the_docs_name_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    pages = [REPOSITORY / "README.md", *DOCS.glob("*.md")]
    named = {
        name
        for page in pages
        for name in re.findall(r"`?make ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named <= targets


def test_every_path_that_the_readme_names_is_there():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    paths = re.findall(r"`([a-z_]+/[\w./-]*|[a-z]+\.yml)[^`]*`", readme)
    paths += re.findall(r"\]\((docs/[\w./-]+)\)", readme)
    missing = {path for path in paths if not (REPOSITORY / path).exists()}
    # Made when it runs.
    assert missing - {"built/"} == set()
