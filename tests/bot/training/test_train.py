"""What training keeps."""

import os

import pytest

from actions.workspace import Workspace
from bot.training import Workbench, train
from bot.training.fingerprint import fingerprint
from bot.training.train import forget_old


@pytest.fixture
def models(tmp_path):
    """Seven archives, 0 the oldest, and one that is being written."""
    for age, name in enumerate(["0", "1", "2", "3", "4", "5", "6", "unfinished"]):
        archive = tmp_path / f"{name}.tar.gz"
        archive.touch()
        os.utime(archive, (age, age))
    return tmp_path


def names(models):
    return sorted(path.name.removesuffix(".tar.gz") for path in models.iterdir())


def test_the_newest_five_models_stay(models):
    forget_old(models, made=models / "6.tar.gz")
    assert names(models) == ["2", "3", "4", "5", "6", "unfinished"]


def test_the_model_just_made_stays_whatever_its_time(models):
    forget_old(models, made=models / "0.tar.gz")
    assert names(models) == ["0", "3", "4", "5", "6", "unfinished"]


def test_nothing_but_archives_is_deleted(models):
    (models / "encoder").mkdir()
    forget_old(models, made=models / "6.tar.gz")
    assert (models / "encoder").is_dir()


def test_a_model_that_is_used_again_is_no_longer_old(workspace, tmp_path):
    loaded = Workspace.load(workspace, {})
    archive = loaded.models / f"{fingerprint(loaded, tmp_path)}.tar.gz"
    archive.touch()
    os.utime(archive, (0, 0))
    said: list[str] = []
    never_started = Workbench(log=tmp_path / "training.log", command=["no-such-program"])
    assert train(loaded, encoder=tmp_path, workbench=never_started, report=said.append) == archive
    assert (said, archive.stat().st_mtime > 0) == (["unchanged"], True)
