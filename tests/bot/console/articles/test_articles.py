"""An article from draft to approval, its withdrawal, and what nobody could answer."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

from actions.answers import ControlsStore
from actions.conversations import ConversationStore
from actions.conversations.message import Message
from actions.conversations.transcript import append, locked_seq
from actions.database import engine
from actions.unanswered import UnansweredStore
from actions.unanswered.collector import Collector
from bot.console.articles.unanswered import grouped
from bot.workspace_files import WorkspaceFiles
from kb_index.article import Article, read_article
from kb_index.front_matter import taken_apart
from tests.actions.unanswered.conversations import ask, plain_redactor
from tests.bot.console.company.test_saving import fields_of, saves
from tests.bot.console.person import words_of

RETURNS = "/console/articles/return-how"


def file_of(workspace, article, language):
    return workspace.articles / language / f"{article}.md"


def test_the_list_says_where_articles_stand(lead, workspace, clock):
    late = file_of(workspace, "return-how", "en")
    text = re.sub(r"review_by: .*", "review_by: 2020-01-31", late.read_text("utf-8"))
    late.write_text(text, "utf-8")
    file_of(workspace, "gift-cards", "en").unlink()
    ControlsStore(engine(workspace.database_url)).withdraw(
        "stock-shop", ["es"], reason="", now=clock()
    )
    rows = {
        re.search(r'/console/articles/([a-z-]+)"', row)[1]: words_of_row(row)
        for row in re.findall(r"<tr>.*?</tr>", lead.opens("/console/articles").text, re.DOTALL)
        if "/console/articles/" in row
    }
    assert len(rows) == len(list((workspace.articles / "es").glob("*.md")))
    assert (
        "es: approved en: approved" in rows["return-how"] and "en: 2020-01-31" in rows["return-how"]
    )
    assert "missing in en" in rows["gift-cards"]
    assert "es: withdrawn en: approved" in rows["stock-shop"]
    assert "Returns and exchanges" in rows["return-how"]
    look = words_of(lead.opens("/console/articles?show=look"))
    assert "Devolver un pedido" in look and "See all (57)" in look


def words_of_row(row: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", row).split())


def test_both_languages_change_together_and_comments_stay(lead, workspace):
    es, en = (file_of(workspace, "return-how", each) for each in ("es", "en"))
    es.write_text(es.read_text("utf-8").replace("status: published", "status: published  # seen"))
    seen = saves(lead, RETURNS, **{"text.es": "Tienes **60 días**.", "preview": "1"})
    assert "<strong>60 días</strong>" in seen.text
    sent = saves(
        lead,
        RETURNS,
        **{"title.es": "Devolver: cómo", "text.es": "Tienes 60 días.", "review_by": "2028-01-31"},
    )
    assert "Saved." in words_of(lead.follows(sent))
    article = read_article(es)
    assert isinstance(article, Article)
    assert (article.title, article.text, article.review_by) == (
        "Devolver: cómo",
        "Tienes 60 días.",
        date(2028, 1, 31),
    )
    # Whoever changes the words of an approved article stands for them.
    assert article.approved_by == "Ana"
    assert "status: published  # seen" in es.read_text("utf-8")
    twin = read_article(en)
    assert isinstance(twin, Article)
    assert (twin.approved_by, twin.review_by) == ("Lucía Ferrer", date(2028, 1, 31))
    (change,) = WorkspaceFiles.of(workspace).history.newest()
    assert len(change.files) == 2


def test_a_mistake_is_told_at_its_field(lead):
    sent = saves(lead, RETURNS, review_by="tomorrow")
    assert sent.status_code == 422
    assert re.search(r'id="review_by-wrong">[^<]*date', sent.text)


def test_a_draft_is_written_approved_and_withdrawn(lead, workspace):
    sent = lead_begins(lead, "¿Envolvéis regalos?", "Sí, gratis, en la tienda y en la web.")
    page = lead.follows(sent)
    assert sent.headers["location"] == "/console/articles/envolveis-regalos"
    file = file_of(workspace, "envolveis-regalos", "es")
    source = taken_apart(file.read_text("utf-8"))
    assert source.fields["status"] == "draft"
    assert "Español: draft" in words_of(page)
    approved = lead.sends("/console/articles/envolveis-regalos/approve", language="es")
    assert "Approved." in words_of(lead.follows(approved))
    article = read_article(file)
    assert isinstance(article, Article)
    assert (article.status, article.approved_by) == ("published", "Ana")
    gone = lead.sends("/console/articles/envolveis-regalos/withdraw", reason="wrong price")
    assert "It is withdrawn" in words_of(lead.follows(gone))
    store = ControlsStore(engine(workspace.database_url))
    assert store.current().is_withdrawn("envolveis-regalos", "es")
    lead.follows(lead.sends("/console/articles/envolveis-regalos/restore"))
    assert not store.current().is_withdrawn("envolveis-regalos", "es")
    assert lead.sends("/console/articles/envolveis-regalos/restore").status_code == 404


def lead_begins(lead, title, text, **more):
    return saves(
        lead,
        "/console/articles-new",
        **{"topic": "orders", "title.es": title, "text.es": text, "phrasings.es": title, **more},
    )


def test_another_person_approves_where_the_company_wants_that(lead, arrives, workspace):
    settings = workspace.root / "bot/settings.yml"
    answers = "answers:\n  approved_by_another: true"
    settings.write_text(settings.read_text("utf-8").replace("answers:", answers), "utf-8")
    other = arrives("Pol", role="lead")
    other.http.timeout = 120
    lead.follows(lead_begins(lead, "¿Envolvéis regalos?", "Sí."))
    address = "/console/articles/envolveis-regalos"
    refused = lead.sends(f"{address}/approve", language="es")
    assert refused.status_code == 422
    assert "Another person approves it" in words_of(refused)
    other.opens(address)
    other.follows(other.sends(f"{address}/approve", language="es"))
    article = read_article(file_of(workspace, "envolveis-regalos", "es"))
    assert isinstance(article, Article) and article.approved_by == "Pol"
    # New words need another approval.
    lead.follows(saves(lead, address, **{"text.es": "Sí, por 2 €."}))
    again = read_article(file_of(workspace, "envolveis-regalos", "es"))
    assert isinstance(again, Article) and again.status == "draft"


def test_an_unanswered_question_becomes_an_article_and_leaves_the_list(
    lead, workspace, taught, clock
):
    """A7, C3, E9: what was asked in vain and a person answered is an article from then on."""
    database = engine(workspace.database_url)
    conversations = ConversationStore(database)
    asked = clock() - timedelta(hours=1)
    ask(conversations, now=asked - timedelta(hours=1), text="¿vendéis radios?")
    conversation = ask(conversations, now=asked, text="¿envolvéis regalos?")
    with database.begin() as connection:
        seq = locked_seq(connection, conversation) + 1
        answer = Message(sender="agent", text="Sí, gratis, en la tienda.")
        append(connection, conversation, answer, seq=seq, now=clock())
    Collector(database, plain_redactor, clock=clock).collect()
    listed = lead.opens("/console/unanswered")
    assert "¿envolvéis regalos?" in words_of(listed)
    store = UnansweredStore(database)
    radios, wrapping = store.open(most=10)
    assert "¿vendéis radios?" in words_of(lead.opens(f"/console/unanswered/{radios.id}"))
    closed = lead.sends(f"/console/unanswered/{radios.id}/close", reason="not our trade")
    assert "Off the list. Questions: 1." in words_of(lead.follows(closed))
    begun = lead.opens(f"/console/unanswered/{wrapping.id}/article")
    fields = fields_of(begun)
    assert (fields["title.es"], fields["phrasings.es"]) == (["¿envolvéis regalos?"],) * 2
    assert fields["text.es"] == ["Sí, gratis, en la tienda."]
    fields.pop("csrf")
    lead.follows(lead.sends("/console/articles-new", **fields))
    assert [each.id for each in store.open(most=10)] == [wrapping.id]
    lead.follows(lead.sends("/console/articles/envolveis-regalos/approve", language="es"))
    assert store.open(most=10) == []
    closed_with = {each.question: each.closed_with for each in store.closed(most=10)}
    assert closed_with == {"¿envolvéis regalos?": "envolveis-regalos", "¿vendéis radios?": None}


def test_groups_that_were_found_before_take_new_questions_as_groups_of_one():
    groups = grouped([SimpleNamespace(id=number) for number in (1, 2, 3, 4)], [[3, 1], [9]])
    assert [[each.id for each in group.questions] for group in groups] == [[3, 1], [2], [4]]


def test_a_notice_is_said_and_ended_and_answers_are_paused(lead, workspace, clock):
    store = ControlsStore(engine(workspace.database_url))
    lead.opens("/console/notices")
    day = (clock() + timedelta(days=2)).date().isoformat()
    incomplete = lead.sends(
        "/console/notices", id="delays", until=day, **{"text.es": "Hay retrasos."}
    )
    assert incomplete.status_code == 422 and "Fill this in." in words_of(incomplete)
    texts = {"text.es": "Hay retrasos.", "text.en": "There are delays."}
    page = lead.follows(
        lead.sends("/console/notices", id="delays", until=day, topics=["delivery"], **texts)
    )
    assert "There are delays." in words_of(page)
    assert store.current().notices[0].topics == ("delivery",)
    over = lead.sends("/console/notices", id="delays", until="2020-01-01", **texts)
    assert "That day is over." in words_of(over)
    lead.follows(lead.sends("/console/notices/delays/end"))
    assert store.current().notices == ()
    page = lead.follows(lead.sends("/console/answers/pause", reason="prices are wrong"))
    assert "Answers are paused since" in words_of(page)
    assert store.current().pause.reason == "prices are wrong"
    lead.follows(lead.sends("/console/answers/resume"))
    assert store.current().pause is None


def test_an_uploaded_file_becomes_drafts(lead, workspace):
    page = lead.opens("/console/articles-import")
    assert page.status_code == 200
    written = "# ¿Envolvéis regalos?\n\nSí, gratis, en todas las tiendas.\n"
    sent = lead.http.post(
        "/console/articles-import",
        data={"csrf": lead.csrf, "language": "es", "topic": "orders"},
        files={"file": ("regalos.md", written.encode(), "text/markdown")},
    )
    assert "Drafts that are new or changed: 1." in words_of(lead.follows(sent))
    (change,) = WorkspaceFiles.of(workspace).history.newest()
    article = read_article(workspace.root / change.files[0].file)
    assert isinstance(article, Article)
    assert (article.status, article.topic, article.language) == ("draft", "orders", "es")
    assert "Sí, gratis, en todas las tiendas." in article.text
