"""Tiny labelled messages, and how a bot took them."""

from actions.turns.heard import Detail, Heard
from bot.training.evaluation_rows import (
    ActMessage,
    AngerMessage,
    DetailsMessage,
    FollowUp,
    ProtocolMessage,
    Question,
    TwoParts,
)
from bot.training.evaluation_turns import TurnTaken


def question(*, positive, kind="answerable", id="q"):
    return Question(id=id, text="…", positive=positive, kind=kind)


def turn(*, answered=False, shown=(), found=(), confidence=0.5, decision="suggestions"):
    return TurnTaken(
        heard=heard(),
        decision="answer" if answered else decision,
        answered=answered,
        shown=tuple(shown),
        found=tuple(found),
        confidence=confidence,
    )


def two_parts(*parts: list[str], id="t") -> TwoParts:
    return TwoParts(id=id, text="…", parts=parts)


def follow_up(*, positive, id="f"):
    return FollowUp(id=id, first="…", first_positive=["z"], second="…", second_positive=positive)


def act(expected, topic="", id="a"):
    return ActMessage(id=id, text="…", act=expected, topic=topic)


def mood(angry, id="m"):
    return AngerMessage(id=id, text="…", angry=angry)


def grave(kind, id="g"):
    return ProtocolMessage(id=id, text="…", kind=kind)


def marked(id="d", **details):
    return DetailsMessage(id=id, text="…", details=details)


def heard(act="ask", topic="", **details):
    """What was understood; `details`: kind → as written."""
    return Heard(
        conversation_id="c",
        message_id="m",
        text="…",
        act=act,
        topic=topic,
        details=tuple(Detail(kind, value=raw, raw=raw) for kind, raw in details.items()),
    )
