import asyncio
import json
import sys

import pytest

from bot.supervisor import step_process
from bot.supervisor.errors import DiskFull, StepFailed
from bot.supervisor.keeper import Keeper


@pytest.fixture
def run(tmp_path):
    """Runs Python code as a step; returns its last line and what it reported."""
    keeper = Keeper()

    def step(code: str):
        said: list[str] = []
        work = step_process.run(
            "small",
            [sys.executable, "-c", code],
            variables={},
            log=tmp_path / "step.log",
            keeper=keeper,
            report=said.append,
        )
        return asyncio.run(work), said

    yield step
    keeper.close()


def told(**line: object) -> str:
    return f"print({json.dumps(line)!r})"


def test_a_step_reports_and_ends_with_a_result(run):
    last, said = run(
        f"{told(detail='half')};{told(result='there', unchanged=True)}".replace("true", "true")
    )
    assert (last["result"], last["unchanged"], said) == ("there", True, ["half"])


def test_a_steps_own_sentence_is_passed_on(run):
    with pytest.raises(StepFailed, match=r"^desk\.yml, line 3: broken$"):
        run(f"{told(error='desk.yml, line 3: broken')}; raise SystemExit(1)")


def test_a_surprise_is_shown_by_its_last_line_and_the_rest_is_in_the_log(run, tmp_path):
    with pytest.raises(StepFailed, match="RuntimeError: out of luck") as failure:
        run("raise RuntimeError('out of luck')")
    assert "Traceback" not in str(failure.value)
    assert "Traceback" in (tmp_path / "step.log").read_text()


def test_a_full_disk_is_recognised_in_the_log(run):
    with pytest.raises(DiskFull):
        run("raise OSError(28, 'No space left on device')")


def test_what_is_not_json_goes_to_the_log(run, tmp_path):
    run(f"print('noise', flush=True);{told(result=None)}")
    assert "noise" in (tmp_path / "step.log").read_text()
