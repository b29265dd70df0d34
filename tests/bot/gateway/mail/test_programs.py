"""Programs that write mails get no answer, and none that goes on for ever."""

import pytest

from actions.channels.guard import MOST_OF_A_SENDER_IN_AN_HOUR
from actions.channels.tables import channel_threads
from actions.conversations.tables import conversations
from tests.actions.channels.mail.programs import bounce, programs

pytestmark = pytest.mark.helpdesk


def test_e1_no_program_is_answered_and_what_it_sent_lies_aside(line):
    sent = programs()
    for content, _, _ in sent:
        line.puts(content)
    line.settled()
    line.works()
    assert (line.smtp.came, line.rows(conversations)) == ([], [])
    assert len(line.aside()) == len(sent)


def test_two_programs_that_answer_each_other_stop(line):
    """The other one says nothing of being one, and its words differ each time."""
    rounds = 0
    line.sends("Hola, dígame en qué le puedo ayudar, número 0")
    while rounds < 3 * MOST_OF_A_SENDER_IN_AN_HOUR:
        line.settled()
        line.works()
        new = line.smtp.came[line.sent :]
        if not new:
            break
        line.sent += len(new)
        rounds += len(new)
        line.sends(f"Hola, dígame en qué le puedo ayudar, número {rounds}", to=new[-1][1])
    assert 0 < rounds <= MOST_OF_A_SENDER_IN_AN_HOUR


def test_an_answer_that_comes_again_and_again_is_answered_twice(line):
    for _ in range(6):
        line.sends("Gracias por escribirnos, le contestaremos pronto.")
    line.settled()
    assert len(line.answered(2)) == 2
    line.works()
    assert len(line.smtp.came) == 2


def test_an_address_that_takes_nothing_is_not_written_to_again(line):
    line.sends("¿cuándo llega lo que os pedí la semana pasada?")
    [answer] = line.answered()
    line.puts(bounce(answer["Message-ID"], answer["Subject"]).encode())
    line.until(lambda: not line.rows(channel_threads)[0].reachable)
