"""`python -m bot.supervisor.app STEP`: one step, told in lines of JSON (see `step_process`)."""

import argparse
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from bot.supervisor.app.sentences import is_ours, sentence
from bot.supervisor.app.steps import STEPS


def main() -> int:
    """Runs the step; a traceback goes to standard error, which is the log."""
    parser = argparse.ArgumentParser(prog="python -m bot.supervisor.app")
    parser.add_argument("step", choices=sorted(STEPS))
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    options = parser.parse_args()
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is for the log

    def tell(**line: Any) -> None:
        told.write(json.dumps(line) + "\n")
        told.flush()

    try:
        outcome = STEPS[options.step](
            options.workspace, options.encoder, lambda detail: tell(detail=detail)
        )
    except Exception as error:
        traceback.print_exc()
        tell(error=sentence(error), problems=_placed(error, options.workspace))
        return 1
    tell(result=outcome.result, unchanged=outcome.unchanged)
    return 0


def _placed(error: Exception, workspace: Path) -> list[dict[str, Any]]:
    """Mistakes in files, each with its place, for whoever shows them there."""
    from bot.supervisor.app.data_check.problem import problems_of

    found = problems_of(error, workspace) if is_ours(error) else []
    return [
        {"file": str(each.file), "line": each.line, "sentence": each.sentence} for each in found
    ]


if __name__ == "__main__":
    raise SystemExit(main())
