import pytest

from bot.supervisor import environments
from bot.training.evaluation_parsing import ParsingFailed, Typed, latest_messages
from bot.training.workbench import Workbench
from tests.conftest import need

pytestmark = pytest.mark.rasa


def test_a_model_that_cannot_be_loaded_is_told_without_a_word_of_the_messages(tmp_path):
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    log = tmp_path / "logs" / "evaluation.log"
    model = tmp_path / "gone.tar.gz"
    said: list[str] = []
    with (
        Workbench(log=log) as workbench,
        pytest.raises(ParsingFailed, match=r"could not be read: .*evaluation\.log") as raised,
    ):
        latest_messages(
            [Typed("m", "es", "secreto")],
            model=model,
            encoder=tmp_path,
            workbench=workbench,
            report=said.append,
        )
    assert "secreto" not in f"{raised.value}{said}{log.read_text('utf-8')}"
