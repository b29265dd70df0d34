"""What a contact is told of a change, in the ticket's language; pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from actions.conversations.message import Author, Kind, Message
from actions.progress.card import card_of, due_words
from actions.texts import Texts
from actions.tickets import Change, Desk, Links, Ticket, closes_at, next_due, progress_of
from actions.tickets.clocks import due_of, is_given_up

# What is told of an act; of the others the contact is told nothing, or not here.
LINES = {
    "take": "utter_ticket_taken",
    "transfer": "utter_ticket_transferred",
    "wait": "utter_ticket_waiting",
    "resolve": "utter_ticket_resolved",
    "agree": "utter_ticket_agreed",
    "disagree": "utter_ticket_reopened",
    "reopen": "utter_ticket_reopened",
    "add": "utter_ticket_added",
    "task": "utter_ticket_tasks",
    "finish": "utter_ticket_tasks",
}
ASKS = frozenset({"resolve"})


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts a company's words to what happens."""

    desk: Desk
    texts: Texts
    links: Links | None = None

    def told(self, before: Ticket, ticket: Ticket, change: Change) -> list[Message]:
        """The messages, a person's own words first."""
        return [*self._words(ticket, change), *self._lines(before, ticket, change)]

    def follows(self, ticket: Ticket) -> Message:
        """That what came after the end is a ticket of its own."""
        return self._line("utter_ticket_follows", ticket, kind="ticket")

    def _words(self, ticket: Ticket, change: Change) -> Iterator[Message]:
        if change.actor != "agent" or not change.text.strip():
            return
        author = Author(name=change.author or self.desk.team_name(ticket.team, ticket.language))
        yield Message(
            sender="agent",
            author=author,
            text=change.text.strip(),
            ticket=card_of(ticket, self.desk, ticket.language, self.links),
        )

    def _lines(self, before: Ticket, ticket: Ticket, change: Change) -> Iterator[Message]:
        if change.act == "escalate" and change.promise is not None:
            yield self._late(before, ticket, change)
        elif change.act == "close":
            by = "silence" if change.actor == "clock" else "team"
            yield self._line(f"utter_ticket_closed_{by}", ticket)
        elif change.act == "add" and before.status == "resolved":
            yield self._line("utter_ticket_reopened", ticket)
        elif change.act == "take" and not change.author:
            return
        elif response := LINES.get(change.act):
            kind: Kind = "question" if change.act in ASKS else "notice"
            yield self._line(response, ticket, kind=kind, author=change.author)
        ends = ticket.is_over and not before.is_over
        if ends and not self.desk.left_to_helpdesk("surveys"):
            yield self._line("utter_survey", ticket, kind="survey")

    def _late(self, before: Ticket, ticket: Ticket, change: Change) -> Message:
        """A promise was not kept: said plainly, with the next time or without one."""
        assert change.promise is not None
        missed, due = due_of(before, change.promise), due_of(ticket, change.promise)
        response = f"utter_ticket_late_{change.promise}"
        if is_given_up(ticket, change.promise):
            response = "utter_ticket_late_again"
        return self._line(response, ticket, missed=missed, due=due)

    def _line(
        self,
        response: str,
        ticket: Ticket,
        *,
        kind: Kind = "notice",
        author: str | None = None,
        missed: datetime | None = None,
        due: datetime | None = None,
    ) -> Message:
        language = ticket.language
        done, of_all = progress_of(ticket.tasks)
        values = {
            "number": ticket.number,
            "done": str(done),
            "all": str(of_all),
            "earlier": ticket.follows or "",
            "team": self.desk.team_name(ticket.team, language),
            "author": author or self.desk.team_name(ticket.team, language),
            **self._moment("due", due or next_due(ticket), language),
            **self._moment("close", closes_at(ticket, self.desk), language),
            **self._moment("missed", missed, language),
        }
        return Message(
            sender="system",
            kind=kind,
            text=self.texts.say(response, language, values),
            buttons=[
                button.model_copy(update={"payload": _of_ticket(button.payload, ticket)})
                for button in self.texts.buttons(response, language)
            ],
            ticket=card_of(ticket, self.desk, language, self.links),
        )

    def _moment(self, name: str, moment: datetime | None, language: str) -> dict[str, str]:
        if moment is None:
            return {}
        words = due_words(moment, time_zone=self.desk.time_zone, language=language)
        return {key.replace("due", name): value for key, value in words.items()}


def _of_ticket(payload: str, ticket: Ticket) -> str:
    """A button's payload, `/act{…}`, for this ticket: a conversation may have several."""
    act, brace, rest = payload.partition("{")
    entities = json.loads(brace + rest) if brace else {}
    return f"{act}{json.dumps({**entities, 'ticket': ticket.number})}"
