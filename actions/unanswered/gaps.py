"""Gaps: where a conversation shows that the articles have no answer to a question.

Read off what was said and why, after the fact: no turn waits for it, and a rule that changes
applies to the conversations that are there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from actions.conversations.message import Message, Turn

# `nothing`: no article is likely to answer it. `none_of_these`: titles were shown, a person was
# wanted. `not_helpful`: an article was shown, and a thumb turned down. `chosen`: titles were shown,
# and one of them was right; a phrasing that the article lacks.
Why = Literal["nothing", "none_of_these", "not_helpful", "chosen"]

# Why the bot spoke, where it said that it has no answer: all of a message, half of one, or a
# question inside the form.
WITHOUT_ANSWER = frozenset({"no_answer", "other_unanswered", "noted"})
WANTS_A_PERSON = "/person"
CHOSE = re.compile(r'/choose_article\{"article": "([^"]+)"\}')
THUMB_DOWN = '/rate_answer{"helpful": "no"}'


@dataclass(frozen=True, slots=True)
class Said:
    """A message with why it was said, if the bot did, and what a pressed button stood for."""

    message: Message
    turn: Turn | None = None
    pressed: str | None = None  # the payload
    pressed_on: int | None = None  # the seq of the message that offered the button


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer, and the bot's message that shows it."""

    shown_by: Message
    questions: tuple[Message, ...] = field(repr=False)  # a burst of messages may be one question
    turn: Turn
    why: Why
    article: str | None = None


def gaps_in(conversation: Sequence[Said]) -> Iterator[Gap]:
    """The gaps of a conversation, in the order in which they showed."""
    last = {gap.shown_by.message_id: gap for gap in _signs(conversation)}
    yield from last.values()


def _signs(conversation: Sequence[Said]) -> Iterator[Gap]:
    """Each sign of a gap; what a contact does later with the same titles takes back the earlier."""
    by_seq = {said.message.seq: said for said in conversation}
    by_id = {said.message.message_id: said for said in conversation}
    for said in conversation:
        if said.turn and said.turn.decision in WITHOUT_ANSWER:
            yield from _gap(said, "nothing", by_id)
        offered = by_seq.get(said.pressed_on) if said.pressed_on else None
        if offered is None or offered.turn is None:
            continue
        if said.pressed == WANTS_A_PERSON and offered.message.kind == "suggestions":
            yield from _gap(offered, "none_of_these", by_id)
        if (chose := CHOSE.fullmatch(said.pressed or "")) and offered.message.kind == "suggestions":
            yield from _gap(offered, "chosen", by_id, article=chose[1])
        if said.pressed == THUMB_DOWN and (article := offered.message.article):
            titles = _chosen_from(offered, by_seq, by_id)
            yield from _gap(titles or offered, "not_helpful", by_id, article=article.id)


def _chosen_from(
    answer: Said, by_seq: Mapping[int | None, Said], by_id: Mapping[str | None, Said]
) -> Said | None:
    """The titles that the article of an answer was chosen from, if it was."""
    asked = (by_id.get(each) for each in answer.message.in_reply_to)
    pressed_on = (by_seq.get(each.pressed_on) for each in asked if each and each.pressed_on)
    return next((titles for titles in pressed_on if titles and titles.turn), None)


def _gap(
    shown: Said, why: Why, by_id: Mapping[str | None, Said], *, article: str | None = None
) -> Iterator[Gap]:
    asked = [by_id[each].message for each in shown.message.in_reply_to if each in by_id]
    written = tuple(message for message in asked if by_id[message.message_id].pressed is None)
    if shown.turn is not None and written:
        yield Gap(shown.message, written, shown.turn, why, article)
