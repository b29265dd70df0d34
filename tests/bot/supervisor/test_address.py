import socket

import pytest

from bot.supervisor import address
from bot.supervisor.address import Address, listen, of_workspace
from bot.supervisor.errors import PortInUse, SupervisorError


@pytest.fixture
def settings(tmp_path):
    """Writes bot/settings.yml of a workspace and returns the workspace."""

    def write(text: str):
        (tmp_path / "bot").mkdir()
        (tmp_path / "bot" / "settings.yml").write_text(text)
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("gateway: {host: 0.0.0.0, port: 9000}\n", Address("0.0.0.0", 9000)),
        (
            "company: A\ngateway:\n  host: 127.0.0.2\n  port: 81 # ours\nsites: {}\n",
            Address("127.0.0.2", 81),
        ),
        ("gateway:\n  port: '9001'\nsites:\n  host: x\n", Address("127.0.0.1", 9001)),
        ("company: A\n", Address("127.0.0.1", 8080)),
        ("gateway: [broken\n", Address("127.0.0.1", 8080)),  # said by the step that reads it all
    ],
)
def test_the_address_is_read_without_a_yaml_library(settings, written, expected):
    assert of_workspace(settings(written), {}) == expected


def test_variables_go_before_the_file_and_the_option_before_them(settings):
    workspace = settings("gateway: {host: 127.0.0.1, port: 9000}\n")
    variables = {"PRIMERA_GATEWAY_PORT": "9002", "PRIMERA_GATEWAY_HOST": "0.0.0.0"}
    assert of_workspace(workspace, variables) == Address("0.0.0.0", 9002)
    assert of_workspace(workspace, variables, port=9003) == Address("0.0.0.0", 9003)


def test_a_port_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(SupervisorError, match="'http' is not a number"):
        of_workspace(tmp_path, {"PRIMERA_GATEWAY_PORT": "http"})


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            PortInUse, match=f"Port {port} .*PRIMERA_GATEWAY_PORT={port + 1} make run"
        ):
            listen(Address("127.0.0.1", port))


def test_an_unknown_host_is_refused():
    with pytest.raises(SupervisorError, match="is no address of this machine"):
        listen(Address("no such host", 8080))


def test_a_browser_is_sent_to_this_machine():
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80"
    assert 0 < address.free_port() < 65536
