"""Who may import whom, and who may be reached from where."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot.supervisor import services
from bot.supervisor.address import Address
from bot.supervisor.services import Places
from tests.running import REPOSITORY

SUPERVISOR = REPOSITORY / "bot" / "supervisor"
LOOPBACK = "127.0.0.1"


def test_imports_follow_the_data_flow():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("module", sorted(SUPERVISOR.glob("*.py")), ids=lambda path: path.stem)
def test_the_supervisor_needs_nothing_but_the_standard_library(module):
    foreign = {
        name
        for name in imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("bot.supervisor")
    }
    assert foreign == set()
    assert "bot.supervisor.app" not in imported(module)  # it needs the app environment


def test_only_the_gateway_is_told_a_public_host():
    public = Address("0.0.0.0", 8080)
    places = Places(REPOSITORY, REPOSITORY / ".primera", public, actions_port=1, rasa_ports=(2,))
    shell = {"PRIMERA_GATEWAY_HOST": public.host, "SANIC_HOST": public.host}
    for service_of in (services.actions, services.worker, services.rasa):
        told = service_of(places, shell).variables
        assert public.host not in told.values()
        assert told["SANIC_HOST"] == LOOPBACK
    assert services.gateway(places, shell).variables["PRIMERA_GATEWAY_HOST"] == public.host


def test_rasa_is_told_no_secret():
    places = Places(REPOSITORY, REPOSITORY, Address(LOOPBACK, 1), actions_port=1, rasa_ports=(2,))
    shell = {"PRIMERA_SECRET_HELPDESK_DEMO": "c2VjcmV0"}
    assert "c2VjcmV0" not in services.rasa(places, shell).variables.values()
    assert "c2VjcmV0" in services.worker(places, shell).variables.values()


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in (REPOSITORY / "tests").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name != "__future__"}
