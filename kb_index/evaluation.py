"""How good answers are, on questions whose right articles are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb_index.threshold import precision_bound

if TYPE_CHECKING:
    from kb_index.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and every article that fully answers it; none where the base cannot."""

    text: str
    language: str
    right: frozenset[str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    answered: bool
    right: bool  # the best article is a right one
    rank: (
        int | None
    )  # of the first right article, from 1; None if it was not found or there is none


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set of questions."""

    questions: int
    answerable: int
    r_at_1: float  # of the answerable
    r_at_3: float
    answered: int
    precision: float  # of the answered; 1 when nothing was
    precision_bound: float
    coverage: float  # right answers among the answerable


def r_at_k(outcomes: Sequence[Outcome], *, k: int) -> float:
    """The share of questions with a right article among the first k; 0 for no questions."""
    found = sum(outcome.rank is not None and outcome.rank <= k for outcome in outcomes)
    return found / len(outcomes) if outcomes else 0.0


def precision(outcomes: Sequence[Outcome]) -> float:
    """The share of right answers among those given; 1 when none was given."""
    answers = [outcome for outcome in outcomes if outcome.answered]
    return sum(answer.right for answer in answers) / len(answers) if answers else 1.0


def coverage(outcomes: Sequence[Outcome]) -> float:
    """The share of questions that got a right answer; 0 for no questions."""
    right = sum(outcome.answered and outcome.right for outcome in outcomes)
    return right / len(outcomes) if outcomes else 0.0


def evaluate_questions(
    knowledge_base: "KnowledgeBase", questions: Iterable[LabelledQuestion]
) -> Evaluation:
    """Ask all questions and count; the understanding's topic is not used."""
    asked = [(question, outcome_of(knowledge_base, question)) for question in questions]
    outcomes = [outcome for _, outcome in asked]
    answerable = [outcome for question, outcome in asked if question.right]
    answers = [outcome for outcome in outcomes if outcome.answered]
    return Evaluation(
        questions=len(outcomes),
        answerable=len(answerable),
        r_at_1=r_at_k(answerable, k=1),
        r_at_3=r_at_k(answerable, k=3),
        answered=len(answers),
        precision=precision(outcomes),
        precision_bound=precision_bound(sum(a.right for a in answers), len(answers)),
        coverage=coverage(answerable),
    )


def outcome_of(knowledge_base: "KnowledgeBase", question: LabelledQuestion) -> Outcome:
    """Ask one question."""
    from kb_index.knowledge_base import Answer

    result = knowledge_base.answer(question.text, language=question.language)
    ranks = [n for n, hit in enumerate(result.hits, start=1) if hit.article_id in question.right]
    rank = ranks[0] if ranks else None
    return Outcome(answered=isinstance(result, Answer), right=rank == 1, rank=rank)
