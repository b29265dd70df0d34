"""`primera replay` on the command line."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from actions.conversations import ConversationStore, UnknownTurn
from actions.workspace import Workspace
from bot.command_line import app
from bot.commands.replay import reading_database
from tests.small_company import Bot, rebuild, write


@pytest.fixture
def answered(small_bot: Bot) -> str:
    """The message_id of an answer."""
    (said,) = small_bot.talk().says("tell me about care")
    return str(said["message_id"])


@pytest.fixture
def primera(small_bot: Bot):
    """Runs the command; its result."""

    def run(*arguments: str):
        workspace = f"--workspace={small_bot.workspace.root}"
        return CliRunner().invoke(app, ["replay", *arguments, workspace])

    return run


def test_the_same_reply_ends_with_0_and_says_so(primera, answered):
    done = primera(answered)
    assert done.exit_code == 0, done.output
    assert "1 of 1 turn the same" in done.output
    assert "care" in done.output


def test_another_reply_ends_with_1_and_shows_what_differs(primera, answered, small_bot):
    write(small_bot.workspace.root, "care", "Wipe it with a dry cloth.")
    rebuild(small_bot.workspace.root)
    done = primera(answered, "--with", "current")
    assert done.exit_code == 1
    for told in ("differs", "revision", "Wipe it", "Changed since then", "the text of care"):
        assert told in done.output
    assert primera(answered).exit_code == 0


def test_the_json_holds_ids_and_hashes_and_no_words(primera, small_bot, tmp_path):
    talk = small_bot.talk()
    talk.says("tell me about care")
    talk.says("I am Xylo", act="person")
    file = tmp_path / "replay.json"
    assert primera(talk.conversation_id, "--json", str(file)).exit_code == 0
    first, second = json.loads(file.read_text("utf-8"))
    assert first["same"] and second["same"]
    assert first["then"] == [{**first["again"][0], "message": first["then"][0]["message"]}]
    assert first["then"][0]["article"] == "care"
    assert {"index", "encoder", "texts", "desk", "code"} <= first["versions"].keys()
    assert "Xylo" not in file.read_text("utf-8")
    assert "dry cloth" not in file.read_text("utf-8")


def test_what_cannot_be_decided_again_ends_with_1_and_a_way_out(primera, answered, small_bot):
    shutil.rmtree(small_bot.workspace.index_root / small_bot.outside.knowledge.generation)
    done = primera(answered)
    assert done.exit_code == 1
    assert "--with current" in done.output


def test_an_unknown_id_is_named(primera, answered):
    assert isinstance(primera("msg_nothing").exception, UnknownTurn)


def test_without_a_database_none_is_made(primera, small_bot):
    file = small_bot.workspace.home / "primera.db"
    file.unlink()
    assert isinstance(primera("msg_1").exception, UnknownTurn)
    assert not file.exists()


def test_before_the_first_start_an_id_is_unknown_too(tmp_path, workspace):
    fresh = Workspace.load(workspace, environment={"PRIMERA_HOME": str(tmp_path)})
    (tmp_path / "primera.db").touch()
    with pytest.raises(UnknownTurn), reading_database(fresh, "msg_1") as database:
        ConversationStore(database).turns("msg_1")


def test_with_knows_two_words(primera, answered):
    assert primera(answered, "--with", "yesterday").exit_code == 2
