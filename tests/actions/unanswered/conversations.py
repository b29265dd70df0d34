"""Conversations in a database in which questions stay without an answer."""

from datetime import datetime

from actions.conversations import ConversationStore
from actions.conversations.message import Message, Reply
from actions.redaction import LearnedDetails, Redactor
from bot.components.details.finder import Customs
from bot.components.details.lexicon import Lexicon
from tests.actions.turn_record import record

QUESTION = "¿hacéis tarjetas regalo?"


def plain_redactor() -> Redactor:
    """Knows no company's patterns: identifiers and known names are enough here."""
    return Redactor(LearnedDetails(Lexicon.of({}, {}), Customs()))


def ask(
    store: ConversationStore,
    *,
    now: datetime,
    text: str = QUESTION,
    decision: str = "no_answer",
    conversation_id: str | None = None,
    language: str = "es",
) -> str:
    """One question and what the bot says to it; the conversation's id."""
    if conversation_id is None:
        conversation_id = store.create(locale=language, site="", now=now).id
    received = store.receive(conversation_id, client_message_id=f"{text}{now}", text=text, now=now)
    asked = received.message.message_id or ""
    said = Message(text="No lo sé.", kind="question")
    reply = Reply(message=said, turn=record(decision, language=language))
    store.reply(conversation_id, in_reply_to=[asked], replies=[reply], now=now)
    return conversation_id
