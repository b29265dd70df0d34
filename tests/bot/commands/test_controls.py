"""Switches of a lead, from the command line to what is answered and shown."""

import pytest
from rich.console import Console

from actions.answers import ControlsStore
from actions.database import engine
from actions.workspace import Workspace
from bot.commands.controls import UnknownArticle, pause, restore, resume, withdraw, withdrawn
from kb_index import build, export_encoder
from tests.kb_index.conftest import PACKAGED, REPOSITORY, write_file


@pytest.fixture
def aurora(tmp_path):
    return Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})


@pytest.fixture
def console():
    return Console(record=True, width=200)


def current(workspace):
    return ControlsStore(engine(workspace.database_url)).current()


def test_an_article_is_withdrawn_in_all_its_languages_or_in_one(aurora, console):
    withdraw(aurora, "gift-cards", None, "sold out", console)
    withdraw(aurora, "return-how", "es", "wrong days", console)
    away = [(each.article_id, each.language) for each in current(aurora).withdrawals]
    assert away == [("gift-cards", "en"), ("gift-cards", "es"), ("return-how", "es")]
    withdrawn(aurora, console)
    assert "wrong days" in console.export_text()


def test_a_withdrawn_article_is_restored(aurora, console):
    withdraw(aurora, "gift-cards", None, "sold out", console)
    restore(aurora, "gift-cards", None, console)
    assert current(aurora).withdrawals == ()


def test_what_serves_is_withdrawn_though_its_file_is_gone(tmp_path, console):
    company = tmp_path / "company"
    (company / "bot").mkdir(parents=True)
    settings = "format: 1\ncompany: Bakery\nlanguages: [en]\n"
    (company / "bot" / "settings.yml").write_text(settings, encoding="utf-8")
    file = write_file(company / "kb_index" / "articles", "bread", "Bread.")
    encoder = export_encoder(PACKAGED, REPOSITORY / "models")
    build(
        company / "kb_index" / "articles",
        company / "kb_index" / "built",
        encoder,
        languages=["en"],
        target_precision=0.9,
    )
    file.unlink()
    workspace = Workspace.load(company, environment={})
    withdraw(workspace, "bread", None, "burnt [b]", console)
    assert current(workspace).is_withdrawn("bread", "en")
    withdrawn(workspace, console)
    assert "burnt [b]" in console.export_text()


@pytest.mark.parametrize("language", [None, "es"])
def test_an_article_that_is_not_there_is_told_with_the_way_out(aurora, console, language):
    with pytest.raises(UnknownArticle, match=r"no article 'giftcards'.*name of its file"):
        withdraw(aurora, "giftcards", language, "typo", console)


def test_answers_are_paused_and_resumed(aurora, console):
    pause(aurora, "audit", console)
    withdrawn(aurora, console)
    assert "audit" in console.export_text()
    resume(aurora, console)
    resume(aurora, console)
    assert current(aurora).pause is None
    assert "Answers were not paused." in console.export_text()
