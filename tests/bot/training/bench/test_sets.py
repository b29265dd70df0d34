import json

import pytest

from bot.training.bench.sets import BenchDataError, drawn, sets_in


def write(folder, name, rows):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"text": text, "intent": intent}) for text, intent in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def data(tmp_path):
    shop = tmp_path / "shop"
    write(shop, "train.jsonl", [("pay by card", "pay"), ("pay later", "pay"), ("hello", "greet")])
    write(shop, "test.jsonl", [("card?", "pay"), ("a poem", "none")])
    write(shop, "valid.jsonl", [("later?", "pay")])
    write(shop, "test_oos.jsonl", [("a poem", "none"), ("a song", "none")])
    write(shop, "test_ood_oos.jsonl", [("a dance", "none")])
    write(shop, "fewshot/train_1.jsonl", [("pay by card", "pay"), ("hello", "greet")])
    write(shop, "fewshot/train_full_less_valid.jsonl", [("pay by card", "pay")])
    write(shop, "small/train.jsonl", [("pay later", "pay"), ("hello", "greet")])
    return tmp_path


def test_a_folder_holds_the_whole_set_its_few_shots_and_smaller_ones(data):
    assert [each.name for each in sets_in(data)] == ["shop", "shop/train_1", "shop/small"]
    assert next(each.name for each in sets_in(data / "shop")) == "shop"


def test_smaller_sets_ask_what_the_whole_one_asks(data):
    whole, few, small = sets_in(data)
    assert whole.asked == few.asked == small.asked
    assert [row.text for row in few.valid] == ["later?"]
    assert len(small.taught) == 2


def test_what_is_out_of_scope_is_asked_once_and_knows_its_file(data):
    whole = sets_in(data)[0]
    asked = [(row.text, row.part, whole.in_scope(row)) for row in whole.asked]
    assert asked == [
        ("card?", "", True),
        ("a poem", "", False),
        ("a dance", "ood", False),
        ("a song", "oos", False),
    ]


def test_draws_are_of_every_intent_and_the_same_for_a_seed(data):
    whole = sets_in(data)[0]
    once, again = drawn(whole, 1, 4), drawn(whole, 1, 4)
    assert once == again
    assert sorted(row.intent for row in once.taught) == ["greet", "pay"]
    assert {drawn(whole, 1, seed).taught for seed in range(9)} != {once.taught}


@pytest.mark.parametrize("line", ['{"text": "hi"}', "{", '{"text": "", "intent": "x"}', "[1]"])
def test_a_line_that_is_no_labelled_text_is_named_and_not_quoted(data, line):
    file = data / "shop" / "train.jsonl"
    file.write_text(file.read_text("utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(BenchDataError, match=r"train\.jsonl, line 4") as raised:
        sets_in(data)
    assert "hi" not in str(raised.value)


def test_a_folder_without_sets_says_what_one_is(tmp_path):
    with pytest.raises(BenchDataError, match=r"train\.jsonl and test\.jsonl"):
        sets_in(tmp_path)
    with pytest.raises(BenchDataError, match="no folder"):
        sets_in(tmp_path / "none")


def test_a_set_that_asks_nothing_is_named(tmp_path):
    write(tmp_path, "shop/train.jsonl", [("pay", "pay")])
    with pytest.raises(BenchDataError, match=r"no test\.jsonl"):
        sets_in(tmp_path)


def test_other_texts_have_another_hash(data):
    before = sets_in(data)[0].hash
    write(data / "shop", "valid.jsonl", [("later then?", "pay")])
    assert sets_in(data)[0].hash != before
