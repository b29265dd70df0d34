import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from actions.answers import (
    Controls,
    ControlsStore,
    Notice,
    NotWithdrawn,
    Pause,
    UnknownNotice,
    Watched,
)

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)


@pytest.fixture
def controls(database):
    return ControlsStore(database)


def test_at_first_nothing_is_withdrawn_and_nothing_paused(controls):
    assert controls.current() == Controls()


def test_an_article_is_withdrawn_in_its_languages_until_it_is_restored(controls):
    controls.withdraw("return-how", ["es", "en"], reason="wrong days", now=NOW)
    controls.withdraw("return-how", ["es"], reason="wrong price", now=NOW)
    now = controls.current()
    assert [(w.language, w.reason) for w in now.withdrawals] == [
        ("en", "wrong days"),
        ("es", "wrong price"),
    ]
    controls.restore("return-how", "en")
    now = controls.current()
    assert now.is_withdrawn("return-how", "es")
    assert not now.is_withdrawn("return-how", "en")


def test_what_was_never_withdrawn_cannot_be_restored(controls):
    with pytest.raises(NotWithdrawn, match="gift-cards is not withdrawn"):
        controls.restore("gift-cards")


def test_answers_are_paused_once_and_resumed_once(controls):
    controls.pause(reason="audit", now=NOW)
    controls.pause(reason="longer audit", now=NOW)
    assert controls.current().pause.reason == "longer audit"
    assert controls.resume()
    assert not controls.resume()
    assert controls.current().pause is None


def test_a_serving_process_sees_a_switch_two_seconds_later(controls):
    clock = [0.0]
    watched = Watched(controls, monotonic=lambda: clock[0])
    assert watched().pause is None
    controls.pause(reason="audit", now=NOW)
    clock[0] = 1.9
    assert watched().pause is None
    clock[0] = 2.0
    assert watched().pause is not None


def test_what_was_known_stands_while_the_database_is_away(controls, monkeypatch):
    clock = [0.0]
    controls.pause(reason="audit", now=NOW)
    watched = Watched(controls, monotonic=lambda: clock[0])
    before = watched()
    assert before.pause is not None

    def away():
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(controls, "current", away)
    clock[0] = 10.0
    assert watched() == before
    assert Watched(controls)() == Controls()


DELAY = Notice("storm", ("delivery",), {"es": "Hay retrasos.", "en": "There are delays."}, NOW)


def test_a_notice_is_kept_replaced_and_ended(controls):
    later = Notice("sale", (), {"en": "Sale!"}, NOW + timedelta(days=1))
    for notice in (later, DELAY):
        controls.notify(notice)
    assert controls.current().notices == (DELAY, later)
    longer = Notice("storm", ("delivery",), DELAY.texts, NOW + timedelta(days=2))
    controls.notify(longer)
    assert controls.current().notices == (later, longer)
    controls.end_notice("storm")
    assert controls.current().notices == (later,)
    with pytest.raises(UnknownNotice, match="no notice 'storm'"):
        controls.end_notice("storm")


def test_a_notice_concerns_its_topics_or_all_of_them_and_never_nothing():
    everybody = Notice("sale", (), {}, NOW)
    assert DELAY.concerns({"delivery", "orders"})
    assert not DELAY.concerns({"orders"})
    assert everybody.concerns({"orders"})
    assert not everybody.concerns(set())


def test_nobody_waits_while_another_thread_reads(controls, monkeypatch):
    clock = [0.0]
    watched = Watched(controls, monotonic=lambda: clock[0])
    began, end = threading.Event(), threading.Event()

    def slow():
        began.set()
        assert end.wait(10)
        return Controls(pause=Pause("audit", NOW))

    monkeypatch.setattr(controls, "current", slow)
    clock[0] = 2.0
    reader = threading.Thread(target=watched)
    reader.start()
    assert began.wait(10)
    assert watched() == Controls()
    end.set()
    reader.join(10)
    assert watched().pause is not None
