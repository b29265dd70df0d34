"""What a contact is told of a handoff, in their language; pure."""

from dataclasses import dataclass
from datetime import timedelta

from actions.conversations.message import Author, Kind, Message, Sender
from actions.handoffs.handoff import Handoff
from actions.progress.card import card_of, due_words
from actions.texts import Texts
from actions.tickets import Desk, Links, Ticket


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts a company's words to what happens."""

    desk: Desk
    texts: Texts
    links: Links | None = None

    def taken(self, handoff: Handoff) -> Message:
        """Who is with them now."""
        name = handoff.agent.name if handoff.agent else ""
        author = Author(name=name)  # by which the chat's head names who has the conversation
        return self._line("utter_handoff_taken", handoff).model_copy(update={"author": author})

    def transferred(self, before: Handoff, handoff: Handoff) -> Message:
        """Who passes them on, to whom."""
        by = before.agent.name if before.agent else self._team(before)
        return self._line("utter_handoff_transferred", handoff, agent=by)

    def ended(self, handoff: Handoff) -> Message:
        """That the bot is back: `released`, `resolved` or `left`."""
        return self._line(f"utter_handoff_{handoff.state}", handoff, sender="bot")

    def moved(self, before: Handoff, handoff: Handoff) -> Message:
        """That nobody came, or that who was there is gone, and who is asked now."""
        response = "utter_handoff_moved" if before.agent is None else "utter_handoff_vanished"
        return self._line(response, handoff, agent=before.agent.name if before.agent else "")

    def ticketed(self, handoff: Handoff, ticket: Ticket) -> Message:
        """That nobody could come, and by when a team answers."""
        due = due_words(
            ticket.first_answer_due, time_zone=self.desk.time_zone, language=handoff.language
        )
        return self._line(
            "utter_handoff_ticketed", handoff, sender="bot", kind="ticket", ticket=ticket, more=due
        )

    def _line(
        self,
        response: str,
        handoff: Handoff,
        *,
        sender: Sender = "system",
        kind: Kind = "handoff",
        agent: str | None = None,
        ticket: Ticket | None = None,
        more: dict[str, str] | None = None,
    ) -> Message:
        language = handoff.language
        team = ticket.team if ticket else handoff.team
        values = {
            "agent": agent if agent is not None else handoff.agent.name if handoff.agent else "",
            "team": self.desk.team_name(team, language),
            "minutes": minutes(self.desk.handoff.accept_within),
            "number": ticket.number if ticket else "",
            **(more or {}),
        }
        return Message(
            sender=sender,
            kind=kind,
            text=self.texts.say(response, language, values),
            buttons=self.texts.buttons(response, language),
            ticket=card_of(ticket, self.desk, language, self.links) if ticket else None,
        )

    def _team(self, handoff: Handoff) -> str:
        return self.desk.team_name(handoff.team, handoff.language)


def minutes(span: timedelta) -> str:
    """A time in minutes as a text says it, at least one."""
    return str(max(1, round(span.total_seconds() / 60)))
