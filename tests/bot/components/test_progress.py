import pytest

from bot.components import progress


@pytest.fixture
def heard():
    """All that is told in this process from here on."""
    said: list[str] = []
    progress.listen(said.append)
    yield said
    progress._listeners.clear()


def test_without_a_listener_telling_does_nothing():
    progress.tell("learning acts")


def test_things_are_counted_as_they_are_taken_and_not_too_often(heard):
    things = [*range(2 * progress.EVERY + 1)]
    taken = progress.counted(things, "encoding", "examples")
    assert heard == []
    assert list(taken) == things
    assert heard == [f"encoding {done} of 201 examples" for done in (0, 100, 200)]


def test_portions_hold_everything_once_in_order(heard):
    things = [*range(2 * progress.EVERY + 1)]
    portions = list(progress.in_portions(things, "encoding", "examples"))
    assert [thing for portion in portions for thing in portion] == things
    assert heard == [f"encoding {done} of 201 examples" for done in (0, 100, 200)]


def test_nothing_to_do_is_not_told(heard):
    assert list(progress.counted([], "encoding", "examples")) == []
    assert heard == []
