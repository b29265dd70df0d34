import json

import pytest

from bot.training.answers_bench.sets import answer_sets, counted, own_sets
from bot.training.bench.sets import BenchDataError
from kb_index import read_library
from kb_index.passage import estimated_tokens
from tests.kb_index.conftest import write_file

PASSAGES = [
    {"id": "en-1", "title": "Opening", "text": "From seven to two.", "lang": "en"},
    {"id": "en-2", "title": "", "text": "Cakes contain eggs.", "lang": "en"},
    {"id": "es-1", "title": "Horario", "text": "De siete a dos.", "lang": "es"},
]
QUERIES = [
    {"id": "1", "text": "when do you open?", "lang": "en", "positive": ["en-1"]},
    {"id": "2", "text": "a poem, please", "lang": "en", "positive": []},
    {"id": "3", "text": "eggs?", "lang": "en", "positive": ["es-9"]},
]


def write(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")


@pytest.fixture
def data(tmp_path):
    write(tmp_path / "bakery" / "passages.jsonl", PASSAGES)
    write(tmp_path / "bakery" / "queries_test.jsonl", QUERIES)
    return tmp_path


def sets(data):
    return answer_sets(data, count_tokens=estimated_tokens)


def test_a_question_is_searched_among_the_passages_of_its_language(data):
    (found,) = sets(data)
    assert (found.name, found.language) == ("bakery", "en")
    assert [article.id for article in found.articles] == ["en-1", "en-2"]
    assert [(query.text, sorted(query.right)) for query in found.queries] == [
        ("when do you open?", ["en-1"]),
        ("a poem, please", []),
    ]


def test_what_only_another_language_answers_is_left_out_and_said(data):
    assert sets(data)[0].left_out == 1
    assert counted(sets(data)).endswith("1 more have their answer in another language only")


def test_a_folder_may_be_the_set_itself(data):
    assert sets(data / "bakery")[0].name == "bakery"


@pytest.mark.parametrize(
    ("line", "told"),
    [('{"id": "1", "lang": "en", "positive": []}', "text: Field required"), ("{", "no JSON")],
)
def test_a_broken_line_is_told_with_its_place_and_without_its_words(data, line, told):
    file = data / "bakery" / "queries_test.jsonl"
    file.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(BenchDataError, match=f"queries_test.jsonl, line 1: {told}"):
        sets(data)


@pytest.mark.parametrize(("text", "searched"), [("", "Opening"), ("## Hours", "## Hours")])
def test_a_passage_of_a_title_or_a_heading_alone_is_searched_by_that(data, text, searched):
    write(data / "bakery" / "passages.jsonl", [PASSAGES[0] | {"text": text}])
    (only,) = sets(data)[0].articles
    assert [passage.text for passage in only.passages] == [searched]


def test_a_passage_that_says_nothing_is_told(data):
    write(data / "bakery" / "passages.jsonl", [PASSAGES[0] | {"title": "", "text": " "}])
    with pytest.raises(BenchDataError, match=r"passages\.jsonl, line 1: .*neither title nor text"):
        sets(data)


def test_a_folder_without_sets_is_told(tmp_path):
    with pytest.raises(BenchDataError, match="holds no set"):
        sets(tmp_path)


def test_a_companys_own_articles_are_asked_its_labelled_questions(tmp_path):
    write_file(tmp_path / "articles", "opening", "From seven to two.")
    published = read_library(tmp_path / "articles", languages=["en"]).published("en")
    row = {"id": "q1", "text": "open?", "kind": "answerable", "positive": ["opening"]}
    write(tmp_path / "labelled" / "en" / "questions.jsonl", [row])
    (own,) = own_sets("shop", {"en": published, "es": ()}, tmp_path / "labelled")
    assert own.articles == published
    assert own.queries[0].right == {"opening"}
