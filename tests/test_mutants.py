"""Every patch of tests/mutants still fits the code; whether tests notice, `make mutants` says."""

import subprocess

import pytest

from tests.mutants.__main__ import FOLDER, REPOSITORY, read

PATCHES = sorted(FOLDER.glob("*.patch"))


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_mutant_fits_the_code_and_names_a_test(patch):
    file, _, name = read(patch).killed_by.partition("::")
    assert f"def {name.partition('[')[0]}(" in (REPOSITORY / file).read_text("utf-8")
    command = ["patch", "-p1", "--dry-run", "--quiet", "--force", "--input", str(patch)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, f"{patch.name}: {done.stdout}"
