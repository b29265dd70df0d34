import errno
import os

import pytest

from bot.supervisor import disk, installation
from bot.supervisor.environments import Environment, is_current, write_stamp
from bot.supervisor.errors import DiskFull, InstallFailed, PythonMissing


@pytest.fixture
def environment(tmp_path) -> Environment:
    """An environment that no interpreter of this machine is right for."""
    (tmp_path / "rasa.txt").write_text("one==1.0\n")
    return Environment("rasa", tmp_path / ".venv-rasa", ("3.99",), 0.0, (tmp_path / "rasa.txt",))


@pytest.fixture
def tools(tmp_path):
    """A folder for the PATH with a pretended uv that runs the given shell lines."""
    folder = tmp_path / "tools"
    folder.mkdir()

    def write(lines: str) -> dict[str, str]:
        (folder / "uv").write_text(f"#!/bin/sh\n{lines}\n")
        (folder / "uv").chmod(0o755)
        return {"PATH": f"{folder}:{os.defpath}", "HOME": str(tmp_path)}

    return write


def test_without_uv_a_missing_python_is_one_sentence_with_the_way_out(environment, tmp_path):
    with pytest.raises(PythonMissing) as refusal:
        installation.install(environment, {"PATH": "", "HOME": str(tmp_path)}, lambda text: None)
    sentence = str(refusal.value)
    assert "\n" not in sentence
    assert "Python 3.99 is needed" in sentence
    assert "PYTHON399=" in sentence


def test_with_uv_a_missing_python_is_installed_after_saying_so(environment, tools, tmp_path):
    asked = tmp_path / "asked"
    variables = tools(f'echo "$@" >> {asked}')
    said: list[str] = []
    with pytest.raises(PythonMissing, match="uv could not install it"):
        installation.install(environment, variables, said.append)
    assert "Python 3.99 is missing: uv installs it" in said
    assert asked.read_text() == "python install 3.99\n"


def test_an_environment_that_is_current_is_not_touched(environment):
    (environment.folder / "bin").mkdir(parents=True)
    environment.python.touch()
    write_stamp(environment)
    assert installation.install(environment, {"PATH": ""}, lambda text: None) is False


def test_a_failed_installation_leaves_no_stamp(environment, tools, monkeypatch):
    monkeypatch.setattr(installation, "_usable", lambda environment: True)
    environment.folder.mkdir()
    with pytest.raises(InstallFailed, match="no route to the index"):
        installation.install(environment, tools("echo no route to the index; exit 2"), print)
    assert not is_current(environment)


def test_a_disk_that_fills_up_is_named(environment, tools, monkeypatch):
    monkeypatch.setattr(installation, "_usable", lambda environment: True)
    environment.folder.mkdir()
    full = tools("echo 'error: No space left on device (os error 28)'; exit 2")
    with pytest.raises(DiskFull, match="Free about 5 GB"):
        installation.install(environment, full, print)


def test_too_little_room_is_said_before_the_work(tmp_path):
    with pytest.raises(DiskFull, match=r"needs 1000000\.0 GB"):
        disk.require(tmp_path, 1_000_000, tmp_path / ".venv-rasa")


def test_errors_of_a_full_disk_are_recognised():
    assert disk.is_full(OSError(errno.ENOSPC, "full"))
    assert not disk.is_full(OSError(errno.EACCES, "denied"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PIP_FIND_LINKS": "wheels"}, {"UV_FIND_LINKS": "wheels"}),
        ({"PIP_FIND_LINKS": "a", "UV_FIND_LINKS": "b"}, {"UV_FIND_LINKS": "b"}),
        ({}, {"UV_TORCH_BACKEND": "cpu"}),  # no gigabytes for graphics cards
        ({"UV_TORCH_BACKEND": "auto"}, {"UV_TORCH_BACKEND": "auto"}),
    ],
)
def test_uv_learns_where_wheels_are(given, expected):
    got = installation.installer_variables(given)
    assert {name: value for name, value in got.items() if name.startswith("UV_")} == expected
