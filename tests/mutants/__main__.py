"""Takes behaviour away, patch by patch, and expects the test that the patch names to notice.

Each `*.patch` of this folder begins with a line of prose and `Killed by: <test>`.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

FOLDER = Path(__file__).parent
REPOSITORY = FOLDER.parents[1]
# Two cores is what the smallest machine has.
AT_ONCE = 2
SHARED = (".venv", ".venv-rasa", ".venv-desk", "models/encoder", "bot/widget/node_modules")


@dataclass(frozen=True)
class Mutant:
    """A patch, and the test that must fail with it."""

    path: Path
    killed_by: str


def main() -> int:
    """Prints a line per mutant; 1 if one survived."""
    console = Console()
    mutants = [read(path) for path in sorted(FOLDER.glob("*.patch"))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = list(pool.map(judge, mutants))
    for mutant, verdict in zip(mutants, verdicts, strict=True):
        console.print(f"{verdict:10} {mutant.path.stem}  ({mutant.killed_by})", highlight=False)
    killed = verdicts.count("killed")
    console.print(f"{killed} of {len(mutants)} mutants killed")
    return 0 if killed == len(mutants) else 1


def read(path: Path) -> Mutant:
    """A patch with its header; raises AssertionError naming a patch without one."""
    found = re.search(r"^Killed by: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path} has no line `Killed by: <test>`"
    return Mutant(path, found[1])


def judge(mutant: Mutant) -> str:
    """killed, survived, or what is wrong with the mutant itself."""
    with tempfile.TemporaryDirectory(prefix="mutant") as folder:
        copy = Path(folder) / "primera"
        copy_repository(copy)
        if not passes(mutant.killed_by, copy):
            return "test red"  # it must be green without the patch
        command = ["patch", "-p1", "--quiet", "--input", str(mutant.path)]
        if subprocess.run(command, cwd=copy, check=False).returncode:
            return "stale"
        return "survived" if passes(mutant.killed_by, copy) else "killed"


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


def passes(test: str, folder: Path) -> bool:
    """Whether the test is green in that copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
