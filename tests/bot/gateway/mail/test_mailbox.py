"""The mailbox: each mail is taken in once, and nothing is left of what was erased."""

import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from actions.channels import SECRET, Threads, channels_of
from actions.channels.tables import channel_arrivals, channel_threads
from actions.conversations.tables import conversations, messages, visitors
from actions.mail.tables import letters
from actions.privacy import Erasures
from bot.gateway.app import utc_now
from tests.bot.gateway.mail.line import Line, running

pytestmark = pytest.mark.helpdesk


def test_the_same_mail_again_is_taken_in_once_also_after_a_crash(line):
    mail = line.sends("¿cuándo llega lo que os pedí la semana pasada?")
    line.answered()
    line.settled()
    line.puts(mail)  # a mailbox that was restored, a mail that was delivered twice
    line.settled()
    line.works()
    assert len(line.smtp.came) == 1
    # Killed in the middle: taken up when its lease is over, and said to Rasa once.
    with line.database.begin() as connection:
        old = utc_now() - timedelta(hours=1)
        connection.execute(channel_arrivals.update().values(state="taking", at=old))
    line.puts(mail)
    line.settled()
    line.works()
    assert (len(line.rasa.messages), len(line.smtp.came)) == (1, 1)


def test_a_letter_that_was_lost_on_the_way_keeps_its_id(line):
    line.smtp.refusals = ["451 later"]
    line.sends("¿cuándo llega lo que os pedí la semana pasada?")
    line.until(lambda: line.works() or not line.smtp.refusals)
    [kept] = line.rows(letters)
    line.ahead = timedelta(minutes=2)
    [answer] = line.answered()
    assert answer["Message-ID"].strip() == f"<{kept.id}@aurora.example>"
    assert len(line.rows(letters)) == 1


def test_d1_an_erased_conversation_leaves_nothing_also_not_in_the_mailbox(line):
    line.sends("canario azul que no ha llegado a mi casa de campo", subject="canario")
    [answer] = line.answered()
    line.sends("canario: estoy fuera", to=answer, Auto_Submitted="auto-replied")
    line.settled()
    [conversation] = line.rows(conversations)
    Erasures(line.database).erase(conversation.id, now=utc_now())
    for table in (channel_threads, letters, visitors, messages):
        assert line.rows(table) == []
    assert any(b"canario" in mail for mail in line.aside())
    channel = channels_of(line.workspace)["mail"]
    threads = Threads(line.database, line.workspace.secret(SECRET))
    words = threads.erased_words(since=utc_now() - timedelta(hours=1))
    channel.forget(words, older=utc_now() - timedelta(days=30))
    assert not any(b"canario" in mail for mail in line.aside())


def test_what_lay_in_the_mailbox_before_is_left_alone(unlimited, office, smtp, database, rasa):
    old = message_from_bytes(b"From: a@b.example\nSubject: x\n\nhola", policy=policy.default)
    office.put(old.as_bytes())
    time.sleep(1.1)  # the server tells when a mail came to the second
    with running(unlimited, office, smtp) as (workspace, client):
        line = Line(office, smtp, workspace, database, rasa, client)
        line.sends("esto sí que os lo escribo a vosotros ahora mismo")
        line.answered()
        assert len(rasa.messages) == 1
        assert len(office.mails()) == 1
