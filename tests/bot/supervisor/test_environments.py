import pytest

from bot.supervisor import environments
from bot.supervisor.environments import Environment, is_current, write_stamp


@pytest.fixture
def environment(tmp_path) -> Environment:
    """An environment whose pinned files were just installed."""
    made = made_of(tmp_path, "app.txt")
    made.pinned[0].write_text("one==1.0\n")
    (made.folder / "bin").mkdir(parents=True)
    made.python.touch()
    (made.folder / "pyvenv.cfg").write_text("home = /usr\nversion_info = 3.11.7\n")
    write_stamp(made)
    return made


def made_of(root, *names: str) -> Environment:
    return Environment("app", root / ".venv", ("3.11",), 1.0, tuple(root / name for name in names))


def test_an_installed_environment_is_current(environment):
    assert is_current(environment)


def test_another_pin_makes_it_outdated(environment):
    environment.pinned[0].write_text("one==1.1\n")
    assert not is_current(environment)


def test_another_interpreter_makes_it_outdated(environment):
    (environment.folder / "pyvenv.cfg").write_text("home = /usr\nversion = 3.11.9\n")
    assert not is_current(environment)


def test_a_folder_that_moved_is_outdated(environment, tmp_path):
    environment.folder.rename(tmp_path / "moved")
    moved = Environment("app", tmp_path / "moved", ("3.11",), 1.0, environment.pinned)
    assert not is_current(moved)


def test_a_removed_interpreter_makes_it_outdated(environment):
    environment.python.unlink()
    assert not is_current(environment)


def test_what_tests_need_is_installed_beside_what_runs(environment, tmp_path):
    (tmp_path / "dev.txt").write_text("two==2.0\n")
    development = made_of(tmp_path, "app.txt", "dev.txt")
    assert not is_current(development)
    write_stamp(development)
    assert is_current(development)
    assert is_current(environment)


def test_a_damaged_stamp_means_outdated(environment):
    environment.stamp.write_text("{")
    assert not is_current(environment)


def test_packages_named_twice_count_once(tmp_path):
    (tmp_path / "a.txt").write_text("one==1.0\ntwo==2.0\n")
    (tmp_path / "b.txt").write_text("two==2.0\n")
    assert environments.packages([tmp_path / "a.txt", tmp_path / "b.txt"]) == 2
