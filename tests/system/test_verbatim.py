"""Whatever is written to the bot, every message of it is word for word what a person approved.

Many conversations through the gateway of a running Primera, with random walks: questions and
nonsense, buttons, forms that are filled and cancelled, tickets. `make prove` runs thousands of
inputs, `make test` a seeded part.
"""

import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

import pytest

from actions.answers import ControlsStore, Notice
from actions.answers.store import KNOWN_FOR_SECONDS
from actions.database import engine
from tests.conversations.contact import ContactSide
from tests.results import Results
from tests.running import REPOSITORY
from tests.system.fuzz import Fuzz
from tests.verbatim.oracle import NotVerbatim, Oracle, Said

pytestmark = [pytest.mark.rasa, pytest.mark.prove, pytest.mark.timeout(3600)]

SEED = 5
CONVERSATIONS = 400
SEEDED_CONVERSATIONS = 25
INPUTS_OF_ONE = (4, 14)
PRESSES = 0.3  # how often a button is pressed where there is one
FILLS = 0.6  # how often the form is told what it asks for
WITHDRAWN = "delivery-cost"
LIVE_SECONDS = 2 * KNOWN_FOR_SECONDS
NOTICE = {"es": "Hoy {name} tardamos ${HOME} más.", "en": "We are slow today: {name} ${HOME}."}

FILLING = {
    "utter_form_summary": ["mi pedido no ha llegado y nadie contesta", "my order never came"],
    "utter_wrong_summary": ["no me aceptáis una devolución"],
    "utter_form_field": ["AU-48213", "no lo tengo", "I don't have it", "48213", "3 de mayo"],
    "utter_wrong_field": ["una tele"],
    "utter_wrong_field_own_words": ["AU-48213"],
    "utter_form_contact": ["ana.lopez@ejemplo.es", "+34 600 123 123", "call me on 600 123 123"],
    "utter_wrong_contact": ["tom@example.com"],
    "utter_form_name": ["Ana López", "me llamo Eva Ruiz", "my name is Tom Baker", "Li"],
    "utter_wrong_name": ["Ana"],
    "utter_form_confirmed": ["sí", "yes, send it", "change the name", "no"],
    "utter_form_confirmed_with_details": ["sí, envíalo", "yes", "mi correo es eva@ejemplo.es"],
    "utter_wrong_confirmed": ["sí", "yes"],
    "utter_ask_change": ["el nombre", "the e-mail"],
}


@dataclass
class Seen:
    """What a proof has looked at."""

    conversations: int = 0
    inputs: Counter[str] = field(default_factory=Counter)  # by what they are
    kinds: Counter[str] = field(default_factory=Counter)  # of the bot's messages
    sources: Counter[str] = field(default_factory=Counter)  # article, or fixed text
    wrong: list[str] = field(default_factory=list)  # what nobody has approved, and after what

    def row(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "conversations": self.conversations,
            "inputs": self.inputs.total(),
            "messages": self.kinds.total(),
            "not approved": len(self.wrong),
            "by kind of input": dict(sorted(self.inputs.items())),
            "by kind of message": dict(sorted(self.kinds.items())),
            "articles and notices shown": sum(
                not name.startswith("utter_") for name in self.sources
            ),
            "fixed texts said": sum(name.startswith("utter_") for name in self.sources),
        }


@dataclass
class Walk:
    """One conversation: what was typed and pressed, what came back and where its words are from."""

    contact: ContactSide
    oracle: Oracle
    seen: Seen
    typed: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)  # typed, and titles of buttons
    replies: list[Said] = field(default_factory=list)
    last: str = ""  # the fixed text that was said last

    def says(self, text: str) -> None:
        kept = as_kept(text)
        answer = self.contact.tries(text)
        if not kept:
            assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            return
        assert answer.status_code == HTTPStatus.OK, f"{answer.status_code}: {text!r}"
        self.typed.append(kept)
        self._judge(kept, answer.json()["replies"])

    def presses(self, title: str) -> None:
        self._judge(title, self.contact.presses(title))

    def _judge(self, sent: str, replies: list[Said]) -> None:
        self.sent.append(sent)
        verdicts = self.oracle.judge_turn(replies, self.typed)
        self.replies += replies
        self.last = verdicts[-1].source
        self.seen.kinds.update(reply["kind"] for reply in replies)
        self.seen.sources.update(verdict.source for verdict in verdicts)

    def judge_transcript(self) -> None:
        """All that was said is there as it was said; what came without being asked is approved."""
        said = self.contact.messages()
        assert [each["text"] for each in said if each["sender"] == "contact"] == self.sent
        by_bot = [each for each in said if each["sender"] != "contact"]
        assert [each for each in by_bot if each in self.replies] == self.replies
        for unasked in (each for each in by_bot if each not in self.replies):
            self.oracle.judge(unasked, self.typed)
            self.seen.kinds.update([unasked["kind"]])


@pytest.fixture
def switched(running) -> Iterator[Oracle]:
    """An article is withdrawn and a notice said; the oracle knows."""
    database = engine(running.database_url)
    controls = ControlsStore(database)
    now = datetime.now(UTC)
    controls.withdraw(WITHDRAWN, ("es", "en"), reason="a test", now=now)
    controls.notify(Notice("slow", ("returns",), NOTICE, now + timedelta(days=2)))
    time.sleep(LIVE_SECONDS)
    yield Oracle.of(REPOSITORY, notices=[NOTICE], withdrawn=[WITHDRAWN])
    controls.restore(WITHDRAWN)
    controls.end_notice("slow")
    time.sleep(LIVE_SECONDS)  # the next test meets none of it
    database.dispose()


def test_every_message_is_approved_word_for_word_whatever_is_written(
    running, switched, proof_share
):
    fuzz, seen = Fuzz.of(REPOSITORY), Seen()
    conversations = CONVERSATIONS if proof_share == 1 else SEEDED_CONVERSATIONS
    for number in range(conversations):
        walk(running, switched, fuzz, random.Random(f"{SEED} {number}"), seen)
    # It has met all that can be said, or it proves little.
    assert set(seen.kinds) >= {"answer", "suggestions", "question", "text", "ticket", "notice"}
    if proof_share == 1:
        Results("verbatim").add("random walks through the gateway", seen.row())
    assert seen.wrong == []


def walk(running, oracle: Oracle, fuzz: Fuzz, chance: random.Random, seen: Seen) -> None:
    """One conversation, up to its end or to a message that nobody has approved."""
    language = chance.choice([*fuzz.phrasings])
    seen.conversations += 1
    with ContactSide(running.base_url, language) as contact:
        walked = Walk(contact, oracle, seen)
        try:
            for _ in range(chance.randint(*INPUTS_OF_ONE)):
                kind, move = next_move(walked, fuzz, language, chance)
                seen.inputs.update([kind])
                move()
            walked.judge_transcript()
        except NotVerbatim as wrong:
            seen.wrong.append(f"{wrong} after {walked.sent[-3:]}")


def next_move(
    walked: Walk, fuzz: Fuzz, language: str, chance: random.Random
) -> tuple[str, Callable[[], None]]:
    """What the contact does next, by what the bot said last."""
    titles = sorted(walked.contact.buttons)
    if titles and chance.random() < PRESSES:
        return "button", partial(walked.presses, chance.choice(titles))
    if walked.last in FILLING and chance.random() < FILLS:
        return "field of the form", partial(walked.says, chance.choice(FILLING[walked.last]))
    kind, text = fuzz.draw(language, chance)
    return kind, partial(walked.says, text)


def as_kept(text: str) -> str:
    """What is kept of a text: in NFC, without control characters, what turns its direction, and
    space around it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        one
        for one in lines
        if one in "\n\t" or not (unicodedata.category(one) == "Cc" or "\u202a" <= one <= "\u202e")
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()
