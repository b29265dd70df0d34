import re

import pytest
from ruamel.yaml import YAML

from actions.tickets import Desk
from actions.workspace import Workspace
from bot.commands.new_workspace import TEMPLATE, InitError, make
from bot.supervisor.app.data_check import CompanyFiles, problems
from kb_index import read_library

LANGUAGES = sorted(path.name for path in (TEMPLATE / "articles").iterdir())
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
    assert not settings.demo
    assert "Tienda Nube" in (workspace / "README.md").read_text("utf-8")


def test_its_pipeline_understands_its_languages(workspace):
    config = (workspace / "config.yml").read_text("utf-8")
    assert "assistant_id: tienda-nube\nlanguage: es\n" in config
    assert "languages: &languages [es]" in config
    assert config.count("*languages") == 2


def test_only_the_chosen_languages_are_there(workspace):
    for place in ("nlu_data/nlu", "kb_index/articles"):
        assert [path.name for path in (workspace / place).iterdir() if path.is_dir()] == ["es"]


def test_topics_of_the_demo_company_stay_behind(workspace):
    files = {path.stem for path in (workspace / "nlu_data" / "nlu" / "es").iterdir()}
    assert {"ask", "person", "open_ticket"} <= files
    assert "returns" not in files


def test_how_its_languages_write_dates_and_names_comes_along(workspace):
    details = (workspace / "nlu_data" / "nlu" / "es" / "details.yml").read_text("utf-8")
    assert {"lookup: month", "lookup: currency", "regex: name"} <= {
        line.strip().removeprefix("- ").split("  ")[0] for line in details.splitlines()
    }


@pytest.mark.parametrize("name", ["patterns.yml", "product_names.yml", "shop_names.yml"])
def test_its_own_patterns_products_and_shops_are_only_shown_how(workspace, name):
    file = workspace / "nlu_data" / "nlu" / name
    written = file.read_text("utf-8")
    assert YAML().load(written)["nlu"] is None
    used = YAML().load(written.replace("\n# ", "\n").replace("\n#\n", "\n").partition("nlu:")[2])
    assert used and all(set(entry) & {"lookup", "regex"} for entry in used)


def test_nothing_in_it_is_wrong(workspace):
    assert problems(CompanyFiles.read(Workspace.load(workspace, {}))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starters_are_answered_or_lead_to_a_person(tmp_path, language):
    folder = make(tmp_path / "shop", name="Shop", languages=(language,), source="empty")
    *questions, person = Workspace.load(folder, {}).settings.starters[language]
    (published,) = read_library(folder / "kb_index" / "articles", languages=[language]).published(
        language
    )
    assert {question.casefold() for question in questions} <= set(published.phrasings)
    taught = (folder / "nlu_data" / "nlu" / language / "person.yml").read_text("utf-8")
    assert f"- {person}".casefold() in taught.casefold()


def test_every_starting_language_has_starters():
    assert sorted(YAML().load((TEMPLATE / "starters.yml").read_text("utf-8"))) == LANGUAGES


def test_without_a_country_none_is_built_in(workspace):
    details = details_of(workspace)
    assert (details["region"], details["day_first"]) == (None, True)
    assert Desk.load(workspace / "actions" / "desk.yml").holidays is None


@pytest.mark.parametrize("source", ["empty", "aurora"])
@pytest.mark.parametrize(("country", "day_first"), [("PT", True), ("US", False), ("NO", True)])
def test_a_country_decides_phones_dates_and_holidays(tmp_path, source, country, day_first):
    folder = make(tmp_path / "shop", name="Shop", languages=("en",), source=source, country=country)
    details = details_of(folder)
    assert (details["region"], details["day_first"]) == (country, day_first)
    holidays = Desk.load(folder / "actions" / "desk.yml").holidays
    assert holidays is not None
    assert (holidays.country, holidays.subdivision) == (country, None)
    assert "# public holidays" in (folder / "actions" / "desk.yml").read_text("utf-8")


@pytest.mark.parametrize(("written", "code"), [("pt", "PT"), ("UK", "GB")])
def test_a_country_may_be_written_as_people_do(tmp_path, written, code):
    folder = make(tmp_path / "s", name="S", languages=("en",), source="empty", country=written)
    assert details_of(folder)["region"] == code


def test_a_demo_copied_without_a_country_stays_in_its_own(tmp_path):
    folder = make(tmp_path / "shop", name="Shop", languages=("es",), source="aurora")
    assert details_of(folder)["region"] == "ES"


@pytest.mark.parametrize("country", ["XX", "USA", "Portugal", " "])
def test_an_unknown_country_is_refused_with_the_way_out(tmp_path, country):
    with pytest.raises(InitError, match="write two letters"):
        make(tmp_path / "shop", name="S", languages=("en",), source="empty", country=country)
    assert not (tmp_path / "shop").exists()


def details_of(folder):
    """The settings of the component that reads details."""
    pipeline = YAML(typ="safe").load((folder / "config.yml").read_text("utf-8"))["pipeline"]
    return next(part for part in pipeline if part["name"].endswith(".DetailsExtractor"))


def test_no_phrasing_of_its_articles_is_an_example_of_another_act(tmp_path):
    folder = make(tmp_path / "shop", name="Shop", languages=("es", "en"), source="empty")
    examples = {
        line.strip().removeprefix("- ").casefold()
        for file in (folder / "nlu_data").rglob("*.yml")
        for line in file.read_text("utf-8").splitlines()
    }
    library = read_library(folder / "kb_index" / "articles", languages=["es", "en"])
    phrasings = {text.casefold() for each in library.articles for text in each.phrasings}
    assert phrasings & examples == set()


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
    assert not settings.demo
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
