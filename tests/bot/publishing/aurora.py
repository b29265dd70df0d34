"""The demo company in a folder of its own, with what is trained and built of it already."""

import shutil
from pathlib import Path

from bot.publishing.release import FILES, FOLDERS
from tests.running import REPOSITORY

TESTS = ("tests/held_out", "tests/conversations")
VECTORS = "kb_index/built/vectors.npz"


def aurora_in(folder: Path) -> Path:
    """Its files; models are linked, so that none is trained twice."""
    for name in FILES:
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in TESTS:
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("*.py"))
    (folder / "models").mkdir()
    (folder / "models" / "encoder").symlink_to(REPOSITORY / "models" / "encoder")
    for archive in (REPOSITORY / "models").glob("*.tar.gz"):
        (folder / "models" / archive.name).symlink_to(archive)
    built = REPOSITORY / "kb_index" / "built"
    if built.is_dir():
        shutil.copytree(built, folder / "kb_index" / "built", dirs_exist_ok=True)
    return folder
