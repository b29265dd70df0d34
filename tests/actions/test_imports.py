import subprocess
import sys

from tests.actions.conftest import AURORA

# As rasa-sdk does with the package it is given, and with nobody's files or variables in reach.
IMPORT_EVERYTHING = """
import importlib, pkgutil, sys, threading
import actions
for module in pkgutil.walk_packages(actions.__path__, "actions."):
    if not module.name.startswith("actions.turns"):
        importlib.import_module(module.name)
assert "actions.worker" in sys.modules
assert not [name for name in sys.modules if "migrations" in name or "demo_project" in name]
assert threading.active_count() == 1
"""


def test_nothing_acts_on_import(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        cwd=tmp_path,
        env={"PYTHONPATH": str(AURORA), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
