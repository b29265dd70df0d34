"""Notices before answers: on which topics, until when, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.answers import Notice
from actions.conversations.message import ArticleLink, Hit, Message, Reply
from actions.turns.memory import Memory
from actions.turns.notices import with_notices
from actions.turns.step import Step
from kb_index.hashing import short_hash
from tests.actions.turn_record import record

NOW = datetime(2026, 11, 29, tzinfo=UTC)
TOPICS = {"delivery-late": "delivery", "return-how": "returns"}
STORM = Notice("storm", ("delivery",), {"en": "Storm: two days later."}, NOW + timedelta(days=1))


def reply(kind="answer", article="delivery-late") -> Reply:
    turn = record(
        kind,
        language="en",
        hits=[Hit(article=article, passage=article, revision="r", score=1.0)],
        confidence=0.9,
        threshold=0.8,
    )
    link = ArticleLink(id=article, title="", url="", revision="r") if kind == "answer" else None
    return Reply(message=Message(kind=kind, text="…", article=link), turn=turn)


def noticed(*replies: Reply, notice=STORM, memory=None, language="en", now=NOW) -> Step:
    step = Step(memory or Memory(), replies)
    return with_notices(step, [notice], TOPICS.get, language, now)


@pytest.mark.parametrize("kind", ["answer", "suggestions"])
def test_it_comes_word_for_word_before_what_is_shown_on_its_topic(kind):
    step = noticed(reply(kind))
    said, shown = step.replies
    assert (said.message.kind, said.message.text) == ("notice", STORM.texts["en"])
    assert (said.turn.decision, said.turn.hits, said.turn.confidence) == ("notice", [], None)
    assert shown.message.kind == kind


@pytest.mark.parametrize(
    "shown",
    [
        noticed(reply(article="return-how")),
        noticed(reply("question")),
        noticed(reply(article="gone")),
        noticed(reply(), now=STORM.until),
        noticed(reply(), language="es"),
        noticed(reply(), memory=Memory(noticed=[short_hash([STORM.texts["en"]])])),
        noticed(),
    ],
    ids=["topic", "no answer", "no article", "over", "language", "said before", "silent"],
)
def test_otherwise_nothing_is_said(shown):
    assert all(each.message.kind != "notice" for each in shown.replies)


def test_what_was_said_is_remembered_by_its_words_so_that_a_correction_is_said():
    memory = noticed(reply(), memory=Memory(noticed=["before"])).memory
    assert memory.noticed == ["before", short_hash([STORM.texts["en"]])]
    corrected = Notice("storm", (), {"en": "Storm: three days later."}, STORM.until)
    assert len(noticed(reply(), notice=corrected, memory=memory).replies) == 2


def test_only_what_was_said_counts_as_said():
    spanish_only = Notice("sale", (), {"es": "¡Rebajas!"}, STORM.until)
    step = with_notices(Step(Memory(), (reply(),)), [STORM, spanish_only], TOPICS.get, "en", NOW)
    assert step.memory.noticed == [short_hash([STORM.texts["en"]])]


def test_a_notice_of_no_topic_comes_before_any_answer():
    everybody = Notice("sale", (), {"en": "Sale!"}, STORM.until)
    assert len(noticed(reply(article="return-how"), notice=everybody).replies) == 2
