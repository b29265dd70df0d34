"""What differs between two turns."""

from actions.conversations.message import ArticleLink, Button, Message, Reply, Turn
from actions.turns.record import text_sha256
from bot.replay.difference import altered, differences

LINK = ArticleLink(id="return-how", title="Return", url="/help/en/return-how", revision="r1")


def reply(text="30 days.", decision="answer", *, buttons=(), article=LINK, **turn) -> Reply:
    message = Message(kind="answer", text=text, article=article, buttons=list(buttons))
    known = {"act": "ask", "act_confidence": 1.0, "topic": "", "topic_confidence": 0.0}
    kept = Turn(**known, out_of_scope=0.0, language="en", decision=decision, **turn)
    return Reply(message=message, turn=kept)


def what(then: list[Reply], again: list[Reply]) -> list[tuple[int, str]]:
    return [(each.reply, each.what) for each in differences(then, again)]


def test_the_same_replies_do_not_differ_whatever_their_scores():
    assert what([reply(confidence=0.91)], [reply(confidence=0.92)]) == []


def test_one_byte_is_a_difference():
    assert what([reply("30 days.")], [reply("30 days. ")]) == [(1, "text")]


def test_another_revision_decision_or_button_is_a_difference():
    newer = LINK.model_copy(update={"revision": "r2"})
    assert what([reply()], [reply(article=newer)]) == [(1, "revision")]
    assert what([reply()], [reply(decision="suggestions")]) == [(1, "decision")]
    yes, other = Button(title="Yes", payload="/affirm"), Button(title="Yes", payload="/deny")
    assert what([reply(buttons=[yes])], [reply(buttons=[other])]) == [(1, "buttons")]


def test_a_reply_too_many_or_missing_is_a_difference():
    assert {number for number, _ in what([reply(), reply()], [reply()])} == {2}
    assert {number for number, _ in what([], [reply()])} == {1}


def test_a_text_that_is_not_the_recorded_one_was_altered():
    right, wrong = reply(text_sha256=text_sha256("30 days.")), reply(text_sha256="0" * 64)
    assert altered([right, wrong, reply()]) == [2]
