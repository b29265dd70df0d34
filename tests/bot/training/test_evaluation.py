"""The figures on tiny hand-made rows, and the whole command on a tiny folder."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from bot.supervisor import environments
from bot.training.evaluation import Evaluation
from bot.training.evaluation_figures import (
    Figures,
    Mistake,
    Taken,
    figures_of,
    mistakes_of,
    outcome_of,
)
from bot.training.evaluation_files import write
from bot.training.evaluation_picture import Point
from kb_index.evaluation import Outcome
from tests.bot.training.labelled import (
    act,
    follow_up,
    grave,
    heard,
    marked,
    mood,
    question,
    turn,
    two_parts,
)
from tests.conftest import need

RIGHT = (question(positive=["a"], id="right"), turn(answered=True, shown=["a"], found=["a", "b"]))
WRONG = (question(positive=["b"], id="wrong"), turn(answered=True, shown=["a"], found=["a", "b"]))
SUGGESTED = (question(positive=["b"], id="suggested"), turn(shown=["a", "b"], found=["a", "b"]))
LOST = (question(positive=["z"], id="lost"), turn(found=["a", "b", "c"], decision="ticket_form"))
NEAR = (
    question(positive=[], kind="near", id="near"),
    turn(answered=True, shown=["a"], found=["a"]),
)
FAR = (question(positive=[], kind="far", id="far"), turn(decision="out_of_scope", found=["a"]))
TWO_PARTS = (
    (two_parts(["a"], ["b", "c"], id="t1"), turn(shown=["a", "c"])),
    (two_parts(["a"], ["b", "c"], id="t2"), turn(shown=["b"], found=["b"])),
)
FOLLOW_UPS = (
    (follow_up(positive=["a"], id="f1"), turn(answered=True, shown=["a"])),
    (follow_up(positive=["a"], id="f2"), turn(decision="thank")),
)
ASKED = (RIGHT, WRONG, SUGGESTED, LOST, NEAR, FAR)


def figures(questions=(), **rows) -> Figures:
    return figures_of(Taken(questions=questions, **rows))


def test_protocols_are_counted_kind_by_kind_and_near_misses_apart():
    rows = [("danger", "danger"), ("danger", ""), ("theft", "data"), ("none", ""), ("none", "data")]
    taken = [(grave(expected), got) for expected, got in rows]
    counted = figures(protocols=taken)
    assert counted.protocol_recall == {"danger": 0.5, "theft": 0.0}
    assert counted.protocol_false == 0.5
    missed = mistakes_of(Taken(protocols=taken))
    assert [(one.expected, one.got) for one in missed] == [
        (("danger",), ("none",)),
        (("theft",), ("data",)),
        (("none",), ("data",)),
    ]


def test_anger_is_counted_as_the_actions_take_it():
    loud, calm = replace(heard("complain"), anger=1.0), replace(heard("complain"), anger=0.0)
    counted = figures(anger=[(mood(True), loud), (mood(True), calm), (mood(False), loud)])
    assert (counted.anger_precision, counted.anger_recall) == (0.5, 0.5)


def test_ranks_count_among_the_answerable():
    assert figures(ASKED).r_at_1 == 1 / 4
    assert figures(ASKED).r_at_3 == 3 / 4


def test_a_right_article_below_the_third_is_not_in_the_first_three():
    far_down = (question(positive=["d"]), turn(found=["a", "b", "c", "d"]))
    assert figures([far_down]).r_at_3 == 0.0


def test_an_answered_miss_costs_precision():
    assert figures(ASKED).precision == 1 / 3
    assert figures([RIGHT, FAR]).precision == 1.0


def test_coverage_is_right_answers_and_helped_is_right_titles_too():
    assert figures(ASKED).coverage == 1 / 4
    assert figures(ASKED).helped == 2 / 4


def test_near_and_far_misses_are_told_apart():
    assert figures(ASKED).near_answered == 1.0
    assert figures(ASKED).far_answered == 0.0


def test_an_act_that_is_taken_at_its_word_answers_nothing_but_the_search_still_counts():
    taken_as_thanks = turn(decision="thank", found=["a"])
    outcome = outcome_of(question(positive=["a"]), taken_as_thanks)
    assert outcome == Outcome(answered=False, right=False, rank=1)


def test_topics_count_where_there_is_one():
    acts = [
        (act("ask", "returns"), heard("ask", "returns")),
        (act("ask", "returns"), heard("status", "refunds")),
        (act("thank"), heard("thank", "returns")),
    ]
    assert figures(acts=acts).act_accuracy == 2 / 3
    assert figures(acts=acts).topic_accuracy == 1 / 2


def test_details_are_counted_over_all_messages_by_kind():
    details = [
        (marked(order_number="AU48999"), heard(order_number="AU-48999")),
        (marked(order_number="AU-1"), heard()),
        (marked(name="Nuria"), heard()),
        (marked(), heard(name="Óscar")),
    ]
    assert figures(details=details).details_f1 == {"name": 0.0, "order_number": 2 / 3}


def test_a_kind_that_no_message_marks_is_neither_measured_nor_a_mistake():
    details = [(marked(order_number="AU-48999"), heard(order_number="AU-48999", shop="Bilbao"))]
    assert figures(details=details).details_f1 == {"order_number": 1.0}
    assert list(mistakes_of(Taken(details=details))) == []


def test_of_two_parts_each_must_be_answered_or_suggested():
    assert figures(twoparts=TWO_PARTS).twoparts == 1 / 2


def test_a_follow_up_is_judged_by_what_its_own_turn_shows():
    assert figures(followups=FOLLOW_UPS).followups == 1 / 2


def test_what_was_not_measured_is_null():
    assert all(value in (None, {}) for value in figures().rounded().values())
    assert figures(ASKED).anger_recall is None


def test_figures_are_rounded_for_json():
    assert figures(ASKED).rounded()["precision"] == 0.3333


def test_every_mistake_is_listed_with_what_was_right():
    acts = [(act("ask", "returns", id="a1"), heard("status", "refunds"))]
    details = [
        (marked(id="d1", phone="601020304"), heard(phone="601020399")),
        (marked(id="d2", phone="601020304"), heard(phone="+34 601020304")),
    ]
    assert list(mistakes_of(Taken(ASKED, acts, details, TWO_PARTS, FOLLOW_UPS))) == [
        Mistake("wrong", "answerable", ("b",), ("answer", "a"), ("a", "b")),
        Mistake("suggested", "answerable", ("b",), ("suggestions", "a", "b"), ("a", "b")),
        Mistake("lost", "answerable", ("z",), ("ticket_form",), ("a", "b", "c")),
        Mistake("near", "near", (), ("answer", "a"), ("a",)),
        Mistake("a1", "act", ("ask",), ("status",)),
        Mistake("a1", "topic", ("returns",), ("refunds",)),
        Mistake("d1", "phone", ("601020304",), ("601020399",)),
        Mistake("t2", "twoparts", ("a", "b", "c"), ("suggestions", "b"), ("b",)),
        Mistake("f2", "followups", ("a",), ("thank",)),
    ]


def test_figures_mistakes_and_pictures_lie_side_by_side(tmp_path):
    mistake = Mistake("near", "near", (), ("answer", "a"), ("a",))
    evaluation = Evaluation(figures(ASKED), (mistake,), (Point(0.25, 0.5),))
    paths = write({"es": evaluation}, tmp_path / "new" / "figures.json", accepted_risk=0.1)
    assert [path.name for path in paths] == [
        "figures.json",
        "figures.mistakes.jsonl",
        "figures.es.svg",
    ]
    assert json.loads(paths[0].read_text("utf-8"))["es"]["coverage"] == 0.25
    told = json.loads(paths[1].read_text("utf-8"))
    assert told == {
        "language": "es",
        "id": "near",
        "what": "near",
        "expected": [],
        "got": ["answer", "a"],
        "found": ["a"],
    }


QUESTIONS = [
    {"id": "q1", "text": "¿cómo devuelvo un pedido?", "positive": ["return-how"]},
    {"id": "q2", "text": "¿qué tiempo hará mañana en Cádiz?", "positive": [], "kind": "far"},
]
ACTS = [
    {"id": "a1", "text": "muchas gracias por todo", "act": "thank", "topic": ""},
    {"id": "a2", "text": "/quiero hablar con una persona", "act": "person", "topic": ""},
]
TWO = [
    {
        "id": "t1",
        "text": "¿cómo devuelvo un pedido? ¿y a qué hora abre la tienda de Sevilla?",
        "parts": [["return-how"], ["shops-hours"]],
    }
]
FOLLOWING = [
    {
        "id": "f1",
        "first": "¿hacéis envíos a Portugal?",
        "first_positive": ["delivery-abroad"],
        "second": "¿y a Francia?",
        "second_positive": ["delivery-abroad"],
    }
]
DETAILS = [{"id": "d1", "text": "mi pedido es el AU48213", "details": {"order_number": "AU48213"}}]


@pytest.mark.rasa
@pytest.mark.timeout(600)  # the model is trained first if it is not there
def test_the_command_judges_the_bot_as_it_is(tmp_path, monkeypatch):
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    from bot.command_line import app

    monkeypatch.setenv("PRIMERA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "labelled" / "es"
    folder.mkdir(parents=True)
    questions = [{"kind": "answerable", **row} for row in QUESTIONS]
    written = {"questions": questions, "acts": ACTS, "details": DETAILS}
    written |= {"twoparts": TWO, "followups": FOLLOWING}
    for name, rows in written.items():
        lines = "\n".join(json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    file = tmp_path / "figures.json"

    data = str(tmp_path / "labelled")
    result = CliRunner().invoke(app, ["evaluate", "--data", data, "--json", str(file)])

    assert result.exit_code == 0, result.output
    found = json.loads(file.read_text("utf-8"))["es"]
    assert found["coverage"] == found["precision"] == found["r_at_1"] == 1.0
    assert found["far_answered"] == 0.0
    assert found["near_answered"] is None
    assert found["act_accuracy"] == found["details_f1"]["order_number"] == 1.0
    assert found["twoparts"] == found["followups"] == 1.0
    assert found["anger_recall"] is None
    assert "1 answerable" in result.output
    assert file.with_suffix(".mistakes.jsonl").read_text("utf-8") == ""
    assert file.with_suffix(".es.svg").exists()
    logs = "".join(log.read_text("utf-8") for log in (tmp_path / "home" / "logs").glob("*.log"))
    assert "AU48213" not in logs and "Cádiz" not in logs
