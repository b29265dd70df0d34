"""A lead's day in a real browser: each page as full as a shop's, well made; and its picture."""

import asyncio
import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from actions.alerts import Alerts
from actions.conversations import ConversationStore
from actions.conversations.message import Message
from actions.conversations.transcript import append, locked_seq
from actions.tickets import Desk, Outbox, TicketStore
from actions.tickets.retry import Judgement, Outcome
from actions.unanswered import UnansweredStore
from actions.unanswered.collector import Collector
from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import ChangedReply
from tests.actions.figures.conftest import Days
from tests.actions.unanswered.conversations import ask, plain_redactor
from tests.bot.console.conftest import DESKTOP
from tests.bot.console.test_in_browser import SMALL_PHONE, STRICTER
from tests.bot.console.test_publishing import company, console, judged, slots  # noqa: F401
from tests.bot.console.test_reviewing import wrote  # noqa: F401
from tests.bot.console.test_trying import answers  # noqa: F401
from tests.system.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SEED = 7
# Of a day: how many ask in each of its hours, and what the bot makes of it.
BUSY = {9: 1, 10: 2, 11: 3, 12: 2, 16: 2, 17: 3, 18: 2, 20: 1}
DECISIONS = ("answer",) * 7 + ("suggestions",) * 2 + ("no_answer",)
TOPICS = ("returns", "delivery", "payment", "guarantee", "orders")
UNSURE = {
    "whereabouts is that box of mine": 0.31,
    "sing me a song about parcels": 0.38,
    "my cousin's package from another shop": 0.44,
    "may I have it engraved": 0.52,
}
IN_VAIN = (
    "do you engrave watches?",
    "can I have my name on a watch?",
    "is engraving included in the price?",
    "do you buy old phones?",
    "is there a discount for teachers?",
)
ANSWERED = "Yes: we engrave watches in the shop while you wait, up to twelve letters."
STEALS = Case(
    "articles",
    "steals",
    {
        "thief": "returns-at-christmas",
        "language": "en",
        "count": 3,
        "article": "return-how",
        "examples": "“how do I return an order?”",
    },
)
FIGURES = {
    "en": {
        "before": {"act_accuracy": 0.93, "precision": 0.95, "coverage": 0.71},
        "after": {"act_accuracy": 0.94, "precision": 0.95, "coverage": 0.74},
    }
}


@pytest.fixture(autouse=True)
def redactor(monkeypatch) -> None:
    """No model is trained here; what redacts is tried in tests/actions/redaction."""
    hides = SimpleNamespace(redacted=lambda text, **_: text)
    for module in ("reviewing", "testing", "publishing", "articles.unanswered"):
        monkeypatch.setattr(f"bot.console.{module}.redactor_of", lambda _: hides)


@pytest.fixture
def days(database, store, company) -> Days:  # noqa: F811
    return Days(database, store, TicketStore(database, Desk.load(company.desk_file)))


@pytest.fixture
def visit(owner, axe) -> Visit:
    seen = Visit(owner.new_page())
    seen.page.add_init_script(axe)
    seen.page.set_viewport_size(DESKTOP)
    return seen


@pytest.fixture
def looks(visit, picture):
    """A page as it is now is well made, here and on a phone; a picture of it for docs/leads.md."""

    def look(name: str, *, kept: bool = True) -> None:
        if kept:
            visit.page.evaluate("scrollTo(0, 0)")
            picture(visit.page, f"leads-{name}")
        amiss = visit.violations(STRICTER)
        visit.page.set_viewport_size(SMALL_PHONE)
        visit.page.emulate_media(color_scheme="dark")
        amiss += visit.violations(STRICTER)
        if visit.page.evaluate("document.documentElement.scrollWidth") > SMALL_PHONE["width"]:
            amiss.append("wider than the screen")
        visit.page.emulate_media(color_scheme="light")
        visit.page.set_viewport_size(DESKTOP)
        assert (name, amiss) == (name, [])

    yield look
    assert visit.complaints == []


def a_fortnight(days: Days, now: datetime) -> None:
    """Of a shop that is asked some sixteen times a day, and more by the week."""
    chance = random.Random(SEED)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for ago in range(14, 0, -1):
        for hour, count in BUSY.items():
            for _ in range(max(0, count + chance.choice((-1, 0, 0, 1)) - (ago > 7))):
                at = midnight - timedelta(days=ago) + timedelta(hours=hour, minutes=7)
                decision = chance.choice(DECISIONS)
                talk = days.asks(at, decision, topic=chance.choice(TOPICS))
                if decision == "no_answer":
                    days.rates(at, days.opens(at, talk), chance.choice((3, 4, 5, 5)))


def an_article_that_was_worth_it(days: Days, now: datetime) -> None:
    """Written a week ago for what was asked in vain, and asked for since."""
    asked, store = now - timedelta(days=8), UnansweredStore(days.database)
    ask(days.conversations, now=asked, text="do you wrap presents?", language="en")
    Collector(days.database, plain_redactor, clock=lambda: asked).collect()
    ids = [each.id for each in store.open(most=9)]
    store.close(ids, article="gift-wrapping", reason="", now=now - timedelta(days=7))
    for ago in range(1, 7):
        at = now - timedelta(days=ago, hours=2)
        days.asks(at, "answer", topic="orders", article="gift-wrapping")


def an_angry_hour(days: Days, now: datetime, count: int) -> None:
    at = now - timedelta(minutes=5)
    for _ in range(count):
        days.hands_over(at, days.asks(at, "calming"), "angry")


def alerts_at(days: Days, company, now: datetime) -> None:  # noqa: F811
    alerts = Alerts(days.database, Desk.load(company.desk_file), clock=lambda: now)
    with ThreadPoolExecutor() as elsewhere:  # this thread has the browser's loop
        elsewhere.submit(asyncio.run, alerts.look()).result()


def test_the_morning(looks, visit, days, company, clock):  # noqa: F811
    """Today, and the alerts that it leads to."""
    now = clock()
    a_fortnight(days, now)
    an_article_that_was_worth_it(days, now)
    for ago, angry in ((timedelta(hours=9), 6), (timedelta(0), 7)):
        an_angry_hour(days, now - ago, angry)
        for looked in (now - ago, now - ago + timedelta(hours=2 if ago else 0)):
            alerts_at(days, company, looked)
    page = visit.page
    page.goto("/console/today")
    expect(page.locator("[data-chart] canvas")).to_have_count(2)
    expect(page.get_by_role("link", name="Gained").get_by_role("strong")).to_have_text("6")
    looks("today")
    page.get_by_role("main").get_by_role("link", name="Open alerts").click()
    expect(page.get_by_role("main")).to_contain_text("angry customers within an hour")
    looks("alerts")


def test_the_review(looks, visit, wrote):  # noqa: F811
    for words, sure in UNSURE.items():
        wrote(words, sure)
    visit.page.goto("/console/review")
    expect(visit.page.locator("blockquote")).to_have_text(next(iter(UNSURE)))
    looks("review")


def test_what_was_asked_in_vain_becomes_an_article(looks, visit, days, company, clock):  # noqa: F811
    talks = []
    for number, text in enumerate(IN_VAIN):
        at = clock() - timedelta(hours=9 - number)
        talks.append(ask(days.conversations, now=at, text=text, language="en"))
    a_person_answers(days.conversations, days.database, talks[0], clock())
    Collector(days.database, plain_redactor, clock=clock).collect()
    together(company.home, UnansweredStore(days.database))
    page = visit.page
    page.goto("/console/unanswered")
    expect(page.get_by_role("row")).to_have_count(4)
    looks("unanswered")
    page.get_by_role("link", name=IN_VAIN[0]).click()
    expect(page.get_by_role("blockquote")).to_have_text(ANSWERED)
    looks("group", kept=False)
    page.get_by_role("link", name="Write an article").click()
    expect(page.get_by_label("Answer").nth(1)).to_have_value(ANSWERED)
    looks("article")


def a_person_answers(conversations: ConversationStore, database, talk: str, now: datetime) -> None:
    with database.begin() as connection:
        said = Message(sender="agent", text=ANSWERED)
        append(connection, talk, said, seq=locked_seq(connection, talk) + 1, now=now)


def together(home, store: UnansweredStore) -> None:
    """The first three ask about the same, as the process that has the encoder would find."""
    first, second, third, *others = [{"id": each.id} for each in store.open(most=9)]
    groups = [[first, second, third], *([each] for each in others)]
    file = home / "console" / "unanswered.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([{"questions": each} for each in groups]), "utf-8")


def test_the_topics(looks, visit):
    visit.page.goto("/console/topics")
    expect(visit.page.get_by_role("link", name="Delivery", exact=True)).to_be_visible()
    looks("topics")
    visit.page.goto("/console/articles")
    looks("articles", kept=False)


def test_what_the_gate_found(looks, visit, judged, wrote):  # noqa: F811
    lost, gained = wrote("can I pay in three parts", 0.9), wrote("do you gift wrap", 0.9)
    judged(
        STEALS,
        figures=FIGURES,
        replies=(
            ChangedReply(gained, "gained", ("ticket", ""), ("answer", "gift-wrapping"), True),
            ChangedReply(lost, "lost", ("answer", "payment-parts"), ("question", ""), False),
        ),
    )
    visit.page.goto("/console/publish")
    expect(visit.page.get_by_text(STEALS.sentence("en"))).to_be_visible()
    looks("publish")


def test_people_are_answered(looks, visit, chats):
    chat = chats()
    page = visit.page
    page.goto("/console/inbox")
    page.get_by_role("button", name="Take conversations").click()
    page.get_by_role("link", name="Somebody without a name").click()
    page.get_by_role("button", name="Take over").click()
    chat.write("my parcel should have come on Monday")
    expect(page.get_by_role("log")).to_contain_text("on Monday")
    page.get_by_role("textbox", name="Reply").fill("I am looking where it is.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("I am looking where it is.")
    looks("inbox")


def test_trying_and_what_did_not_get_through(looks, visit, answers, days, clock):  # noqa: F811
    page = visit.page
    page.goto("/console/try")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("textbox").last.fill("how do I return it?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("You have <30> days.")
    for each in page.locator("main summary").all():
        each.click()
    looks("try", kept=False)
    days.opens(clock(), days.asks(clock(), "no_answer"))
    outbox, helpdesk = Outbox(days.database), days.tickets._desk.helpdesks[0].name
    until = clock() + timedelta(minutes=1)
    for claim in outbox.claim(helpdesk, now=clock(), until=until, limit=9):
        refused = Outcome(status=500)
        outbox.record(claim, refused, Judgement("dead"), headers={}, now=clock())
    page.goto("/console/deliveries")
    looks("deliveries", kept=False)
    page.goto("/console/audit")
    looks("audit", kept=False)


def test_what_is_kept_of_somebody(looks, visit, days, clock):
    days.opens(clock(), days.asks(clock(), "no_answer"))
    page: Page = visit.page
    page.goto("/console/privacy")
    page.get_by_role("searchbox").fill("T-1001")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()
    looks("privacy", kept=False)
