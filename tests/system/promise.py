"""What every contact is promised, whatever fails: a line in time, and one answer afterwards."""

import time

from tests.conversations.contact import ContactSide

HONEST_LINE_SECONDS = 8.0
RECOVERY_SECONDS = 90.0
QUESTION = "How do I return an order?"


def seconds_to_a_line(contact: ContactSide, before: int) -> float:
    """Asks; how long until the bot says something, an answer or the honest line."""
    began = time.monotonic()
    contact.sends(QUESTION)
    return wait_for(lambda: by_bot(contact, before), began)


def until_answered(contact: ContactSide, before: int) -> float:
    return wait_for(
        lambda: [line for line in by_bot(contact, before) if line["kind"] != "notice"],
        time.monotonic(),
    )


def assert_each_answered_once(contact: ContactSide) -> None:
    said = contact.messages()
    asked = [line["message_id"] for line in said if line["sender"] == "contact"]
    assert [line["text"] for line in said if line["sender"] == "contact"] == [QUESTION] * len(asked)
    for message_id in asked:
        replies = [line for line in said if message_id in line["in_reply_to"]]
        texts = [line["text"] for line in replies if line["kind"] != "notice"]
        assert texts, "no answer"
        assert len(texts) == len(set(texts)), "an answer twice"
        assert sum(line["kind"] == "notice" for line in replies) <= 1


def by_bot(contact: ContactSide, before: int) -> list[dict]:
    return [line for line in contact.messages(after=before) if line["sender"] == "bot"]


def last_seq(contact: ContactSide) -> int:
    return max((line["seq"] for line in contact.messages()), default=0)


def wait_for(condition, since: float) -> float:
    while not condition():
        assert time.monotonic() - since < RECOVERY_SECONDS, "nothing came back"
        time.sleep(0.1)
    return time.monotonic() - since
