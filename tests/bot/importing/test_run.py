"""Importing again and again: only what changed changes, and nothing a person did is lost."""

import json
from pathlib import Path

import pytest

from bot.importing.errors import BrokenLedger
from bot.importing.folder import Folder
from bot.importing.reading import read
from bot.importing.run import Choices, Company, Report, import_articles
from kb_index import read_library
from tests.kb_index.conftest import write_file

TOPICS = {"returns": "returns", "devoluciones": "returns", "orders": "orders"}


class Shop:
    """A company and the folder it imports from."""

    def __init__(self, root: Path) -> None:
        self.source = root / "old"
        self.articles = root / "kb_index" / "articles"
        self.source.mkdir()
        (self.articles / "es").mkdir(parents=True)
        self.company = Company(self.articles, ("es", "en"), TOPICS)

    def has(self, name: str, text: str) -> None:
        file = self.source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def imports(self, **choices) -> Report:
        asked = Choices("old", **({"language": "es", "topic": "returns"} | choices))
        documents = Folder(self.source, 5_000_000).documents()
        return import_articles(documents, self.company, asked, lambda line: None, read=read)

    def file(self, article: str, language: str = "es") -> Path:
        return self.articles / language / f"{article}.md"

    def here(self) -> dict[str, str]:
        files = sorted(self.articles.rglob("*.md"))
        return {file.relative_to(self.articles).as_posix(): file.read_text() for file in files}


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path)
    shop.has("devolver.md", "# Devolver\n\nTienes 30 días. Mira [el coste](coste.md).")
    shop.has("coste.md", "# Coste\n\nDevolver un pedido cuesta 3 €.")
    return shop


def kinds(report: Report) -> dict[str, str]:
    return {step.draft.id: step.kind for step in report.steps}


def test_articles_come_as_drafts_that_the_bot_can_read_and_does_not_answer(shop):
    report = shop.imports()
    library = read_library(shop.articles, languages=["es", "en"])
    assert kinds(report) == {"coste": "new", "devolver": "new"}
    assert library.problems == ()
    assert {each.status for each in library.articles} == {"draft"}
    assert library.published("es") == ()
    (article,) = [each for each in library.articles if each.id == "devolver"]
    assert (article.title, article.topic) == ("Devolver", "returns")
    assert article.text == "Tienes 30 días. Mira [el coste](/help/es/coste)."


def test_a_second_run_changes_nothing(shop):
    shop.imports()
    before, ledger = shop.here(), shop.company.ledger.read_text()
    report = shop.imports()
    assert set(kinds(report).values()) == {"unchanged"}
    assert (shop.here(), shop.company.ledger.read_text()) == (before, ledger)


def test_only_what_changed_in_the_source_changes(shop):
    shop.imports()
    before = shop.here()
    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")
    assert kinds(shop.imports()) == {"coste": "changed", "devolver": "unchanged"}
    after = shop.here()
    assert after.pop("es/coste.md").endswith("\nDevolver es gratis.\n")
    assert before.pop("es/coste.md") and after == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("3 €", "3 euros"),
        lambda text: text.replace("status: draft", "status: published\napproved_by: Ana"),
        lambda text: text.replace("# review_by: 2027-12-31", "review_by: 2026-12-31"),
    ],
)
def test_what_a_person_changed_is_kept_and_the_new_version_stands_beside(shop, edit):
    shop.imports()
    edited = edit(shop.file("coste").read_text())
    shop.file("coste").write_text(edited)
    assert kinds(shop.imports())["coste"] == "unchanged"  # the source is as it was

    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")
    report = shop.imports()
    assert kinds(report)["coste-new-version"] == "edited"
    assert shop.file("coste").read_text() == edited
    assert "Devolver es gratis." in shop.file("coste-new-version").read_text()
    assert read_library(shop.articles, languages=["es"]).problems == ()

    again = shop.imports()
    assert kinds(again)["coste"] == "unchanged"
    (told,) = [step.remark for step in again.steps if step.draft.id == "coste"]
    assert told == "its new version waits in coste-new-version"


def test_a_new_version_that_nobody_touched_gives_way_to_a_newer_one(shop):
    shop.imports()
    shop.file("coste").write_text(shop.file("coste").read_text() + "\nMás.\n")
    for price in ("4 €", "5 €"):
        shop.has("coste.md", f"# Coste\n\nDevolver cuesta {price}.")
        shop.imports()
    assert "5 €" in shop.file("coste-new-version").read_text()
    assert not shop.file("coste-new-version-2").exists()

    shop.file("coste-new-version").write_text(
        shop.file("coste-new-version").read_text().replace("5 €", "5 euros")
    )
    shop.has("coste.md", "# Coste\n\nDevolver cuesta 6 €.")
    shop.imports()
    assert "5 euros" in shop.file("coste-new-version").read_text()
    assert "6 €" in shop.file("coste-new-version-2").read_text()


def test_a_new_version_that_was_dealt_with_is_not_brought_again(shop):
    shop.imports()
    shop.file("coste").write_text(shop.file("coste").read_text() + "\nMás.\n")
    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")
    shop.imports()
    shop.file("coste-new-version").unlink()
    assert kinds(shop.imports()) == {"coste": "unchanged", "devolver": "unchanged"}
    assert not shop.file("coste-new-version").exists()


def test_what_a_person_took_away_stays_away(shop):
    shop.imports()
    shop.file("coste").unlink()
    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")
    assert kinds(shop.imports())["coste"] == "removed"
    assert not shop.file("coste").exists()


def test_an_article_that_a_person_renamed_is_known_again(shop):
    shop.imports()
    renamed = shop.file("coste").read_text().replace("id: coste", "id: precio")
    shop.file("coste").unlink()
    shop.file("precio").write_text(renamed)
    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")
    shop.imports()
    assert shop.file("precio").read_text() == renamed
    assert "gratis" in shop.file("precio-new-version").read_text()
    assert not shop.file("coste").exists()


def test_a_source_that_is_gone_is_told_until_it_is_settled(shop):
    shop.imports()
    (shop.source / "coste.md").unlink()
    (gone,) = shop.imports().gone
    assert (gone.language, gone.id, gone.label) == ("es", "coste", "old/coste.md")
    assert shop.file("coste").exists()
    archived = shop.file("coste").read_text().replace("status: draft", "status: archived")
    shop.file("coste").write_text(archived)
    assert shop.imports().gone == ()


def test_a_source_that_cannot_be_read_is_not_gone(shop):
    shop.imports()
    shop.has("coste.md", " ")
    report = shop.imports()
    assert report.gone == ()
    assert [each.where.rsplit("/", 1)[1] for each in report.failures] == ["coste.md"]


def test_without_the_ledger_nothing_is_doubled_and_nothing_lost(shop):
    shop.imports()
    shop.file("coste").write_text(shop.file("coste").read_text() + "\nMás.\n")
    before = shop.here()
    shop.company.ledger.unlink()
    assert kinds(shop.imports()) == {"coste-new-version": "edited", "devolver": "unchanged"}
    after = shop.here()
    del after["es/coste-new-version.md"]
    assert after == before


def test_an_import_that_is_stopped_goes_on_where_it_was(shop):
    for number in range(20):
        shop.has(f"more-{number:02}.md", f"# Más {number}\n\nTexto número {number}.")
    count = 0

    class Stopped(Exception):
        pass

    def stop(line: str) -> None:
        nonlocal count
        count += line.startswith("writing")
        if count == 10:
            raise Stopped

    documents = Folder(shop.source, 5_000_000).documents()
    choices = Choices("old", "es", "returns")
    with pytest.raises(Stopped):
        import_articles(documents, shop.company, choices, stop, read=read)
    assert len(shop.here()) == 9
    assert list(kinds(shop.imports()).values()).count("unchanged") == 9
    assert len(shop.here()) == 22


def test_what_a_person_changes_while_an_import_runs_is_kept(shop):
    shop.imports()
    shop.has("coste.md", "# Coste\n\nDevolver es gratis.")

    def edit(line: str) -> None:
        if line == "writing es/coste":
            shop.file("coste").write_text("Mine.")

    documents = Folder(shop.source, 5_000_000).documents()
    choices = Choices("old", "es", "returns")
    report = import_articles(documents, shop.company, choices, edit, read=read)
    assert shop.file("coste").read_text() == "Mine."
    (failure,) = report.failures
    assert "was changed while it was to be written. Import once more." in failure.message


def test_a_dry_run_writes_nothing(shop):
    report = shop.imports(dry_run=True)
    assert kinds(report) == {"coste": "new", "devolver": "new"}
    assert shop.here() == {}
    assert not shop.company.ledger.exists()


def test_articles_of_people_are_never_touched(shop):
    write_file(shop.articles, "coste", "Ours.", language="es")
    before = shop.file("coste").read_text()
    report = shop.imports()
    assert kinds(report) == {"coste-2": "new", "devolver": "new"}
    (remarks,) = [step.draft.remarks for step in report.steps if step.draft.id == "coste-2"]
    assert remarks == ("coste was taken; it is coste-2",)
    assert shop.file("coste").read_text() == before
    assert "/help/es/coste-2" in shop.file("devolver").read_text()


def test_two_titles_of_one_id_become_two_articles_that_keep_their_ids(shop):
    shop.has("a/pagar.md", "# Pagar\n\nCon tarjeta, siempre que quieras y donde quieras comprar.")
    shop.has("b/pagar.md", "# Pagar\n\nPor transferencia.")
    shop.imports()
    shop.has("0/pagar.md", "# Pagar\n\nEn la tienda.")
    assert kinds(shop.imports()) == {
        "pagar-3": "new",
        "pagar": "unchanged",
        "pagar-2": "unchanged",
        "coste": "unchanged",
        "devolver": "unchanged",
    }


def test_what_is_there_already_word_for_word_is_left_out(shop):
    long = "Puedes pagar con tarjeta, con Bizum o por transferencia, en la web y en la tienda. " * 2
    shop.has("pagar.md", f"# Pagar\n\n{long}")
    shop.has("z-copia.md", f"# Pagar de otro modo\n\n**{long.strip()}**")
    report = shop.imports()
    assert kinds(report)["z-copia"] == "double"
    (told,) = [step.remark for step in report.steps if step.draft.id == "z-copia"]
    assert told == "says word for word what pagar says"
    assert not shop.file("z-copia").exists()


def test_a_mistake_in_one_file_does_not_stop_the_rest(shop):
    shop.has("broken.md", "---\ntitle: [\n---\nx")
    shop.has("fr.md", "---\nlang: fr\n---\n# Retour\n\nTrente jours.")
    shop.has("empty.html", "<script>x()</script>")
    report = shop.imports(language=None)
    assert {each.where.rsplit("/", 1)[1].split(":")[0] for each in report.failures} == {
        "broken.md",
        "empty.html",
        "fr.md",
    }
    assert kinds(report) == {"coste": "new", "devolver": "new"}


def test_twins_get_the_same_id_by_their_address(shop):
    shop.has("es/pagar.html", "<html lang=es><title>Pagar</title><p>Con tarjeta.</p>")
    shop.has("en/pagar.html", "<html lang=en><title>Pay</title><p>By card.</p>")
    shop.imports(language=None)
    assert shop.file("pagar", "es").exists() and shop.file("pagar", "en").exists()


def test_topics_are_named_by_front_matter_folder_or_choice(shop):
    shop.has("a.md", "---\ncategory: Devoluciones\n---\n# A\n\nTexto de la a.")
    shop.has("orders/b.md", "# B\n\nTexto de la b.")
    report = shop.imports(topic=None)
    assert {step.draft.id: step.draft.topic for step in report.steps} == {
        "a": "returns",
        "b": "orders",
    }
    assert {each.message for each in report.failures} == {
        "It names no topic. Say --topic, one of orders, returns."
    }


@pytest.mark.parametrize("name", ["-", "ñandú & co", "x" * 200, "¿?", "a\tb", "中文", "$(x)"])
def test_whatever_a_file_is_called_its_article_has_a_valid_id(shop, name):
    shop.has(f"{name}.md", "# 中文\n\nTexto con un nombre extraño.")
    shop.imports()
    library = read_library(shop.articles, languages=["es"])
    assert library.problems == ()
    assert len(library.articles) == 3
    assert {file.parent for file in shop.articles.rglob("*.md")} == {shop.articles / "es"}


@pytest.mark.parametrize("field", ["id", "slug", "title"])
@pytest.mark.parametrize(
    "value", ["../../x", "/etc/passwd", "a: b\\nstatus: published", '"', "---"]
)
def test_no_field_leads_out_of_the_articles_or_publishes(shop, field, value):
    shop.has("x.md", f"---\n{field}: {json.dumps(value)}\n---\n\nTexto con un campo extraño.")
    shop.imports()
    library = read_library(shop.articles, languages=["es"])
    assert library.problems == ()
    assert {each.status for each in library.articles} == {"draft"}
    assert {file.parent for file in shop.source.parent.rglob("*.md")} <= {
        shop.articles / "es",
        shop.source,
    }


def test_what_stands_on_most_pages_is_left_out_and_told(shop):
    for number in range(6):
        page = f"<main><h1>Página {number}</h1><p>Texto {number}.</p><p>¿Te ha servido?</p></main>"
        shop.has(f"p{number}.html", page)
    report = shop.imports()
    assert report.frame == ("¿Te ha servido?",)
    assert shop.file("pagina-3").read_text().endswith("---\n\nTexto 3.\n")


def test_a_broken_ledger_stops_the_import_before_it_begins(shop):
    shop.company.ledger.write_text("{")
    with pytest.raises(BrokenLedger, match=r"imported\.json cannot be read"):
        shop.imports()
    assert shop.here() == {}
