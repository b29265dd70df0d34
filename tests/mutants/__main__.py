"""Takes behaviour away, patch by patch, and expects the test that the patch names to notice.

Each `<behaviour>.patch` of this folder begins with a sentence on what is then wrong and a line
`Killed by: <test>`.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pytest import ExitCode
from rich.console import Console

FOLDER = Path(__file__).parent
REPOSITORY = FOLDER.parents[1]
# Two cores is what the smallest machine has.
AT_ONCE = 2
HEADER = re.compile(r"\S.*\nKilled by: (\S+)\n\n--- a/")
# A patched file that cannot even be imported proves nothing: that run ends otherwise.
VERDICTS = {ExitCode.OK: "survived", ExitCode.TESTS_FAILED: "killed"}
SHARED = (".venv", ".venv-rasa", ".venv-desk", "models/encoder", "bot/widget/node_modules")


@dataclass(frozen=True)
class Mutant:
    """A patch, and the test that must fail with it."""

    path: Path
    killed_by: str


def main() -> int:
    """Prints a line per mutant; 1 if one survived."""
    console = Console(soft_wrap=True, highlight=False)
    mutants = [read(path) for path in sorted(FOLDER.glob("*.patch"))]
    unpatched = judge(None, sorted({mutant.killed_by for mutant in mutants}))
    if unpatched != "survived":
        console.print("Without a patch, too, one of the tests fails: make test-fast")
        return 1
    with ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = list(pool.map(lambda each: judge(each.path, [each.killed_by]), mutants))
    for mutant, verdict in zip(mutants, verdicts, strict=True):
        console.print(f"{verdict:10} {mutant.path.stem}  ({mutant.killed_by})")
    killed = verdicts.count("killed")
    console.print(f"{killed} of {len(mutants)} mutants killed")
    return 0 if killed == len(mutants) else 1


def read(path: Path) -> Mutant:
    """A patch with its header; raises AssertionError naming a patch without one."""
    found = HEADER.match(path.read_text(encoding="utf-8"))
    assert found, f"{path} does not begin with a sentence and `Killed by: <test>`"
    return Mutant(path, found[1])


def judge(patch: Path | None, tests: Sequence[str]) -> str:
    """killed, survived, or what is wrong with the mutant itself."""
    with tempfile.TemporaryDirectory(prefix="mutant") as folder:
        copy = Path(folder) / "primera"
        copy_repository(copy)
        if patch is not None:
            command = ["patch", "-p1", "--quiet", "--input", str(patch)]
            if subprocess.run(command, cwd=copy, check=False).returncode:
                return "stale"
        return VERDICTS.get(run(tests, copy), "broken")


def copy_repository(copy: Path) -> None:
    """The files that git knows or would add; what is big and generated is shared."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if (REPOSITORY / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, copy / name)
    for name in SHARED:
        if (REPOSITORY / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).symlink_to(REPOSITORY / name)


def run(tests: Sequence[str], folder: Path) -> int:
    """How the tests end in that copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
