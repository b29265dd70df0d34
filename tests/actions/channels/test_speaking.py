"""What of a transcript is said in a channel, and when."""

from datetime import timedelta

import pytest

from actions.channels.guard import MOST_IN_A_THREAD_IN_AN_HOUR, Counted, is_a_loop
from actions.channels.speaking import PATIENCE, SETTLES, Line, due
from actions.conversations import Author, Message, TicketCard

CARD = TicketCard(number="T-1001", status="open", label="Open", team="Delivery")
EVA = Author(name="Eva")


def line(now, seq, sender="bot", text="x", *, ago=timedelta(minutes=1), open=False, **fields):
    message = Message(
        seq=seq, message_id=f"m{seq}", sender=sender, text=text, created_at=now - ago, **fields
    )
    return Line(message, open=open)


def told(lines, now, *, came=("m1",), by_channel=True, mails_tickets=True):
    found = due(lines, came=came, by_channel=by_channel, mails_tickets=mails_tickets, now=now)
    return None if found is None else ([each.message_id for each in found.said], found.up_to)


def test_the_replies_to_a_message_of_the_channel_are_said_as_one(now):
    lines = [
        line(now, 1, "contact"),
        line(now, 2, in_reply_to=["m1"]),
        line(now, 3, in_reply_to=["m1"]),
    ]
    assert told(lines, now) == (["m2", "m3"], 3)


def test_nothing_is_said_while_the_bot_is_at_it_and_an_honest_line_only_in_the_end(now):
    sorry = line(now, 2, in_reply_to=["m1"], kind="notice")
    asked = line(now, 1, "contact", open=True)
    assert told([asked, sorry], now) is None
    late = line(now, 1, "contact", open=True, ago=PATIENCE)
    assert told([late, sorry], now) == (["m2"], 2)
    answered = line(now, 1, "contact")
    assert told([answered, sorry, line(now, 3, in_reply_to=["m1"])], now) == (["m3"], 3)


def test_what_answers_the_chat_is_not_said_in_the_channel(now):
    assert told([line(now, 5, in_reply_to=["m4"])], now, by_channel=False) == ([], 5)


@pytest.mark.parametrize(("by_channel", "said"), [(True, ["m2"]), (False, [])])
def test_a_person_is_heard_where_the_contact_wrote_last(now, by_channel, said):
    lines = [line(now, 2, "agent", author=EVA)]
    assert told(lines, now, by_channel=by_channel) == (said, 2)


def test_a_person_who_writes_on_is_waited_for(now):
    lines = [line(now, 2, "agent", author=EVA), line(now, 3, "agent", author=EVA, ago=SETTLES / 2)]
    assert told(lines, now) is None
    assert told(lines, now + SETTLES) == (["m2", "m3"], 3)


@pytest.mark.parametrize(("mails_tickets", "said"), [(True, ["m2"]), (False, [])])
def test_c2_milestones_are_told_unless_a_help_desk_does(now, mails_tickets, said):
    lines = [line(now, 2, "system", ticket=CARD)]
    assert told(lines, now, by_channel=False, mails_tickets=mails_tickets) == (said, 2)


def test_what_the_contact_wrote_is_never_sent_to_them(now):
    assert told([line(now, 1, "contact"), line(now, 2, "contact")], now) == ([], 2)


def test_a_thread_has_room_for_a_hasty_person_and_not_for_a_program():
    assert not is_a_loop(Counted(in_thread_in_an_hour=MOST_IN_A_THREAD_IN_AN_HOUR - 1))
    assert is_a_loop(Counted(in_thread_in_an_hour=MOST_IN_A_THREAD_IN_AN_HOUR))
