"""A lead in a real browser: an article from an unanswered question, a topic, a team."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from actions.conversations import ConversationStore
from actions.conversations.message import Message
from actions.conversations.transcript import append, locked_seq
from actions.database import engine
from actions.tickets import Desk
from actions.unanswered.collector import Collector
from bot.workspace_files import WorkspaceFiles
from kb_index.article import Article, read_article
from tests.actions.unanswered.conversations import ask, plain_redactor
from tests.bot.console.conftest import DESKTOP
from tests.system.visit import WCAG, Visit

pytestmark = pytest.mark.browser

STRICTER = [*WCAG, "best-practice"]
SMALL_PHONE = {"width": 320, "height": 640}
# What is saved is checked with the whole company first.
WAIT_MS = 120_000
WITH_IDS = (
    "/console/company/actions~desk.yml",
    "/console/company/actions~desk.yml?at=teams",
    "/console/company/actions~desk.yml?at=teams/care",
    "/console/company/actions~desk.yml?at=topics/complaints",
    "/console/company/actions~desk.yml?at=helpdesks/0",
    "/console/company/actions~desk.yml?at=helpdesks&new=1",
    "/console/company/actions~protocols.yml?at=protocols/danger",
    "/console/company/bot~settings.yml",
    "/console/company/bot~settings.yml?at=limits",
    "/console/company/domain.yml",
    "/console/company/domain.yml?at=utter_form_confirmed",
    "/console/company/kb_index~synonyms~es.yml",
    "/console/company/nlu_data~nlu~es~protocol_danger.yml",
    "/console/company/config.yml",
    "/console/articles/return-how",
    "/console/topics/returns",
    "/console/topics-survey?compared=1",
)


@pytest.fixture
def page(window) -> Iterator[Page]:
    """A page of a lead."""
    context = window("Ana", role="lead", wait_ms=WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    yield context.new_page()
    expect.set_options(timeout=5_000)


@pytest.fixture
def asked(workspace, taught, clock) -> None:
    """A question that no article answered and a person did."""
    database = engine(workspace.database_url)
    conversations = ConversationStore(database)
    now = clock() - timedelta(hours=1)
    conversation = ask(conversations, now=now, text="¿envolvéis regalos?")
    with database.begin() as connection:
        answer = Message(sender="agent", text="Sí, gratis, en todas las tiendas.")
        seq = locked_seq(connection, conversation) + 1
        append(connection, conversation, answer, seq=seq, now=clock())
    Collector(database, plain_redactor, clock=clock).collect()


@pytest.mark.timeout(900)  # each change is checked with the whole company
def test_a_lead_turns_a_question_into_an_article_and_adds_a_topic_and_a_team(
    page, asked, workspace
):
    page.goto("/console")
    page.get_by_role("link", name="Unanswered", exact=True).click()
    page.get_by_role("link", name="¿envolvéis regalos?").click()
    expect(page.get_by_text("Sí, gratis, en todas las tiendas.")).to_be_visible()
    page.get_by_role("link", name="Write an article").click()
    page.get_by_label("Topic").select_option("orders")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="This is what it would be")).to_contain_text(
        "Sí, gratis"
    )
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Approve (Español)").click()
    expect(page.get_by_role("status")).to_contain_text("Approved.")
    article = read_article(workspace.articles / "es" / "envolveis-regalos.md")
    assert isinstance(article, Article)
    assert (article.status, article.approved_by) == ("published", "Ana")
    assert article.phrasings == ("¿envolvéis regalos?",)
    page.get_by_role("link", name="Unanswered", exact=True).click()
    expect(page.get_by_text("No question is waiting.")).to_be_visible()

    page.get_by_role("link", name="Company").click()
    page.get_by_role("link", name="actions/desk.yml").click()
    page.get_by_role("link", name="Add: Teams").click()
    page.get_by_label("Name within the files").fill("gifts")
    names = page.get_by_role("group", name="Name")
    names.get_by_label("Español").fill("Regalos")
    names.get_by_label("English").fill("Gifts")
    page.get_by_label("Hours").fill("Mo-Fr 10:00-18:00")
    page.get_by_label("First answer within").first.fill("2 h")
    page.get_by_label("Solution within").first.fill("2 days")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")

    page.get_by_role("link", name="Topics", exact=True).first.click()
    page.get_by_role("link", name="New topic").click()
    page.get_by_label("Name within the files").fill("wrapping")
    page.get_by_label("Team").select_option("gifts")
    for language, name in (("Español", "Envolver"), ("English", "Wrapping")):
        group = page.get_by_role("group", name=language)
        group.get_by_label("Name that customers see").fill(name)
        group.get_by_label("Examples").fill(f"{name} un regalo\n{name}, please")
    page.get_by_role("button", name="Add the topic").click()
    expect(page.get_by_role("heading", name="Wrapping")).to_be_visible()
    desk = Desk.load(workspace.desk_file)
    assert desk.topics["wrapping"].team == ("gifts",)
    assert desk.teams["gifts"].hours == "Mo-Fr 10:00-18:00"
    page.get_by_role("link", name="Company").click()
    page.get_by_role("link", name="Changes", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(5)
    assert len(WorkspaceFiles.of(workspace).history.newest()) == 4


@pytest.mark.parametrize("screen", [DESKTOP, SMALL_PHONE], ids=["desktop", "phone"])
def test_every_form_is_well_made(page, asked, axe, screen):
    visit = Visit(page)
    visit.page.add_init_script(axe)
    visit.page.set_viewport_size(screen)
    visit.page.emulate_media(color_scheme="dark" if screen is SMALL_PHONE else "light")
    for path in (*WITH_IDS, "/console/unanswered/1", "/console/unanswered/1/article"):
        answer = visit.page.goto(path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        assert (path, visit.violations(STRICTER)) == (path, [])
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert (path, width <= screen["width"]) == (path, True)
    assert visit.complaints == []
