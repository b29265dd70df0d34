from pathlib import Path

import pytest

from actions.bridges.http import helpdesk as http
from actions.bridges.http.helpdesk import filled, public, value_at
from actions.bridges.http.speech import Messages, read_speech
from actions.bridges.settings import BridgeSettingsError

ZAMMAD = Path(http.__file__).with_name("zammad.yml")
OURS = Path(__file__).with_name("django_helpdesk.yml")

# Articles as Zammad's documentation shows them.
ARTICLES = [
    {"id": 1, "body": "the description", "internal": True, "sender": "Agent"},
    {"id": 2, "body": "Only among us", "internal": True, "sender": "Agent"},
    {"id": 3, "body": "I wrote a mail", "internal": False, "sender": "Customer"},
    {
        "id": 4,
        "body": "<div>Hola<br>Ana &amp; co</div>",
        "content_type": "text/html",
        "internal": False,
        "sender": "Agent",
        "created_at": "2026-03-24T09:30:00Z",
    },
    {"id": 5, "body": "Nearly public", "internal": 0, "sender": "Agent"},
    {"id": 6, "body": "No word of it", "sender": "Agent"},
]


@pytest.mark.parametrize("file", [ZAMMAD, OURS])
def test_the_worked_examples_are_whole(file):
    read_speech(file)


def test_of_zammads_articles_only_an_agents_public_one_is_the_customers():
    [only] = public(ARTICLES, read_speech(ZAMMAD).messages)
    assert only == {
        "id": "4",
        "text": "Hola\nAna & co",
        "author": None,
        "at": "2026-03-24T09:30:00Z",
    }


def test_that_everything_be_public_cannot_be_said():
    with pytest.raises(ValueError, match="at least 1 item"):
        Messages(each="", text="body", public={})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("public: {public: true}", "public: {}"), "messages.public"),
        (("each: followup_set", "eech: followup_set"), "messages"),
        (("closed: 4}", "}"), "states lacks closed"),
        (("format: 1", "format: 2"), "format"),
        (("path: /helpdesk/api/followups/", "path: helpdesk"), "note.path"),
        (("format: 1", "format: [1"), "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_file_and_field(tmp_path, change, told):
    file = tmp_path / "desk.yml"
    file.write_text(OURS.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(BridgeSettingsError, match=told) as error:
        read_speech(file)
    assert str(file) in str(error.value)


def test_words_are_filled_in_once_and_keep_their_kind():
    words = {"priority": 2, "title": "{description} {nobody}", "description": "secret"}
    template = {"priority": "{priority}", "title": "[x] {title}", "list": ["{priority}!"], "n": 1}
    assert filled(template, words) == {
        "priority": 2,
        "title": "[x] {description} {nobody}",
        "list": ["2!"],
        "n": 1,
    }


@pytest.mark.parametrize(
    ("path", "value"), [("", {"a": {"b": 1}}), ("a.b", 1), ("a.c", None), ("a.b.c", None)]
)
def test_a_place_that_is_not_there_is_none(path, value):
    assert value_at({"a": {"b": 1}}, path) == value
