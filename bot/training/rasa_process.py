"""One request to one of our programs in Rasa's Python: JSON in, JSON out."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


def ask(program: str, request: Mapping[str, Any], *, encoder: Path, log: Path) -> dict[str, Any]:
    """The answer of `bot.components.<program>`: what it made, or `{"error": sentence}`.

    Its environment holds nothing that a data file could read: Rasa fills in `${NAME}` from it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.defpath,
        "HOME": str(log.parent),
        "PYTHONPATH": str(REPOSITORY),
        "PRIMERA_ENCODER": str(encoder),
    }
    with log.open("w", encoding="utf-8") as errors:
        done = subprocess.run(
            [str(rasa_python()), "-m", f"bot.components.{program}"],
            input=json.dumps(dict(request)),
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=REPOSITORY,
            env=environment,
            text=True,
            check=False,
        )
    if not done.stdout.strip():
        return {"error": f"the process ended with code {done.returncode}"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def rasa_python() -> Path:
    """The interpreter of Rasa's environment."""
    return REPOSITORY / ".venv-rasa" / "bin" / "python"
