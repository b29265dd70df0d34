"""One-time codes: once, for ten minutes, a few tries; nobody learns which addresses are known."""

import asyncio
import math
import random
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select

from actions.codes import CodeClerk, CodeStore
from actions.codes.clerk import RETRY_AFTER
from actions.codes.code import MOST_ASKED, MOST_SENT, MOST_TRIES, VALID, code_in, new_code
from actions.codes.tables import status_codes
from actions.contact import Contact
from actions.mail import Post
from actions.settings import Mail
from actions.tickets import TicketRequest
from actions.turns import step as frame
from tests.actions.mail.server import Mailbox, mail_server
from tests.small_company import Bot

KEY = "a secret of the workspace"
KNOWN, UNKNOWN = "ana@example.com", "eve@example.com"
PAIRS = 400
TOLD_APART = 0.6  # the area under the curve; .5 is guessing
LEAK_SECONDS = 0.005
CERTAINTY = 1.645  # standard deviations: 95 % on one side


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
def bot(small_bot: Bot, monkeypatch) -> Bot:
    """The small company with a mail server, and a ticket of Ana's in another conversation."""
    database = small_bot.outside.tickets._engine
    outside = replace(small_bot.outside, codes=CodeStore(database, key=KEY))
    monkeypatch.setattr(frame, "services", lambda: outside)
    bot = replace(small_bot, outside=outside)
    opens(bot, "Ana@Example.com", key="of-another-conversation")
    return bot


def opens(bot: Bot, address: str, key: str) -> None:
    """A ticket with an address, in a conversation of its own."""
    now = datetime.now(UTC)
    opened = bot.outside.conversations.create(locale="en", site="demo", now=now)
    request = TicketRequest(
        idempotency_key=key,
        conversation_id=opened.id,
        contact=Contact(name="Ana", email=address),
        topic="delivery",
        language="en",
        reason="complain",
        subject="the canary sings",
        summary="the canary sings",
    )
    bot.outside.tickets.open(request, now=now)


class Clerk:
    """The worker's part, with a clock that can be put forward."""

    def __init__(self, bot: Bot, mailbox: Mailbox) -> None:
        self.later = timedelta()
        mail = Mail(
            host="127.0.0.1", port=mailbox.port, security="none", sender="help@shop.example"
        )
        send = Post(mail, "Aurora", None).send
        database = bot.outside.tickets._engine
        self._clerk = CodeClerk(
            database,
            bot.outside.texts,
            send,
            KEY,
            clock=lambda: datetime.now(UTC) + self.later,
        )

    def works(self) -> None:
        asyncio.run(self._clerk.send_due())


@pytest.fixture
def clerk(bot, mailbox) -> Clerk:
    return Clerk(bot, mailbox)


def asks(bot: Bot, address: str = KNOWN):
    talk = bot.talk()
    talk.says("where is my request?", act="status", verbatim=True)
    talk.says(address, act="out_of_scope", details={"email": address})
    return talk


def code_of(mailbox: Mailbox) -> str:
    return re.search(r"\d{6}", mailbox.came[-1][1].get_content())[0]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_whoever_reads_the_mailbox_hears_how_the_ticket_stands(bot, clerk, mailbox):
    """C2: where a ticket stands is told to whom it belongs, also in another conversation."""
    talk = asks(bot)
    clerk.works()
    assert [recipient for recipient, _ in mailbox.came] == [KNOWN]
    (told,) = talk.says(code_of(mailbox), act="out_of_scope")
    assert told["kind"] == "ticket"
    assert told["ticket"]["number"] == "T-1001"
    assert "canary" not in str(told)


def test_a_code_is_good_once(bot, clerk, mailbox):
    talk = asks(bot)
    clerk.works()
    code = code_of(mailbox)
    talk.says(code, act="out_of_scope")
    talk.says("where is my request?", act="status", verbatim=True)
    assert bot.outside.codes.take(talk.conversation_id, code, now=datetime.now(UTC)) is None


def test_a_code_is_good_in_its_own_conversation_only(bot, clerk, mailbox):
    asks(bot)
    clerk.works()
    stranger = asks(bot, UNKNOWN)
    (said,) = stranger.says(code_of(mailbox), act="out_of_scope")
    assert "not valid" in said["text"]


def test_a_code_expires(bot, clerk, mailbox):
    talk = asks(bot)
    clerk.works()
    late = datetime.now(UTC) + VALID
    assert bot.outside.codes.take(talk.conversation_id, code_of(mailbox), now=late) is None


def test_after_some_tries_the_right_code_is_wrong_too(bot, clerk, mailbox):
    talk = asks(bot)
    clerk.works()
    code = code_of(mailbox)
    for _ in range(MOST_TRIES):
        (said,) = talk.says(another(code), act="out_of_scope")
        assert "not valid" in said["text"]
    (said,) = talk.says(code, act="out_of_scope")
    assert "not valid" in said["text"]


def test_new_codes_do_not_buy_tries_without_end(bot, clerk, mailbox):
    talk = asks(bot)
    tried = 0
    for _ in range(MOST_ASKED + 1):
        clerk.works()
        code = code_of(mailbox)
        for _ in range(MOST_TRIES - 1):
            talk.says(another(code), act="out_of_scope")
            tried += 1
        talk.says(KNOWN, act="out_of_scope", details={"email": KNOWN})
    clerk.works()
    assert len(mailbox.came) == MOST_ASKED
    assert (
        bot.outside.codes.take(talk.conversation_id, code_of(mailbox), now=datetime.now(UTC))
        is None
    )


def test_nobody_s_mailbox_is_filled_from_many_conversations(bot, clerk, mailbox):
    for _ in range(MOST_SENT + 2):
        asks(bot)
    clerk.works()
    assert len(mailbox.came) == MOST_SENT


def test_codes_are_stored_hashed_and_forgotten_after_a_day(bot, clerk, mailbox):
    asks(bot)
    clerk.works()
    with bot.outside.tickets._engine.connect() as connection:
        rows = str(connection.execute(select(status_codes)).all())
    assert code_of(mailbox) not in rows
    clerk.later = timedelta(days=2)
    clerk.works()
    with bot.outside.tickets._engine.connect() as connection:
        assert connection.execute(select(status_codes)).all() == []


def test_a_mail_server_that_is_busy_is_asked_again_with_a_new_code(bot, clerk, mailbox):
    mailbox.refusals = ["451 later"]
    talk = asks(bot)
    clerk.works()
    assert mailbox.came == []
    clerk.later = RETRY_AFTER[1]
    clerk.works()
    (told,) = talk.says(code_of(mailbox), act="out_of_scope")
    assert told["kind"] == "ticket"


def test_the_mail_holds_nothing_of_what_the_visitor_wrote(bot, clerk, mailbox):
    talk = bot.talk()
    talk.says("where is my request? buy at evil.example", act="status", verbatim=True)
    text = f"{KNOWN} <b>win a prize at evil.example</b>"
    talk.says(text, act="out_of_scope", details={"email": KNOWN})
    clerk.works()
    ((_, message),) = mailbox.came
    assert "evil" not in message.as_string()
    assert "prize" not in message.as_string()


def test_known_and_unknown_addresses_get_the_same_reply(bot, clerk, mailbox):
    """D1: nobody learns who is a customer."""
    known, unknown = asks(bot), asks(bot, UNKNOWN)
    clerk.works()
    assert len(mailbox.came) == 1
    seen = [[without_ids(each) for each in talk.said] for talk in (known, unknown)]
    assert seen[0] == seen[1]
    wrong = another(code_of(mailbox))
    replies = [talk.says(wrong, act="out_of_scope")[0]["text"] for talk in (known, unknown)]
    assert replies[0] == replies[1]


def without_ids(message: dict[str, Any]) -> tuple[Any, ...]:
    """What a contact sees of a message."""
    return message["kind"], message["text"], [button["title"] for button in message["buttons"]]


def told_apart(bot: Bot, pairs: int, leak: float = 0.0) -> tuple[float, float]:
    """(area under the curve, its standard deviation): how well time tells known from unknown.

    Every address is asked for once: with two alone their place in an index would be measured.
    """
    rng = random.Random(1)
    known, unknown = (
        [f"{rng.getrandbits(64):x}@example.com" for _ in range(pairs)] for _ in range(2)
    )
    for number, address in enumerate(known):
        opens(bot, address, key=f"known-{number}")
    talks = [bot.talk() for _ in range(20)]
    times: dict[bool, list[float]] = {True: [], False: []}
    for pair in zip(known, unknown, strict=True):
        for is_known in rng.sample([True, False], 2):
            talk = rng.choice(talks)
            started = time.perf_counter()
            bot.outside.codes.ask(
                talk.conversation_id, pair[not is_known], language="en", now=datetime.now(UTC)
            )
            bot.outside.codes.take(talk.conversation_id, "123456", now=datetime.now(UTC))
            if is_known and leak:
                time.sleep(leak)
            times[is_known].append(time.perf_counter() - started)
    ranks = {each: rank for rank, each in enumerate(sorted(chain(*times.values())), start=1)}
    above = sum(ranks[each] for each in times[True]) - pairs * (pairs + 1) / 2
    return above / pairs**2, math.sqrt((2 * pairs + 1) / (12 * pairs**2))


def test_time_does_not_tell_whether_an_address_is_known(bot):
    area, deviation = told_apart(bot, PAIRS)
    assert area + CERTAINTY * deviation <= TOLD_APART
    assert 1 - area + CERTAINTY * deviation <= TOLD_APART


def test_a_leak_of_some_milliseconds_would_be_noticed(bot):
    area, deviation = told_apart(bot, PAIRS, leak=LEAK_SECONDS)
    assert area - CERTAINTY * deviation > TOLD_APART


def test_without_a_mail_server_a_person_is_offered(small_bot: Bot):
    (said,) = small_bot.talk().says("where is my request?", act="status", verbatim=True)
    assert "Would you like somebody" in said["text"]


def test_whoever_wants_something_else_meanwhile_gets_it(bot):
    talk = asks(bot)
    (said,) = talk.says("How do I return an order?")
    assert said["kind"] == "answer"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        ("482 913", "482913"),
        ("it is 482-913, thanks", "482913"),
        ("4829130", None),  # a longer number
        ("my order is AU-48213", None),
        ("600 123 123", None),
    ],
)
def test_a_code_is_read_from_a_few_words(text, code):
    assert code_in(text) == code


def test_a_code_keeps_its_zeros():
    assert new_code(lambda below: 42) == "000042"
