"""The page on which a lead talks to the bot. What answers is tried in tests/bot/publishing."""

import queue

import pytest

from actions.conversations import Button, Message
from bot.publishing import trying
from bot.publishing.trying import Near, Trials, Why
from tests.bot.console.person import words_of
from tests.bot.console.test_publishing import company, console, slots  # noqa: F401

WHY = Why(
    act="ask",
    act_confidence=0.97,
    topics=(("returns", 0.93),),
    out_of_scope=0.02,
    nearest=(Near("how do I send it back", "ask/returns", 0.88),),
    hits=(("return-how", "return-how/1", 3.25),),
    confidence=0.91,
    threshold=0.8,
    decision="answer",
    rule="action_answer",
    team="returns",
    versions={"model": "m.tar.gz"},
)
REPLY = Message(
    kind="answer", text="You have <30> days.", buttons=[Button(title="Yes", payload="/affirm")]
)


@pytest.fixture
def answers(monkeypatch):
    """Whatever is said gets the same reply, at once, or a problem."""
    problem: list[str] = []

    def answer(self: Trials) -> None:
        while True:
            try:
                _, line = self._asked.get(timeout=0.2)
            except queue.Empty:
                self._thread = None
                return
            if problem:
                line.problem, line.state = problem[0], "failed"
            else:
                line.replies, line.why, line.state = [REPLY], WHY, "done"

    monkeypatch.setattr(trying.Trials, "_answer", answer)
    return problem


def until_answered(person):
    for _ in range(100):
        part = person.opens("/console/try/talk")
        if part.headers.get("hx-refresh") == "true":
            return person.opens("/console/try")
    raise AssertionError("it was not answered")


def test_a_lead_sees_what_is_said_and_why(arrives, answers):
    ana = arrives("Ana")
    page = ana.opens("/console/try")
    assert "The candidate" not in words_of(page)  # there is none
    ana.follows(ana.sends("/console/try/begin", which="live", locale="en"))
    ana.follows(ana.sends("/console/try/say", text="how do I return it?"))
    page = until_answered(ana)
    words = words_of(page)
    assert "how do I return it?" in words
    assert "You have <30> days." in words
    for part in ("ask (0.97)", "returns (0.93)", "how do I send it back → ask/returns (0.88)"):
        assert part in words
    for part in ("return-how / return-how/1 (3.25)", "0.91 / 0.80", "action_answer", "m.tar.gz"):
        assert part in words


def test_a_button_is_pressed_by_its_title(arrives, answers):
    ana = arrives("Ana")
    ana.opens("/console/try")
    ana.follows(ana.sends("/console/try/begin", which="live", locale="en"))
    ana.follows(ana.sends("/console/try/say", text="hello"))
    page = until_answered(ana)
    assert 'name="presses" value="Yes"' in page.text
    ana.follows(ana.sends("/console/try/say", presses="Yes"))
    assert "▸ Yes" in words_of(until_answered(ana))


def test_what_cannot_be_answered_is_told(arrives, answers):
    answers.append("There is no candidate that could be tried.")
    ana = arrives("Ana")
    ana.opens("/console/try")
    ana.follows(ana.sends("/console/try/begin", which="live", locale="en"))
    ana.follows(ana.sends("/console/try/say", text="hello"))
    assert "There is no candidate that could be tried." in words_of(until_answered(ana))


def test_nobody_reads_anothers_talk(arrives, answers):
    ana, pol = arrives("Ana"), arrives("Pol")
    ana.opens("/console/try")
    ana.follows(ana.sends("/console/try/begin", which="live", locale="en"))
    ana.follows(ana.sends("/console/try/say", text="my own words"))
    until_answered(ana)
    assert "my own words" not in words_of(pol.opens("/console/try"))
    page = pol.follows(pol.sends("/console/try/say", text="hello"))
    assert "Begin a conversation first." in words_of(page)
