from bot.reviewing.decisions import Decision, Decisions


def test_a_decision_takes_its_message_off_the_list_and_undoing_brings_it_back(tmp_path):
    decisions = Decisions(tmp_path)
    assert decisions.reviewed() == frozenset()
    taught = Decision("msg_1", "taught", "Ana", "chg_1")
    decisions.keep(taught)
    decisions.keep(Decision("msg_2", "discarded", "Pol"))
    assert decisions.reviewed() == {"msg_1", "msg_2"}
    assert decisions.last("Ana") == taught
    decisions.keep(Decision("msg_1", "taught", "Ana", "chg_1", undone=True))
    assert decisions.reviewed() == {"msg_2"}
    assert decisions.last("Ana") is None


def test_undoing_goes_back_one_by_one(tmp_path):
    decisions = Decisions(tmp_path)
    for number in (1, 2):
        decisions.keep(Decision(f"msg_{number}", "discarded", "Ana"))
    decisions.keep(Decision("msg_2", "discarded", "Ana", undone=True))
    last = decisions.last("Ana")
    assert last is not None and last.message_id == "msg_1"
