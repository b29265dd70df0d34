import sys

import pytest

from bot.supervisor import interpreters


@pytest.fixture
def folder(tmp_path):
    """A folder for the PATH, and a writer of pretended interpreters."""

    def write(name: str, answer: str, status: int = 0):
        python = tmp_path / name
        python.write_text(f"#!/bin/sh\nprintf '{answer}'\nexit {status}\n")
        python.chmod(0o755)
        return python

    return tmp_path, write


def test_a_shim_that_is_on_the_path_and_fails_is_passed_over(folder):
    path, write = folder
    write("python3.10", "", status=127)
    pyenv = path / "versions" / "3.10.13" / "bin"
    pyenv.mkdir(parents=True)
    real = write("versions/3.10.13/bin/python3.10", f"3.10.13\\n{pyenv}/python3.10\\n")
    found = interpreters.find(("3.10",), {"PATH": str(path), "PYENV_ROOT": str(path), "HOME": "/"})
    assert found == interpreters.Interpreter(real, "3.10.13")


def test_an_interpreter_of_another_version_is_passed_over(folder):
    path, write = folder
    write("python3.10", "3.12.1\\n/somewhere\\n")
    assert interpreters.find(("3.10",), {"PATH": str(path), "HOME": str(path)}) is None


def test_the_variable_goes_before_everything_else(folder):
    path, write = folder
    named = write("mine", "3.10.4\\n/mine\\n")
    write("python3.10", "3.10.13\\n/other\\n")
    found = interpreters.find(("3.10",), {"PATH": str(path), "PYTHON310": str(named)})
    assert found is not None
    assert found.version == "3.10.4"


def test_the_newest_patch_version_of_pyenv_is_tried_first(folder):
    path, _ = folder
    for version in ("3.10.9", "3.10.13"):
        (path / "versions" / version / "bin").mkdir(parents=True)
        (path / "versions" / version / "bin" / "python3.10").touch()
    tried = list(interpreters.candidates("3.10", {"PATH": "", "PYENV_ROOT": str(path)}))
    assert [candidate.split("/")[-3] for candidate in tried[:2]] == ["3.10.13", "3.10.9"]


def test_the_best_version_wins_over_a_newer_one(folder):
    path, write = folder
    write("python3.12", "3.12.1\\n/twelve\\n")
    write("python3.11", "3.11.7\\n/eleven\\n")
    found = interpreters.find(("3.11", "3.12"), {"PATH": str(path), "HOME": str(path)})
    assert found is not None
    assert found.minor == "3.11"


def test_this_python_can_be_probed():
    found = interpreters.probe(sys.executable)
    assert found is not None
    assert found.minor == "{}.{}".format(*sys.version_info[:2])
