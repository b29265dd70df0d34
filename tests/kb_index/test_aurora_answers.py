"""What the demo company's base keeps of its promise, on questions written apart from it."""

import json
from pathlib import Path

import pytest

from kb_index.evaluation import Evaluation, LabelledQuestion, evaluate_questions
from tests.kb_index.conftest import LANGUAGES

HELD_OUT = Path(__file__).parents[1] / "held_out"
# Measured .91 (es) and .93 (en); what a handful of the 285 questions may move is left.
FOUND_FIRST = {"es": 0.88, "en": 0.90}
# Measured .45 and .55, without what the understanding adds.
ANSWERED = {"es": 0.38, "en": 0.45}
TARGET = 0.90


def questions(language: str) -> list[LabelledQuestion]:
    lines = (HELD_OUT / language / "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        LabelledQuestion(row["text"], language, frozenset(row["positive"]), row["kind"])
        for row in rows
    ]


@pytest.fixture(scope="module", params=LANGUAGES)
def judged(request, knowledge_base) -> tuple[str, Evaluation]:
    asked = questions(request.param)
    return request.param, evaluate_questions(knowledge_base, asked)


def test_the_right_article_comes_first(judged):
    language, evaluation = judged
    assert evaluation.answerable == 285
    assert evaluation.r_at_1 >= FOUND_FIRST[language]


def test_answers_keep_the_target_though_four_of_ten_questions_have_none(judged):
    _, evaluation = judged
    assert evaluation.questions == 445
    assert evaluation.precision_bound >= TARGET


def test_enough_is_answered_to_be_of_use(judged):
    language, evaluation = judged
    assert evaluation.coverage >= ANSWERED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_held_out_question_is_a_phrasing(aurora, language):
    phrasings = {p.casefold() for a in aurora.published(language) for p in a.phrasings}
    asked = questions(language)
    # Two people write "tarjeta denegada" without knowing of each other.
    assert sum(q.text.casefold() in phrasings for q in asked) <= len(asked) / 100
