"""A company adds a language that nobody prepared, Portuguese, by writing data and no code.

It begins as `primera init` in Spanish leaves it; `new_language` is what its people write then.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from ruamel.yaml import YAML
from sqlalchemy import select

from actions.conversations.tables import messages, turns
from actions.database import engine, reading
from actions.workspace import Workspace
from bot.commands.new_workspace import make
from bot.supervisor import environments
from bot.supervisor.app.data_check import CompanyFiles, problems, remarks
from tests import running as whole
from tests.conftest import need
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import pattern_of
from tests.running import REPOSITORY, Running

WRITTEN = Path(__file__).parent / "new_language"
SAYS: dict[str, Any] = yaml.safe_load((WRITTEN / "messages.yml").read_text("utf-8"))
RESPONSES: dict[str, Any] = yaml.safe_load((WRITTEN / "responses.yml").read_text("utf-8"))
LANGUAGES = ("pt", "es")

# Of 10 questions, 12 acts and 5 topics. Measured: 8 (4 of them suggested), 11 and 5.
FOUND_AT_LEAST, ACTS_AT_LEAST, TOPICS_AT_LEAST = 7, 10, 4
LONGEST_FORM = 6  # messages from its first question to the ticket


@pytest.fixture(scope="module")
def portuguese(tmp_path_factory) -> Path:
    """The workspace, written."""
    folder = tmp_path_factory.mktemp("new-language") / "workspace"
    make(folder, name="Chá da Serra", languages=("es",), source="empty", country="PT")
    shutil.copytree(WRITTEN / "articles", folder / "kb_index" / "articles" / "pt")
    shutil.copytree(WRITTEN / "nlu", folder / "nlu_data" / "nlu" / "pt")
    shutil.copy(WRITTEN / "texts.yml", folder / "bot" / "texts.yml")
    edit(folder / "bot" / "settings.yml", speak)
    edit(folder / "config.yml", understand)
    edit(folder / "actions" / "desk.yml", lambda desk: desk.update(written("desk.yml")))
    edit(folder / "actions" / "fields.yml", ask)
    edit(folder / "actions" / "protocols.yml", tell_grave_cases)
    edit(folder / "domain.yml", lambda domain: translate(domain["responses"]))
    return folder


def edit(file: Path, change: Callable[[Any], None]) -> None:
    content = YAML().load(file.read_text("utf-8"))
    change(content)
    with file.open("w", encoding="utf-8") as opened:
        YAML().dump(content, opened)


def written(name: str) -> Any:
    return YAML().load((WRITTEN / name).read_text("utf-8"))


def speak(settings: Any) -> None:
    settings["languages"][:] = LANGUAGES
    settings["starters"].update(written("starters.yml"))


def ask(content: Any) -> None:
    for name, texts in written("fields.yml").items():
        for setting, text in texts.items():
            content["fields"][name][setting]["pt"] = text


def tell_grave_cases(content: Any) -> None:
    for kind, text in written("protocols.yml").items():
        content["protocols"][kind]["text"]["pt"] = text
        content["protocols"][kind]["team"] = "shop"


def understand(config: Any) -> None:
    for part in config["pipeline"]:
        if "languages" in part:
            part["languages"][:] = LANGUAGES  # one list under several names


def translate(responses: Any) -> None:
    """Adds each response in Portuguese, with the Spanish one's buttons under other titles."""
    for name, variations in responses.items():
        told = RESPONSES[name]
        spanish = next(each for each in variations if each["condition"][0]["value"] == "es")
        titled = zip(told.get("buttons", ()), spanish.get("buttons", ()), strict=True)
        variations.append(
            {
                "condition": [{"type": "slot", "name": "language", "value": "pt"}],
                "text": told["text"],
                "buttons": [{**button, "title": title} for title, button in titled],
            }
        )


def test_what_was_written_is_whole(portuguese):
    files = CompanyFiles.read(Workspace.load(portuguese, {}))
    assert problems(files) == []
    assert [remark for remark in remarks(files) if not remark.startswith("No help desk")] == []


@dataclass(frozen=True)
class Shop:
    """The started company, and how it takes a message that begins a conversation."""

    running: Running

    def contact(self, locale: str = "pt") -> ContactSide:
        """Somebody on a page in that language."""
        return ContactSide(self.running.base_url, locale)

    def hears(
        self, text: str, locale: str = "pt"
    ) -> tuple[list[dict[str, Any]], dict[str, Any], tuple[str, ...]]:
        """The replies, the record of the turn, and the titles of the buttons."""
        with self.contact(locale) as contact:
            replies = contact.says(text)
            return replies, self._turn(contact.conversation_id), tuple(contact.buttons)

    def _turn(self, conversation_id: str) -> dict[str, Any]:
        database = engine(self.running.database_url)
        with reading(database) as connection:
            query = (
                select(turns.c.turn)
                .join(messages, messages.c.message_id == turns.c.message_id)
                .where(messages.c.conversation_id == conversation_id)
            )
            turn = connection.scalars(query).first()
        database.dispose()
        return dict(turn)


@pytest.fixture(scope="module")
def shop(portuguese, tmp_path_factory) -> Iterator[Shop]:
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    if (encoder := REPOSITORY / "models" / "encoder").is_dir():
        shutil.copytree(encoder, portuguese / "models" / "encoder")  # or it is exported once more
    running = whole.start(tmp_path_factory.mktemp("new-language-home"), portuguese)
    yield Shop(running)
    whole.stop(running.process)


def with_rasa(test: Callable[..., None]) -> Callable[..., None]:
    """Starts the company, which takes a training."""
    for mark in (pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(600)):
        test = mark(test)
    return test


@with_rasa
def test_questions_find_their_articles_and_none_is_answered_wrongly(shop):
    outcomes = {
        question: outcome(shop, question, article) for article, question in SAYS["answered"].items()
    }
    assert "wrong" not in outcomes.values(), outcomes
    assert sum(each != "none" for each in outcomes.values()) >= FOUND_AT_LEAST, outcomes


def outcome(shop: Shop, question: str, article: str) -> str:
    """right, suggested, wrong (another article is shown) or none."""
    replies, _, buttons = shop.hears(question)
    shown = [reply["article"]["id"] for reply in replies if reply["kind"] == "answer"]
    if shown:
        return "right" if shown == [article] else "wrong"
    text = (WRITTEN / "articles" / f"{article}.md").read_text("utf-8")
    return "suggested" if yaml.safe_load(text.split("---")[1])["title"] in buttons else "none"


@with_rasa
@pytest.mark.parametrize(("part", "least"), [("act", ACTS_AT_LEAST), ("topic", TOPICS_AT_LEAST)])
def test_acts_and_topics_of_unseen_messages_are_understood_and_answered_in_portuguese(
    shop, part, least
):
    heard = {}
    for expected, text in SAYS[f"{part}s"].items():
        replies, turn, _ = shop.hears(text)
        assert turn["language"] == "pt", text
        assert all(is_portuguese(reply) for reply in replies), replies
        heard[text] = (expected, turn[part])
    right = [text for text, (expected, found) in heard.items() if expected == found]
    assert len(right) >= least, heard


def is_portuguese(reply: dict[str, Any]) -> bool:
    return reply["kind"] == "answer" or any(asks(name, reply) for name in RESPONSES)


def asks(name: str, reply: dict[str, Any]) -> bool:
    """Whether a reply is that response with its slots filled."""
    return pattern_of(RESPONSES[name]["text"]).fullmatch(reply["text"]) is not None


@with_rasa
def test_what_no_article_answers_becomes_a_ticket_for_the_team_of_its_topic(shop):
    answers = SAYS["contact"]
    fields = {
        "utter_form_summary": answers["matter"],
        "utter_form_contact": answers["email"],
        "utter_form_name": answers["name"],
        "utter_form_confirmed": answers["confirmed"],
    }
    with shop.contact() as contact:
        replies = contact.says(SAYS["ticket"]["says"])
        for _ in range(LONGEST_FORM):
            if replies[-1]["kind"] == "ticket":
                break
            if asks("utter_suggestions", replies[-1]):
                replies = contact.presses(list(contact.buttons)[-1])
                continue
            asked = [words for name, words in fields.items() if asks(name, replies[-1])]
            assert asked, replies
            replies = contact.says(asked[0])
    assert replies[-1]["kind"] == "ticket", replies
    assert asks("utter_ticket_opened", replies[-1])
    desk = written("desk.yml")
    card = replies[-1]["ticket"]
    assert card["team"] == desk["teams"][SAYS["ticket"]["team"]]["name"]["pt"]
    assert card["label"] == desk["stages"]["open"]["pt"]
    assert card["outcomes"] == desk["outcomes"]["pt"]


@with_rasa
def test_the_language_that_was_there_goes_on(shop):
    replies, turn, _ = shop.hears(SAYS["spanish"]["says"], locale="es")
    assert turn["language"] == "es"
    assert [reply["article"]["title"] for reply in replies if "article" in reply] == [
        SAYS["spanish"]["answers"]
    ]


@with_rasa
def test_the_gateway_speaks_portuguese_too(shop):
    page = httpx.get(f"{shop.running.base_url}/help/pt")
    assert '<html lang="pt"' in page.text
    for name in ("help-index-title", "help-search", "help-ask"):
        assert written("texts.yml")["texts"][name]["pt"] in page.text
