"""Plays many dialogues side by side: a round is one message of each, read together."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.tickets import Ticket
from actions.turns.services import Services
from actions.turns.whole_turn import Rules
from tests.metamorphic.bot import Conversation, Reader, button, offered
from tests.metamorphic.contact import Dialogue, Lost, Move, Moves

# Which questions the contact asked besides is known apart; the rest must be the same.
ASKED_BESIDES = "also_asks"


@dataclass
class Played:
    """A dialogue with the conversation it was held in."""

    dialogue: Dialogue
    conversation: Conversation
    moves: Moves
    next: Move | None = None
    lost: str = ""
    heard: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Any:
        """What the team gets, but for what was asked besides; else why there is no ticket."""
        if self.lost:
            return self.lost
        tickets = self.conversation.tickets
        return content(tickets[0]) if len(tickets) == 1 else f"{len(tickets)} tickets"

    @property
    def asked_besides(self) -> set[str]:
        (ticket,) = self.conversation.tickets
        return set(filter(None, ticket.details.get(ASKED_BESIDES, "").split(" | ")))


def content(ticket: Ticket) -> dict[str, Any]:
    """What a ticket says, without what is its own: numbers, times, keys."""
    kept = ("team", "topic", "priority", "language", "subject", "summary", "details", "contact")
    said = {name: asdict(ticket)[name] for name in kept}
    said["details"] = {k: v for k, v in said["details"].items() if k != ASKED_BESIDES}
    return said


def same(plain: Played, twisted: Played) -> bool:
    """Whether a dialogue and its plain one lead to the same; nothing is noted that nobody asked."""
    expected, found = plain.outcome, twisted.outcome
    if isinstance(expected, str) or isinstance(found, str):
        return False
    return found == expected and twisted.asked_besides <= twisted.dialogue.noted


def play(
    dialogues: Sequence[Dialogue], *, twisted: bool, outside: Services, rules: Rules, reader: Reader
) -> list[Played]:
    """Holds every dialogue to its end."""
    played = [
        Played(
            dialogue,
            Conversation(outside, rules, dialogue.person.language),
            dialogue.twisted() if twisted else dialogue.plain(),
        )
        for dialogue in dialogues
    ]
    for each in played:
        each.next = next(each.moves)
    while waiting := [each for each in played if each.next is not None]:
        typed = [(each.dialogue.person.language, each.next.text) for each in _typing(waiting)]
        readings = iter(reader.read(typed))
        for each in waiting:
            move = each.next
            pressed = offered(each.conversation.buttons, move.text)
            latest = button(pressed) if move.is_button else next(readings)
            asked = each.conversation.hears(latest, len(each.heard))
            each.dialogue.reads(each.conversation.texts)
            each.heard.append(f"{move.at} {move.why}: {move.text} → {each.conversation.said}")
            each.next = None
            with suppress(StopIteration):
                each.next = _sent(each, asked)
    return played


def _typing(waiting: Sequence[Played]) -> Iterator[Played]:
    return (each for each in waiting if each.next is not None and not each.next.is_button)


def _sent(each: Played, asked: str | None) -> Move | None:
    try:
        return each.moves.send(asked)
    except (Lost, KeyError, ValueError, IndexError) as wrong:
        each.lost = f"lost: {wrong!r}"
        return None
