import json

import pytest

from bot.training.evaluation_rows import LabelledDataError, read_labelled

QUESTION = {"id": "q1", "text": "¿cómo devuelvo?", "positive": ["return-how"], "kind": "answerable"}


def written(folder, name, *rows: object):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")


def test_every_file_is_read_and_a_missing_one_is_empty(tmp_path):
    written(tmp_path / "es", "questions.jsonl", QUESTION)
    written(tmp_path / "es", "details.jsonl", {"id": "d1", "text": "a 5 y 6 €", "details": {}})
    messages = read_labelled(tmp_path, ["es", "en"])
    assert list(messages) == ["es"]
    assert messages["es"].questions[0].positive == {"return-how"}
    assert messages["es"].acts == ()
    assert [message.id for message in messages["es"]] == ["q1", "d1"]


def test_a_detail_may_stand_alone_or_in_a_list(tmp_path):
    details = {"name": "Ana", "amount": ["5 €", "6 €"]}
    written(tmp_path / "es", "details.jsonl", {"id": "d1", "text": "…", "details": details})
    (row,) = read_labelled(tmp_path, ["es"])["es"].details
    assert row.details == {"name": ("Ana",), "amount": ("5 €", "6 €")}


def test_a_missing_folder_is_told_with_the_way_out(tmp_path):
    with pytest.raises(LabelledDataError, match=r"no folder .*nowhere.*--data.*es/, en/"):
        read_labelled(tmp_path / "nowhere", ["es", "en"])


def test_a_folder_without_messages_is_told(tmp_path):
    (tmp_path / "pt").mkdir()
    with pytest.raises(LabelledDataError, match=r"no labelled messages.*es/"):
        read_labelled(tmp_path, ["es"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            json.dumps(QUESTION | {"kind": "easy"}),
            r"questions\.jsonl, line 2, kind: .*'answerable'",
        ),
        (json.dumps({"id": "q2", "kind": "far", "positive": []}), r"line 2, text: Field required"),
        ("no JSON", r"line 2: Invalid JSON"),
    ],
)
def test_a_bad_line_is_told_without_its_words(tmp_path, line, told):
    written(tmp_path / "es", "questions.jsonl", QUESTION, line)
    with pytest.raises(LabelledDataError, match=told) as raised:
        read_labelled(tmp_path, ["es"])
    assert "devuelvo" not in str(raised.value)


def test_an_id_names_one_message(tmp_path):
    written(tmp_path / "es", "questions.jsonl", QUESTION)
    written(tmp_path / "es", "acts.jsonl", {"id": "q1", "text": "hola", "act": "greet"})
    with pytest.raises(LabelledDataError, match="'q1' is given twice"):
        read_labelled(tmp_path, ["es"])
