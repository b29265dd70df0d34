"""Whatever is written is only text: to the gateway, to Rasa, in the transcript."""

import itertools
import json
from dataclasses import replace

import httpx
import pytest
from hypothesis import given, settings

from actions.allowances import Allowances
from bot.gateway.app import create_app
from bot.gateway.edge import clean_text
from tests.bot.gateway.conftest import QUICK, make_workspace, open_chat
from tests.bot.gateway.running_gateway import Chat, RunningGateway
from tests.bot.gateway.stand_in_rasa import StandInRasa
from tests.thrown_texts import MADE_UP, TEXTS

pytestmark = pytest.mark.prove

MANY = 5_000
MESSAGES_EACH = 40  # of one conversation
numbers = itertools.count()
# A busy machine must not make the bot give up: what it would say then is not tried here.
UNHURRIED = replace(QUICK, attempt=2.0, honest_line=2.0)


@pytest.fixture(scope="module")
def thrown_at(tmp_path_factory, empty_database):
    """A gateway without limits, and what Rasa is asked behind it."""
    rasa = StandInRasa()
    rasa.start()
    workspace = make_workspace(tmp_path_factory.mktemp("thrown"), empty_database, rasa)
    unlimited = workspace.settings.model_copy(update={"limits": Allowances(factor=1_000)})
    gateway = RunningGateway(create_app(replace(workspace, settings=unlimited), patience=UNHURRIED))
    gateway.start()
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as http:
        yield http, rasa
    gateway.stop()
    rasa.stop()


def throw(chat: Chat, text: str) -> httpx.Response:
    """As JSON writes it, so that a lone surrogate gets through."""
    body = json.dumps({"client_message_id": f"m{next(numbers)}", "text": text})
    headers = {**chat.headers, "Content-Type": "application/json", "Prefer": "wait=5"}
    return chat.http.post(f"{chat.path}/messages", content=body, headers=headers)


def test_what_is_thrown_is_text_and_nothing_else(thrown_at, proof_share):
    http, rasa = thrown_at
    chats: list[Chat] = []
    sent = itertools.count()

    def only_text(text: str) -> None:
        if next(sent) % MESSAGES_EACH == 0:
            chats.append(open_chat(http, locale="en"))
        answer = throw(chats[-1], text)
        cleaned = clean_text(text).strip()
        if not 1 <= len(cleaned) <= 4_000:
            assert answer.status_code in (413, 422)
            return
        assert answer.status_code == 200, answer.text
        told = rasa.asked[-1]
        assert not told["message"].strip().startswith("/")
        assert set(told) == {"sender", "message", "metadata"}
        assert (told["sender"], told["metadata"]["text"]) == (chats[-1].id, cleaned)
        kept = chats[-1].messages(after=answer.json()["seq"] - 1)[0]
        assert (kept["sender"], kept["text"]) == ("contact", cleaned)

    for text in TEXTS:
        only_text(text)
    settings(max_examples=round(MANY * proof_share), deadline=None)(given(MADE_UP)(only_text))()


@pytest.mark.parametrize(
    "forged", ["/person", "/restart", '/ask{"name": "x"}', "btn_1", "1", "x" * 100]
)
def test_a_forged_button_does_nothing(thrown_at, forged):
    http, rasa = thrown_at
    chat = open_chat(http, locale="en")
    asked = len(rasa.asked)
    refused = chat.post({"client_message_id": "one", "button_id": forged})
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/button-not-offered"
    assert (len(rasa.asked), chat.messages()) == (asked, [])


def test_nobody_presses_the_button_of_anothers_conversation(thrown_at):
    http, rasa = thrown_at
    rasa.mode = "empty"
    ana, eva = open_chat(http, locale="en"), open_chat(http, locale="en")
    (notice,) = ana.write("Hello", wait=5)["replies"]
    rasa.mode = "answer"
    body = {"client_message_id": "one", "button_id": notice["buttons"][0]["button_id"]}
    assert eva.post(body).status_code == 422
    assert eva.messages() == []
