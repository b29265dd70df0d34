"""What contacts thought of answers, article by article."""

import pytest

from actions.conversations import ArticleLink, Button, Message, Reply, Turn
from actions.database import reading
from actions.unanswered.thumbs import Thumbs, thumbs

UP, DOWN = '/rate_answer{"helpful": "yes"}', '/rate_answer{"helpful": "no"}'


@pytest.fixture
def rated(conversations, now):
    """An answer in a conversation of its own, and the thumbs (+, -) that it got in turn."""

    def do(article, pressed="", language="es"):
        talk = conversations.create(locale=language, site="shop", now=now)
        asked = conversations.receive(talk.id, client_message_id="1", text="¿?", now=now).message
        message = Message(
            kind="answer",
            text="Así.",
            buttons=[Button(title="Sí", payload=UP), Button(title="No", payload=DOWN)],
            article=ArticleLink(id=article, title="T", url="/help", revision="r"),
        )
        chances = {"act_confidence": 1.0, "topic_confidence": 1.0, "out_of_scope": 0.0}
        turn = Turn(act="ask", topic="t", language=language, decision="answer", **chances)
        [shown] = conversations.reply(
            talk.id,
            in_reply_to=[asked.message_id],
            replies=[Reply(message=message, turn=turn)],
            now=now,
        )
        for number, thumb in enumerate(pressed):
            button = shown.buttons["+-".index(thumb)].button_id
            conversations.receive(
                talk.id, client_message_id=f"p{number}", text="", button_id=button, now=now
            )

    return do


def found(database):
    with reading(database) as connection:
        return thumbs(connection)


def test_thumbs_are_counted_by_article_and_language_and_the_last_one_counts(database, rated):
    rated("pay", "+")
    rated("pay", "+-")
    rated("pay", "-", language="en")
    rated("pay")
    assert set(found(database)) == {Thumbs("pay", "es", 1, 1), Thumbs("pay", "en", 0, 1)}


def test_an_article_with_two_in_five_down_is_marked_and_comes_first(database, rated):
    for thumb in "+++--":
        rated("return", thumb)
    for thumb in "----":  # so few say nothing yet
        rated("pay", thumb)
    for thumb in "+++++++++-":
        rated("ship", thumb)
    assert [(each.article, each.is_low) for each in found(database)] == [
        ("return", True),
        ("pay", False),
        ("ship", False),
    ]
