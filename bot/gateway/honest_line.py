"""What the gateway itself says when the bot cannot, and which late replies are still welcome."""

from collections.abc import Callable, Sequence, Set

from actions.conversations import Button, Message, Reply, Turn
from bot.gateway.masking import Secret
from bot.gateway.texts import Texts

PERSON = "/person"

# The contact has moved on, but must learn that something was started in their name.
KEPT_WHEN_OVERTAKEN = frozenset({"ticket", "handoff"})


class HonestLines:
    """The gateway's own lines, each with a button that leads to a person."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def honest(self, language: str) -> tuple[str, list[Button]]:
        """We have the message, we keep trying, a person is there."""
        return self._texts.say("honest-line", language), [self._person(language)]

    def gave_up(self, language: str) -> Reply:
        """We have stopped trying; it counts as a turn, so that the message is dealt with."""
        return Reply(
            message=Message(
                kind="notice",
                text=self._texts.say("gave-up", language),
                buttons=[self._person(language)],
            ),
            turn=Turn(
                act="",
                act_confidence=0.0,
                topic="",
                topic_confidence=0.0,
                out_of_scope=0.0,
                language=language,
                decision="gave_up",
            ),
        )

    def hidden(self, secrets: Set[Secret]) -> Callable[[str], str] | None:
        """(language) → that a card or a password was masked; None if nothing was."""
        name = "-and-".join(kind.value for kind in Secret if kind in secrets)
        return (lambda language: self._texts.say(f"hidden-{name}", language)) if name else None

    def about(
        self, secrets: Set[Secret], refused_files: Sequence[str]
    ) -> Callable[[str], str] | None:
        """(language) → what the contact is told at once of a message; None if nothing."""
        hidden = self.hidden(secrets)
        if not refused_files:
            return hidden
        names = ", ".join(refused_files)
        return lambda language: "\n\n".join(
            [
                *([hidden(language)] if hidden else []),
                self._texts.say("files-refused", language, names=names),
            ]
        )

    def files_received(self, language: str) -> str:
        """The files are kept; what they are about is yet to be said."""
        return self._texts.say("files-received", language)

    def _person(self, language: str) -> Button:
        return Button(title=self._texts.say("talk-to-a-person", language), payload=PERSON)


def worth_saying(replies: Sequence[Reply], *, late: bool, written_since: bool) -> list[Reply]:
    """The replies, less those that would now only confuse."""
    if not (late and written_since):
        return list(replies)
    return [reply for reply in replies if reply.message.kind in KEPT_WHEN_OVERTAKEN]
