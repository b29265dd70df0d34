from types import SimpleNamespace

from bot.publishing.gate.answers import asked_cases, theft_cases
from bot.publishing.gate.understanding import understanding_cases
from bot.training.evaluation_figures import Taken
from bot.training.evaluation_rows import ActMessage, Question
from kb_index.self_test import RehearsalRow


def row(article, text, found):
    return RehearsalRow("known", article, text, found, 0.9, found == article, 1)


THEN = [row("refund", text, "refund") for text in ("a", "b", "c")]


def test_an_edited_article_that_gets_anothers_questions_is_named_with_them():
    now = [row("refund", "a", "loyalty"), row("refund", "b", "loyalty"), THEN[2]]
    (case,) = theft_cases("en", THEN, now, {"loyalty"})
    values = {"thief": "loyalty", "article": "refund", "count": "2", "examples": "a; b"}
    assert case.values == {"language": "en", **values}


def test_one_question_is_chance_and_an_article_that_nobody_edited_is_not_to_blame():
    now = [row("refund", "a", "loyalty"), *THEN[1:]]
    assert list(theft_cases("en", THEN, now, {"loyalty"})) == []
    now = [row("refund", "a", "loyalty"), row("refund", "b", "loyalty"), THEN[2]]
    assert list(theft_cases("en", THEN, now, {"refund"})) == []


def test_what_was_lost_before_is_not_lost_again():
    then = [row("refund", "a", "loyalty"), row("refund", "b", "loyalty")]
    assert list(theft_cases("en", then, then, {"loyalty"})) == []


def asked(*shown: str, kind="answerable"):
    """Questions whose right article is `refund`, each with what was answered, "" for nothing."""
    return [
        (
            Question(id=f"q{n}", text="?", positive={"refund"}, kind=kind),
            SimpleNamespace(answered=bool(article), shown=(article,), found=(article,)),
        )
        for n, article in enumerate(shown)
    ]


def kinds(live, candidate, target=0.9):
    return [case.kind for case in asked_cases("en", live, candidate, target=target)]


RIGHT = ["refund"] * 100


def test_the_same_answers_are_fine_and_so_is_one_less():
    assert kinds(asked(*RIGHT), asked(*RIGHT)) == []
    assert kinds(asked(*RIGHT), asked("", *RIGHT[1:])) == []


def test_new_wrong_answers_are_named_with_their_questions():
    live, candidate = asked(*RIGHT), asked("loyalty", "loyalty", *RIGHT[2:])
    cases = {case.kind: case for case in asked_cases("en", live, candidate, target=0.9)}
    assert cases["answered_wrongly"].values["examples"] == "q0 → loyalty, q1 → loyalty"
    assert cases["answers_lost"].values["article"] == "refund"


def test_many_lost_answers_lower_the_share_that_is_answered():
    found = kinds(asked(*RIGHT), asked("", "", "", *RIGHT[3:]))
    assert found == ["answers_lost", "less_answered"]


def test_precision_counts_below_the_target_alone():
    live = asked(*RIGHT[:90], *["loyalty"] * 10)
    worse = asked(*RIGHT[:85], *["loyalty"] * 15)
    assert "less_precise" in kinds(live, worse, target=0.9)
    assert "less_precise" not in kinds(live, worse, target=0.8)


def test_a_new_article_may_answer_what_none_answered():
    live = asked("", "", "", kind="near")
    assert kinds(live, asked("loyalty", "loyalty", "loyalty", kind="near")) == []


def acts(*heard: str, topic="returns"):
    rows = [ActMessage(id=f"m{n}", text="?", act="ask", topic=topic) for n in range(len(heard))]
    found = [SimpleNamespace(act="ask", topic=each) for each in heard]
    return Taken(acts=list(zip(rows, found, strict=True)))


def test_a_label_that_loses_two_messages_more_than_it_gains_is_named():
    live = acts(*["returns"] * 8)
    candidate = acts("payments", "payments", *["returns"] * 6)
    (case,) = understanding_cases("en", live, candidate)
    assert (case.values["label"], case.values["lost"]) == ("returns", "2")
    assert case.values["examples"] == "m0, m1"


def test_what_moves_with_every_training_is_no_case():
    live = acts(*["returns"] * 7, "payments")
    candidate = acts("payments", *["returns"] * 7)  # one lost, one gained
    assert list(understanding_cases("en", live, candidate)) == []


def test_many_small_losses_count_together():
    topics = [f"t{n}" for n in range(20)]
    rows = [
        (ActMessage(id=f"{t}-{n}", text="?", act="ask", topic=t), t) for t in topics for n in (0, 1)
    ]
    live = Taken(acts=[(r, SimpleNamespace(act="ask", topic=t)) for r, t in rows])
    lost = {f"{t}-0" for t in topics[:5]}
    candidate = Taken(
        acts=[(r, SimpleNamespace(act="ask", topic="" if r.id in lost else t)) for r, t in rows]
    )
    (case,) = understanding_cases("en", live, candidate)
    assert (case.values["label"], case.values["lost"]) == ("*", "5")
