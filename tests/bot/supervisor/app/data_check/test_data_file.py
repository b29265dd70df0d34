import pytest

from bot.supervisor.app.data_check.data_file import data_files, misnamed, read

ASK = "nlu:\n  - intent: ask\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nlu:\n\t- intent: ask\n", ", line 2: a tab indents here; indent with spaces."),
        (f"{ASK}    intent: greet\n", ", line 3: 'intent' stands twice in one place; keep one"),
        (f"{ASK}{ASK}", ", line 3: 'nlu' stands twice in one place; keep one of the two."),
        ("nlu: ¿qué?: no\n", ", line 1: a colon within a text; put the text in quotes."),
        ("nlu: [\n", ", line 2: "),
        ("- intent: ask\n", ", line 1: holds no fields; a file of data begins with `version:`."),
        ("", ", line 1: holds no fields"),
        ("nlu: # ${HOME}\n", ", line 1: ${…} would be replaced by the server's environment"),
    ],
)
def test_what_cannot_be_read_has_a_line_and_a_way_out(tmp_path, text, expected):
    file = tmp_path / "ask.yml"
    file.write_text(text, "utf-8")
    [problem] = read(file)[1]
    assert str(problem).startswith(f"{file}{expected}")


def test_another_encoding_is_named(tmp_path):
    file = tmp_path / "ask.yml"
    file.write_bytes("nlu: ¿qué?\n".encode("latin-1"))
    content, [problem] = read(file)
    assert content is None
    assert problem.sentence == "is not UTF-8 text (byte 5); save it as such."


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("ask.yaml", "Rasa would learn from it, but nothing here would notice its edits"),
        ("ask.json", "Rasa would learn from it, but nothing here would notice its edits"),
        ("ask.YML", "nobody learns from it"),
    ],
)
def test_a_file_with_another_ending_is_told_and_not_read(tmp_path, name, harm):
    (tmp_path / "es").mkdir()
    for each in (name, "greet.yml", "README.md"):
        (tmp_path / "es" / each).touch()
    [problem] = misnamed(tmp_path)
    assert str(problem) == f"{tmp_path}/es/{name}: {harm}; name it ask.yml."
    assert data_files(tmp_path) == [tmp_path / "es" / "greet.yml"]
