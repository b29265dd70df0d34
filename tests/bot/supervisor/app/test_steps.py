import json
from pathlib import Path

import pytest

from bot.supervisor.app.steps import STEPS


@pytest.mark.heavy
def test_the_encoder_is_exported_as_exactly_as_the_settings_say(workspace):
    settings = workspace / "bot" / "settings.yml"
    written = settings.read_text("utf-8")
    assert "encoder_precision" not in written
    settings.write_text(f"{written}\nencoder_precision: fp32\n", "utf-8")
    folder = Path(STEPS["encoder"](workspace, None, lambda told: None).result)
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["precision"] == "fp32"
    again = STEPS["encoder"](workspace, None, lambda told: None)
    assert (Path(again.result), again.unchanged) == (folder, True)
