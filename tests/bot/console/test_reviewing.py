"""The page on which a lead makes examples of what contacts wrote."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from actions.conversations import ConversationStore, Message, Reply, Turn
from actions.conversations.tables import conversations
from actions.database import engine
from actions.tickets import Desk
from bot.workspace_files import WorkspaceFiles
from tests.bot.console.person import words_of
from tests.bot.console.test_publishing import company, console, slots  # noqa: F401

# No model is trained here; what redacts is tried in tests/actions/redaction.
CHECK_SECONDS = 120  # a new topic is checked with the whole company
HIDES = SimpleNamespace(redacted=lambda text: text.replace("Ana", "[name]"))


@pytest.fixture(autouse=True)
def redactor(monkeypatch):
    for module in ("reviewing", "testing"):
        monkeypatch.setattr(f"bot.console.{module}.redactor_of", lambda _: HIDES)


@pytest.fixture
def wrote(company, clock):  # noqa: F811
    """A contact wrote something, and the bot was so sure of what it is."""
    database = engine(company.database_url)
    store, number = ConversationStore(database), iter(range(100))

    def write(text: str, sure: float, *, act: str = "ask", topic: str = "delivery") -> str:
        conversation = store.create(locale="en", site="demo", now=clock())
        received = store.receive(
            conversation.id, client_message_id=str(next(number)), text=text, now=clock()
        )
        turn = Turn(
            act=act,
            act_confidence=sure,
            topic=topic,
            topic_confidence=0.99,
            out_of_scope=0.0,
            language="en",
            decision="no_answer",
        )
        reply = Reply(message=Message(kind="text", text="Hm."), turn=turn)
        id = str(received.message.message_id)
        store.reply(conversation.id, in_reply_to=[id], replies=[reply], now=clock())
        return id

    yield write
    database.dispose()


def conversations_of(company) -> list[str]:  # noqa: F811
    database = engine(company.database_url)
    with database.begin() as connection:
        found = list(connection.execute(select(conversations.c.id)).scalars())
    database.dispose()
    return found


def hidden(page) -> dict[str, str]:
    """What the form of the message sends along."""
    import re

    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: value for name, value in found if name != "csrf"}


def test_the_message_that_the_bot_was_least_sure_of_comes_first_and_redacted(arrives, wrote):
    wrote("where is my parcel, Ana here", 0.3)
    wrote("do you deliver to Lisbon", 0.7)
    wrote("how long does delivery take", 0.99)  # understood well enough
    page = words_of(arrives("Ana").opens("/console/review"))
    assert "2 messages to review" in page
    assert "where is my parcel, [name] here" in page
    assert "Understood as ask/delivery (act 0.30, topic 0.99)." in page
    assert "Lisbon" not in page


def test_a_message_becomes_an_example_and_is_taken_back(arrives, wrote, company):  # noqa: F811
    wrote("whereabouts is that box of mine", 0.3)
    ana = arrives("Ana")
    page = ana.opens("/console/review")
    told = {"text": "whereabouts is that box of mine", "intent": "ask/delivery"}
    sent = ana.sends("/console/review", becomes="example", **hidden(page), **told)
    page = ana.follows(sent)
    assert "It is an example now." in words_of(page)
    assert "There is nothing to review." in words_of(page)
    file = company.nlu_data / "nlu" / "en" / "delivery.yml"
    assert "- whereabouts is that box of mine\n" in file.read_text("utf-8")
    (change,) = WorkspaceFiles.of(company).history.newest()
    assert change.author.name == "Ana"
    assert "Edits that wait nlu_data/nlu/en/delivery.yml" in words_of(ana.opens("/console/publish"))
    ana.opens("/console/review")
    page = ana.follows(ana.sends("/console/review/undo"))
    assert "Undone." in words_of(page) and "1 messages to review" in words_of(page)
    assert "whereabouts is that box" not in file.read_text("utf-8")


def test_what_would_teach_two_things_is_refused_with_the_reason(arrives, wrote):
    wrote("how long does delivery take?", 0.3)
    ana = arrives("Ana")
    page = ana.opens("/console/review")
    told = {"text": "how long does delivery take?", "intent": "ask/returns"}
    refused = ana.sends("/console/review", becomes="example", **hidden(page), **told)
    assert refused.status_code == 422
    assert "one sentence cannot teach two things" in words_of(refused)


def test_a_conversation_becomes_a_test_in_one_click(arrives, wrote, company):  # noqa: F811
    wrote("Ana again: is that box here", 0.3)
    ana = arrives("Ana")
    page = ana.opens("/console/review")
    page = ana.follows(ana.sends("/console/review", becomes="test", **hidden(page)))
    assert "The conversation is a test now." in words_of(page)
    text = (company.root / "tests/conversations/from_customers.yml").read_text("utf-8")
    assert "[name] again: is that box here" in text
    assert "Ana" not in text


def test_any_conversation_becomes_a_test_from_its_own_page_and_only_once(
    arrives,
    wrote,
    company,  # noqa: F811
):
    wrote("Ana is sure of this: how long does delivery take", 0.99)  # nothing to review
    (talk,) = conversations_of(company)
    ana, path = arrives("Ana"), f"/console/conversations/{talk}"
    assert "Make it a conversation test" in words_of(ana.opens(path))
    page = ana.follows(ana.sends(f"{path}/test"))
    assert "The conversation is a test now." in words_of(page)
    file = company.root / "tests/conversations/from_customers.yml"
    kept = file.read_text("utf-8")
    assert "[name] is sure of this" in kept
    page = ana.follows(ana.sends(f"{path}/test"))
    assert "This conversation is a test already." in words_of(page)
    assert file.read_text("utf-8") == kept
    assert ana.sends("/console/conversations/cnv_gone/test").status_code == 404


def test_a_message_begins_a_new_topic_and_is_reviewed_when_the_topic_is_there(
    arrives,
    wrote,
    company,  # noqa: F811
):
    wrote("can you engrave a mug for me", 0.3)
    ana = arrives("Ana")
    ana.http.timeout = CHECK_SECONDS
    page = ana.opens("/console/review")
    told = {"text": "can you engrave a mug for me", "intent": "ask/delivery"}
    page = ana.sends("/console/review", becomes="topic", **hidden(page), **told)
    assert page.status_code == 200
    assert "can you engrave a mug for me</textarea>" in page.text
    topic = {
        "key": "engraving",
        "team": next(iter(Desk.load(company.desk_file).teams)),
        "name.en": "Engraving",
        "name.es": "Grabados",
        "examples.es": "¿grabáis una taza?\nquiero un grabado",
        "examples.en": "can you engrave a mug for me\nengraving, please",
        **{name: value for name, value in hidden(page).items()},
    }
    page = ana.follows(ana.sends("/console/topics-new", **topic))
    assert "There is nothing to review." in words_of(page)
    assert "engraving" in Desk.load(company.desk_file).topics
    page = ana.follows(ana.sends("/console/review/undo"))
    assert "1 messages to review" in words_of(page)
    assert "engraving" not in Desk.load(company.desk_file).topics


def test_what_is_discarded_or_thrown_at_a_wrong_place_changes_no_file(arrives, wrote, company):  # noqa: F811
    wrote("bla bla", 0.2)
    ana = arrives("Ana")
    page = ana.opens("/console/review")
    told = hidden(page)
    wrong = ana.sends("/console/review", becomes="example", text="bla", intent="ask/gone", **told)
    assert "There is no such act or topic." in words_of(wrong)
    wrong = ana.sends("/console/review", becomes="phrasing", text="bla", article="../x", **told)
    assert "There is no such article" in words_of(wrong)
    wrong = ana.sends("/console/review", becomes="phrasing", text="bla", article="", **told)
    assert "Choose the article that answers it." in words_of(wrong)
    ana.follows(ana.sends("/console/review", becomes="discarded", **told))
    assert WorkspaceFiles.of(company).history.newest() == []
    assert "There is nothing to review." in words_of(ana.opens("/console/review"))
