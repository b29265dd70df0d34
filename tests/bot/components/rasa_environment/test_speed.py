"""The patches of the pinned Rasa, seen in its own Python."""

import subprocess

import pytest

from tests.bot.components.rasa_environment.test_pipeline import PYTHON, REPOSITORY
from tests.conftest import need

pytestmark = pytest.mark.rasa

PATCHED = """
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.importers.rasa import RasaFileImporter
from bot.components import speed

for _ in range(2):  # twice is as good as once
    speed.apply()
    speed.apply_to_training()
assert RemoteAction._validate_action_result is speed.validate_with_compiled_schema
assert MessageProcessor._log_slots is speed.log_nothing
assert TrainingHook.on_before_node is TrainingHook.on_after_node is speed.remember_nothing
assert RasaFileImporter.get_nlu_data is speed.read_once
"""
CHANGED = """
import os, tempfile
from pathlib import Path
from rasa.shared.importers.rasa import RasaFileImporter
from bot.components import speed

speed.apply_to_training()
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "nlu.yml"

    def texts():
        data = RasaFileImporter(training_data_paths=[folder]).get_nlu_data()
        return [example.get("text") for example in data.training_examples]

    for at, text in enumerate(("hello", "hallo")):  # of one size
        file.write_text(f'version: "3.1"\\nnlu:\\n- intent: greet\\n  examples: "- {text}"\\n')
        os.utime(file, ns=(at, at))
        assert texts() == texts() == [text]
"""
ANOTHER = """
from rasa.core.processor import MessageProcessor
from bot.components import speed

del MessageProcessor._log_slots
try:
    speed.apply()
except speed.AnotherRasa as refusal:
    assert "MessageProcessor._log_slots" in str(refusal) and "make setup" in str(refusal)
else:
    raise SystemExit("a Rasa without what a patch replaces was taken")
"""


@pytest.mark.parametrize(
    "program", [PATCHED, CHANGED, ANOTHER], ids=["applied", "read anew", "refused"]
)
def test_patches_are_applied_or_refused(program):
    need(PYTHON.exists(), "the Rasa environment: make setup")
    done = subprocess.run(
        [PYTHON, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
