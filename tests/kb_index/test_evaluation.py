import pytest

from kb_index.evaluation import (
    LabelledQuestion,
    Outcome,
    coverage,
    evaluate_questions,
    precision,
    r_at_k,
)

RIGHT = Outcome(answered=True, right=True, rank=1)
WRONG = Outcome(answered=True, right=False, rank=2)
SILENT = Outcome(answered=False, right=True, rank=1)
LOST = Outcome(answered=False, right=False, rank=None)


@pytest.mark.parametrize(("k", "share"), [(1, 0.5), (2, 0.75), (3, 0.75)])
def test_r_at_k_counts_right_articles_among_the_first_k(k, share):
    assert r_at_k([RIGHT, WRONG, SILENT, LOST], k=k) == share


def test_precision_is_of_the_answers_and_coverage_of_the_questions():
    assert precision([RIGHT, WRONG, SILENT, LOST]) == 0.5
    assert coverage([RIGHT, WRONG, SILENT, LOST]) == 0.25


def test_no_answers_are_no_wrong_answers():
    assert precision([SILENT]) == 1.0
    assert (r_at_k([], k=1), coverage([])) == (0.0, 0.0)


def test_a_knowledge_base_is_measured_on_questions(knowledge_base):
    rows = [
        LabelledQuestion("How do I return an order?", "en", frozenset({"return-how"})),
        LabelledQuestion("¿Cómo devuelvo un pedido?", "es", frozenset({"return-how"})),
        LabelledQuestion("who painted the Mona Lisa?", "en", frozenset()),
    ]
    figures = evaluate_questions(knowledge_base, rows)
    assert (figures.questions, figures.answerable, figures.answered) == (3, 2, 2)
    assert (figures.r_at_1, figures.precision, figures.coverage) == (1.0, 1.0, 1.0)
