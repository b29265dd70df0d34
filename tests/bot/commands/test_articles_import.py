"""`primera articles import`, from the command to the drafts."""

from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from actions.workspace import Workspace
from bot.command_line import app
from bot.commands.articles_import import Asked, import_from
from bot.gateway.help_centre import TopicArticles
from bot.gateway.help_page import HelpPages
from bot.gateway.texts import Texts
from bot.importing.errors import UnknownChoice
from bot.importing.plain_text import squeezed
from bot.importing.website import Limits
from kb_index import read_library
from kb_index.markdown import as_plain_text
from tests.bot.importing.served import Served, body, site

REPOSITORY = Path(__file__).resolve().parents[3]
FAST = Limits(delay=0, seconds=5)


@pytest.fixture
def company(workspace):
    return Workspace.load(workspace, environment={})


@pytest.fixture
def console():
    return Console(record=True, width=200)


@pytest.fixture(scope="module")
def aurora():
    """The demo company's articles, its help centre's index, and the articles' pages by path."""
    articles = read_library(REPOSITORY / "kb_index" / "articles", languages=["es"]).articles
    index_twins = {"es": "/help/es"}
    pages = HelpPages(company="Aurora", index_twins=index_twins, base="", texts=Texts.load(["es"]))
    index = pages.index("es", [TopicArticles(None, None, articles)])
    return (
        articles,
        index,
        {
            each.url: pages.article(each, topic_name="Envíos", twins={"es": each.url})
            for each in articles
        },
    )


def serve(served: Served, pages: dict[str, str]) -> str:
    served.sitemap("/sitemap.xml", *pages)
    served.pages |= {path: body(page) for path, page in pages.items()}
    return f"{served.base}/sitemap.xml"


def compared(company: Workspace, articles) -> None:
    library = read_library(company.articles, languages=["es"])
    assert library.problems == ()
    drafts = {each.id: each for each in library.articles}
    for article in articles:
        draft = drafts[article.id]
        assert draft.title == article.title
        assert squeezed(as_plain_text(draft.text)) == squeezed(as_plain_text(article.text))
        assert draft.html == article.html
        assert draft.status == "draft"


def test_our_own_help_centre_comes_back_word_for_word(company, console, aurora):
    articles, index, pages = aurora
    for path in (company.articles / "es").glob("*.md"):
        path.unlink()
    with site() as served:
        whole = {"/help/es": index, **pages}
        asked = Asked(serve(served, whole), topic="general", limits=FAST)
        assert import_from(company, asked, console)
    compared(company, articles)
    told = console.export_text()
    assert "/help/es: The page is a list of links, not an article." in told
    assert f"{len(articles)} new; 1 left out." in told


def test_a_folder_of_its_pages_comes_back_as_well(company, console, aurora, tmp_path):
    articles, _, pages = aurora
    for path, page in pages.items():
        file = tmp_path / "saved" / f"{path.lstrip('/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    for path in (company.articles / "es").glob("*.md"):
        path.unlink()
    asked = Asked(str(tmp_path / "saved"), topic="general")
    assert import_from(company, asked, console)
    compared(company, articles)


def test_what_was_done_and_what_is_next_are_told(company, console, tmp_path):
    (tmp_path / "faq.csv").write_text(
        "pregunta;respuesta\n¿Perros?;Sí, siempre que quieras.\nX?;\n"
    )
    asked = Asked(str(tmp_path / "faq.csv"), topic="general")
    assert not import_from(company, asked, console)
    told = console.export_text()
    for each in (
        "new: es/perros",
        "faq.csv:3: The answer is empty. Write it, or take the row out.",
        "1 new; 1 failed.",
        "Next: primera articles check",
    ):
        assert each in told


def test_a_trouble_of_many_files_is_told_once_with_some_of_them(company, console, tmp_path):
    for number in range(30):
        file = tmp_path / "old" / f"a{number:02}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"# T{number}\n\nTexto {number}.")
    assert not import_from(company, Asked(str(tmp_path / "old")), console)
    told = console.export_text()
    assert told.count("It names no topic.") == 10
    assert "… and 20 more with the same trouble" in told


def test_a_dry_run_says_so(company, console, tmp_path):
    (tmp_path / "a.md").write_text("# T\n\nTexto.")
    before = sorted(company.articles.rglob("*"))
    assert import_from(company, Asked(str(tmp_path), topic="general", dry_run=True), console)
    assert sorted(company.articles.rglob("*")) == before
    assert "would be new: es/" in console.export_text()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "Nothing was found."),
        ({"a.csv": "question;answer\nA?;\nB?;\n"}, "2 failed."),
        ({"a.csv": "question;answer\nA?;\nB?;Yes.\n"}, "Would be 1 new; 1 failed."),
    ],
)
def test_what_a_dry_run_comes_to_is_a_sentence(company, console, tmp_path, files, told):
    source = tmp_path / "source"
    source.mkdir()
    for name, text in files.items():
        (source / name).write_text(text)
    import_from(company, Asked(str(source), topic="general", dry_run=True), console)
    assert told in console.export_text().splitlines()


def test_a_source_with_a_name_may_move(company, console, tmp_path):
    for month in ("may", "june"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "a.md").write_text("# Título\n\nTexto.")
        asked = Asked(str(tmp_path / month), topic="general", name="export")
        assert import_from(company, asked, console)
    assert "1 unchanged." in console.export_text()


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"topic": "weather"}, r"--topic weather: actions/desk\.yml has general"),
        ({"language": "fr"}, r"--language fr: bot/settings\.yml has es"),
    ],
)
def test_what_the_company_does_not_have_is_told_before_anything_is_read(
    company, console, tmp_path, choice, told
):
    with pytest.raises(UnknownChoice, match=told):
        import_from(company, Asked(str(tmp_path / "nowhere"), **choice), console)


def test_the_command_takes_its_limits_and_fails_if_something_failed(company, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.md").write_text("# T\n\n" + "x" * 2_000)
    options = ["--topic", "general", "--workspace", str(company.root)]
    command = ["articles", "import", str(tmp_path / "old"), *options]
    small = CliRunner().invoke(app, [*command, "--max-mb", "0.001"])
    assert small.exit_code == 1
    assert "allow more with --max-mb" in small.output
    whole = CliRunner().invoke(app, command)
    assert (whole.exit_code, "1 new." in whole.output) == (0, True)
