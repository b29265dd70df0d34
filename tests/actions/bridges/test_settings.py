from pathlib import Path

import pytest

from actions.bridges.settings import BridgeSettingsError, read_settings

VARIABLES = {
    "PRIMERA_BRIDGE_DESK_URL": "http://127.0.0.1:5334/",
    "PRIMERA_BRIDGE_USER": "admin",
    "PRIMERA_BRIDGE_PASSWORD": "word",
    "PRIMERA_BRIDGE_SECRET": "c2VjcmV0",
    "PRIMERA_BRIDGE_QUEUES": '{"orders": 1}',
}


def test_variables_are_enough():
    settings = read_settings([], VARIABLES)
    assert settings.desk_url == "http://127.0.0.1:5334"
    assert (settings.port, settings.queues) == (5335, {"orders": "1"})
    assert "word" not in repr(settings)


def test_options_come_first():
    settings = read_settings(["--port", "9", "--state-file", "state.db"], VARIABLES)
    assert (settings.port, settings.state_file) == (9, Path("state.db"))


@pytest.mark.parametrize("name", VARIABLES)
def test_what_is_missing_is_named(name):
    given = {key: value for key, value in VARIABLES.items() if key != name}
    with pytest.raises(BridgeSettingsError, match=f"Set {name}"):
        read_settings([], given)


@pytest.mark.parametrize("queues", ["orders", "[1]", '{"orders": "first"}'])
def test_queues_that_are_none_are_shown(queues):
    with pytest.raises(BridgeSettingsError, match="not JSON from team to queue id"):
        read_settings([], VARIABLES | {"PRIMERA_BRIDGE_QUEUES": queues}, queue=int)
