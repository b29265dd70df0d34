"""Workbench: a process in Rasa's Python that trains and reads messages, one request after another.

It is started by the first request, started again when it has died, and ended at the latest with the
program that uses it.
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

REPOSITORY = Path(__file__).resolve().parents[2]
RASA = REPOSITORY / ".venv-rasa" / "bin" / "python"
COMMAND = (str(RASA), "-m", "bot.components.workbench")
# It ends by itself when its input is closed; one that is stuck is killed.
GRACE_SECONDS = 5.0

Report = Callable[[str], None]
Process = subprocess.Popen[str]


class Workbench:
    """Use it as a context manager and from one thread; `log` holds what the last request wrote."""

    def __init__(self, *, log: Path, command: Sequence[str] = COMMAND) -> None:
        self.log = log
        self._command = command
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def ask(self, request: Mapping[str, Any], *, report: Report) -> dict[str, Any]:
        """What was made, or `{"error": sentence}`; `report` hears what is being done."""
        self._clear_log()
        used = self._process is not None
        answer = self._answer(request, report)
        if answer is None and used:
            # What it did before may have ended it, or somebody did meanwhile; a new one may live.
            self.close()
            answer = self._answer(request, report)
        if answer is None:
            return {"error": f"the process ended with code {self.close()}"}
        return answer

    def close(self) -> int | None:
        """Ends the process, in the middle of work too; its exit code, None if there was none."""
        process, self._process = self._process, None
        if process is None:
            return None
        with process:  # closes the pipes, and waits
            if process.stdin:
                with suppress(OSError):  # what it was still to be sent
                    process.stdin.close()
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.returncode

    def _answer(self, request: Mapping[str, Any], report: Report) -> dict[str, Any] | None:
        """None when the process ends instead."""
        self._process = process = self._process or self._start()
        try:
            return _exchange(process, json.dumps(dict(request)), report)
        except BaseException:  # left in the middle, it would answer the next request with this one
            self.close()
            raise

    def _start(self) -> Process:
        """Its environment holds nothing that a data file could read: Rasa fills in `${NAME}`."""
        with self.log.open("a", encoding="utf-8") as errors:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=REPOSITORY,
                env={
                    "PATH": os.defpath,
                    "HOME": str(self.log.parent),
                    "PYTHONPATH": str(REPOSITORY),
                },
                encoding="utf-8",
            )

    def _clear_log(self) -> None:
        """The process appends, so that it goes on at the beginning of what was cut."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")


def _exchange(process: Process, request: str, report: Report) -> dict[str, Any] | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(request + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return None
    for line in process.stdout:
        said: dict[str, Any] = json.loads(line)
        if "detail" not in said:
            return said
        report(said["detail"])
    return None
