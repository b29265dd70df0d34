"""What was said in a turn, as one mail in plain text; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.channels.choices import numbered
from actions.conversations.message import Button, Message
from actions.texts import Texts

# Mail programs know a signature by it, and leave it out when they quote.
FOOT = "-- "


@dataclass(frozen=True, slots=True)
class Composed:
    """The text, the choices in the order of their numbers, and the files that go with it."""

    text: str = field(repr=False)
    offered: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


def composed(said: Sequence[Message], *, texts: Texts, language: str, base: str) -> Composed:
    """`base` is where the world reaches the gateway: links that begin with a slash begin there."""
    words = _Words(texts, language, base)
    buttons: list[Button] = []
    blocks: list[str] = []
    for before, message in zip((None, *said), said, strict=False):
        person = _person(message)
        if person and (before is None or person != _person(before)):
            blocks.append(words.person(person))
        blocks += words.blocks(message)
        if message.buttons:
            blocks.append(_choices(message.buttons, first=len(buttons) + 1))
            buttons += message.buttons
    if buttons:
        blocks.append(texts.say("utter_mail_choices", language))
    if cards := [message.ticket for message in said if message.ticket is not None]:
        blocks.append(words.card(cards[-1]))
    by_bot = any(message.sender != "agent" for message in said)
    foot = texts.say("utter_mail_foot_bot" if by_bot else "utter_mail_foot_person", language)
    return Composed(
        "\n\n".join([*blocks, f"{FOOT}\n{foot}"]),
        tuple((button.button_id, button.title) for button in buttons),
        tuple(card.attachment_id for message in said for card in message.attachments),
    )


def _person(message: Message) -> str:
    """Who of the company wrote it; a line that tells of somebody is not theirs."""
    return message.author.name if message.sender == "agent" and message.author else ""


@dataclass(frozen=True, slots=True)
class _Words:
    texts: Texts
    language: str
    base: str

    def person(self, name: str) -> str:
        """Whose words come now."""
        return self._says("utter_mail_from_person", author=name)

    def blocks(self, message: Message) -> Iterator[str]:
        if message.text:
            yield message.text
        if message.article is not None and (url := self._whole(message.article.url)):
            yield self._says("utter_mail_article", title=message.article.title, url=url)

    def card(self, card: Any) -> str:
        """Where the ticket stands, and the way to its page, if the world knows one."""
        line = self._says(
            "utter_mail_ticket", number=card.number, status=card.label, team=card.team
        )
        url = self._whole(card.url)
        if url is None:
            return line
        return f"{line}\n{self._says('utter_mail_ticket_link', number=card.number, url=url)}"

    def _whole(self, url: str | None) -> str | None:
        if not url or url.startswith(("http://", "https://")):
            return url or None
        return f"{self.base}{url}" if self.base else None

    def _says(self, response: str, **values: str) -> str:
        return self.texts.say(response, self.language, values)


def _choices(buttons: Sequence[Button], *, first: int) -> str:
    titles = [button.title for button in buttons]
    # "1 (very poor)" to "5 (very good)" have their numbers.
    if all(re.match(rf"{place}\b", title) for place, title in enumerate(titles, start=first)):
        return "\n".join(f"  {title}" for title in titles)
    return numbered(titles, first=first)
