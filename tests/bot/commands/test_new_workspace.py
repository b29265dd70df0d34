import re

import pytest
from ruamel.yaml import YAML

from actions.workspace import Workspace
from bot.commands.new_workspace import InitError, make
from kb_index import read_library

AURORA = re.compile(r"aurora|\bAU-?\d", re.IGNORECASE)


def test_an_empty_workspace_holds_no_word_of_the_demo_company(workspace):
    files = [file for file in workspace.rglob("*") if file.is_file()]
    assert len(files) > 15
    spoken = [file for file in files if AURORA.search(file.read_text("utf-8"))]
    assert spoken == []


def test_it_is_the_companys_own(workspace):
    settings = Workspace.load(workspace, {}).settings
    assert (settings.company, settings.languages) == ("Tienda Nube", ("es",))
    assert set(settings.starters) == {"es"}
    assert "Tienda Nube" in (workspace / "README.md").read_text("utf-8")


def test_its_pipeline_understands_its_languages(workspace):
    config = (workspace / "config.yml").read_text("utf-8")
    assert "assistant_id: tienda-nube\nlanguage: es\n" in config
    assert "languages: &languages [es]" in config
    assert config.count("*languages") == 2


def test_only_the_chosen_languages_are_there(workspace):
    assert [path.name for path in (workspace / "nlu_data" / "nlu").iterdir()] == ["es"]
    assert [path.name for path in (workspace / "kb_index" / "articles").iterdir()] == ["es"]


def test_topics_of_the_demo_company_stay_behind(workspace):
    files = {path.stem for path in (workspace / "nlu_data" / "nlu" / "es").iterdir()}
    assert {"ask", "person", "open_ticket"} <= files
    assert "returns" not in files


def test_its_articles_claim_nothing_but_what_the_assistant_does(workspace):
    library = read_library(workspace / "kb_index" / "articles", languages=["es"])
    assert library.problems == ()
    assert [article.id for article in library.published("es")] == ["assistant-what"]
    assert len(library.articles) == 3


def test_from_aurora_everything_comes_along_under_the_companys_name(tmp_path):
    folder = make(tmp_path / "shop", name="Shop: A & B", languages=("en", "es"), source="aurora")
    settings = Workspace.load(folder, {}).settings
    assert settings.company == "Shop: A & B"
    assert settings.languages == ("en", "es")
    assert (folder / "nlu_data" / "nlu" / "es" / "returns.yml").exists()
    with (folder / "actions" / "desk.yml").open() as desk:
        assert "technical" in YAML().load(desk)["teams"]


def test_nothing_is_overwritten(workspace):
    with pytest.raises(InitError, match="is not empty"):
        make(workspace, name="Other", languages=("es",), source="empty")


def test_a_language_without_starting_data_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(InitError, match="no starting data for fr; there is for en, es"):
        make(tmp_path / "shop", name="Shop", languages=("fr",), source="empty")


def test_an_unknown_source_is_refused(tmp_path):
    with pytest.raises(InitError, match="choose one of empty, aurora"):
        make(tmp_path / "shop", name="Shop", languages=("en",), source="rasa")
