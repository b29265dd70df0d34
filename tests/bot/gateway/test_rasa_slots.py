"""Which slot has a conversation, and where it listens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.rasa_slots import SlotsFile, slots_for
from bot.supervisor.slots_file import SlotsFile as Written

MANY = [f"cnv_{number}" for number in range(2_000)]


@given(st.text(), st.integers(1, 16))
def test_every_slot_has_a_place_in_the_order(conversation_id, count):
    order = slots_for(conversation_id, count)
    assert sorted(order) == list(range(count))
    assert order == slots_for(conversation_id, count)


def test_slots_share_the_conversations():
    first = [slots_for(conversation_id, 4)[0] for conversation_id in MANY]
    assert all(0.2 < first.count(slot) / len(MANY) < 0.3 for slot in range(4))


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_slot_more_takes_its_share_and_all_else_stays(count):
    before = {each: slots_for(each, count)[0] for each in MANY}
    after = {each: slots_for(each, count + 1)[0] for each in MANY}
    moved = [each for each in MANY if before[each] != after[each]]
    assert {after[each] for each in moved} == {count}
    assert len(moved) / len(MANY) == pytest.approx(1 / (count + 1), abs=0.04)


def test_a_slot_that_moved_is_found_at_once(tmp_path):
    written = Written(tmp_path)
    addresses = SlotsFile(written.path)
    assert addresses() == ()  # Rasa is not there yet
    written.write(["http://127.0.0.1:1", "http://127.0.0.1:2"])
    assert addresses() == ("http://127.0.0.1:1", "http://127.0.0.1:2")
    written.move(1, "http://127.0.0.1:3")
    assert addresses() == ("http://127.0.0.1:1", "http://127.0.0.1:3")


def test_a_file_that_cannot_be_read_leaves_what_was_known(tmp_path):
    written = Written(tmp_path)
    addresses = SlotsFile(written.path)
    written.write(["http://127.0.0.1:1"])
    assert addresses() == ("http://127.0.0.1:1",)
    written.path.write_text("{")
    assert addresses() == ("http://127.0.0.1:1",)
