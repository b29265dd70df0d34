"""Whether a workspace would pass `primera check` with a change, before anything is written.

The check runs in a process of its own, over a copy of the company's files: it takes seconds of a
core, which customers' messages would wait for, and a pattern may keep it busy for ever.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.workspace_files.change import Texts
from bot.workspace_files.errors import Mistake, Refused, WorkspaceFileError
from bot.workspace_files.owned import owned_files

# The check of the demo company takes about five seconds where another process is busy, too.
CHECK_SECONDS = 120.0

# The mistakes in a workspace's folder.
Check = Callable[[Path], list[Mistake]]


def refuse_mistakes(root: Path, texts: Texts, check: Check) -> None:
    """Raises Refused with the mistakes that the change would bring in, and no older ones."""
    if not (found := _mistakes(root, texts, check)):
        return
    before = {(each.file, each.sentence) for each in _mistakes(root, {}, check)}
    if new := [each for each in found if (each.file, each.sentence) not in before]:
        raise Refused(new)


def primera_check(workspace: Path) -> list[Mistake]:
    """What `primera check` says of a workspace."""
    command = [sys.executable, "-m", "bot.supervisor.app", "check", f"--workspace={workspace}"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PRIMERA_")
    }
    try:
        ended = subprocess.run(
            command, capture_output=True, env=environment, timeout=CHECK_SECONDS, check=False
        )
        said = json.loads(ended.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        raise WorkspaceFileError(
            f"The check did not end within {CHECK_SECONDS:.0f} seconds, so nothing was written. A "
            "pattern that tries too many ways to match may be why; make it simpler."
        ) from None
    except (ValueError, IndexError):
        raise WorkspaceFileError(
            "The check could not be run, so nothing was written. `primera check` says why."
        ) from None
    inside = f"{workspace}/"
    return [
        Mistake(
            each["file"].removeprefix(inside), each["line"], each["sentence"].replace(inside, "")
        )
        for each in said.get("problems", ())
    ]


def _mistakes(root: Path, texts: Texts, check: Check) -> list[Mistake]:
    with TemporaryDirectory(prefix="primera-check-") as folder:
        copy = Path(folder).resolve()
        for file in owned_files(root):
            if file not in texts:
                _place(copy, file).write_bytes((root / file).read_bytes())
        for file, text in texts.items():
            if text is not None:
                _place(copy, file).write_text(text, encoding="utf-8", newline="")
        (copy / "kb_index" / "articles").mkdir(parents=True, exist_ok=True)
        return check(copy)


def _place(copy: Path, file: str) -> Path:
    path = copy / file
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
