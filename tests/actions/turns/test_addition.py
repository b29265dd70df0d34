"""After a ticket: what belongs to it is added, what does not becomes another one."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.conversations import Visitor
from actions.tickets import Change
from tests.small_company import Bot, Talk

NUMBER = "AU-48213"


def opens_ticket(talk: Talk, topic: str = "delivery") -> None:
    talk.says("my parcel never came", act="complain", topic=topic, topic_confidence=0.9)
    talk.says("ana@example.com", details={"email": "ana@example.com"})
    talk.says("Ana Gil", details={"name": "Ana Gil"})
    assert talk.says("yes", act="affirm")[0]["kind"] == "ticket"


def tickets_of(bot: Bot, talk: Talk):
    return bot.outside.tickets.for_conversation(talk.conversation_id)


def added_to(bot: Bot, talk: Talk) -> list[str]:
    return [
        happened.text
        for happened in bot.outside.tickets.timeline(tickets_of(bot, talk)[0].number)
        if happened.act == "add"
    ]


def test_three_additions_a_new_question_and_another_thing(small_bot: Bot):
    """C5, C6: one ticket with three messages, then two tickets."""
    talk = small_bot.talk()
    opens_ticket(talk)
    additions = ["the box was wet", "the neighbour saw the van", "I need it by Friday"]
    for text in additions:
        (offer,) = talk.says(text, act="out_of_scope")
        assert "Shall I add" in offer["text"]
        (told,) = talk.presses("Yes, add it")
        assert told["ticket"]["number"] == offer["ticket"]["number"]
    assert added_to(small_bot, talk) == additions
    (answer,) = talk.says("How do I return an order?")
    assert answer["kind"] == "answer"
    assert len(tickets_of(small_bot, talk)) == 1
    talk.says("the invoice has the wrong name", act="complain", topic="billing")
    talk.presses("It's another thing")
    talk.says("yes", act="affirm")
    _, second = tickets_of(small_bot, talk)
    assert second.summary == "the invoice has the wrong name"
    assert added_to(small_bot, talk) == additions


def test_what_comes_before_the_answer_to_the_offer_is_added_with_it(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    talk.says("the box was wet", act="out_of_scope")
    talk.says("and open on one side", act="out_of_scope")
    talk.says("yes please", act="affirm")
    assert added_to(small_bot, talk) == ["the box was wet | and open on one side"]


def test_whoever_declines_is_asked_whether_it_is_a_matter_of_its_own(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    talk.says("the box was wet", act="out_of_scope")
    (asked,) = talk.says("no", act="deny")
    assert "another request" in asked["text"]
    talk.presses("Yes, please")
    talk.says("yes", act="affirm")
    assert [ticket.summary for ticket in tickets_of(small_bot, talk)][1] == "the box was wet"
    assert added_to(small_bot, talk) == []


def test_a_sure_question_is_answered_or_becomes_a_ticket_and_is_no_addition(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    said = talk.says("is there a loyalty card?", clauses={"asks": True}, topic="offers")
    assert all("Shall I add" not in each["text"] for each in said)
    assert added_to(small_bot, talk) == []


def test_thanks_and_goodbyes_are_no_additions(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    (said,) = talk.says("thank you so much", act="thank", verbatim=True)
    assert said["kind"] == "text"


def test_a_team_that_waits_for_the_contact_gets_what_they_say_at_once(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    (ticket,) = tickets_of(small_bot, talk)
    ask = Change("wait", "agent", author="Eva", text="Which colour?")
    small_bot.outside.tickets.change(ticket.number, ask, now=datetime.now(UTC))
    talk.says("the grey one", act="out_of_scope")
    assert added_to(small_bot, talk) == ["the grey one"]
    assert tickets_of(small_bot, talk)[0].status == "in_progress"


def test_to_a_closed_ticket_nothing_is_added(small_bot: Bot):
    talk = small_bot.talk()
    opens_ticket(talk)
    (ticket,) = tickets_of(small_bot, talk)
    talk.says("the box was wet", act="out_of_scope")
    small_bot.outside.tickets.change(ticket.number, Change("close", "agent"), now=datetime.now(UTC))
    talk.presses("Yes, add it")
    assert added_to(small_bot, talk) == []
    talk.says("yes", act="affirm")
    assert len(tickets_of(small_bot, talk)) == 2


LATER = datetime.now(UTC) + timedelta(hours=1)
ANA = Visitor("42", LATER, name="Ana Gil", email="ana@example.com")
EVA = Visitor("43", LATER, email="eva@example.com")


def vouched_talk(bot: Bot, visitor: Visitor, site: str = "demo") -> Talk:
    opened = bot.outside.conversations.create(locale="en", site=site, now=datetime.now(UTC))
    bot.outside.conversations.introduce(opened.id, visitor)
    return Talk(bot.outside, bot.rules, opened.id, "en")


def opens_vouched(talk: Talk) -> None:
    order = {"order_number": NUMBER}
    talk.says("my order never came", act="complain", details=order, topic="delivery_problems")
    assert talk.says("yes", act="affirm")[0]["kind"] == "ticket"


@pytest.mark.parametrize(
    ("visitor", "order", "site", "offered"),
    [
        (ANA, NUMBER, "demo", True),
        (ANA, "AU-99999", "demo", False),  # another order, on no topic that is clear
        (EVA, NUMBER, "demo", False),
        (ANA, NUMBER, "other", False),  # to another site 42 may be somebody else
        (None, NUMBER, "demo", False),  # anybody may know an order number
    ],
)
def test_whom_the_site_vouches_for_is_offered_their_ticket_on_the_same_order_first(
    small_bot: Bot, visitor, order, site, offered
):
    """D1, E4: nobody else's ticket is ever named."""
    first = vouched_talk(small_bot, ANA)
    opens_vouched(first)
    talk = vouched_talk(small_bot, visitor, site) if visitor else small_bot.talk()
    said = talk.says("where is it, nobody answers", act="complain", details={"order_number": order})
    assert any("Shall I add" in each["text"] for each in said) == offered
    if not offered:
        assert all("T-" not in each["text"] for each in said)
