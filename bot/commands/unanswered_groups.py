"""Groups of unanswered questions: those that ask about the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.unanswered import UnansweredQuestion
from kb_index import Answer, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask about the same, the most typical first, then as they were asked."""

    questions: tuple[UnansweredQuestion, ...]

    @property
    def number(self) -> int:
        """What to call it by: the number of its oldest question, which stays when others join."""
        return min(question.id for question in self.questions)

    @property
    def ids(self) -> list[int]:
        """The numbers of its questions."""
        return [question.id for question in self.questions]


def grouped(knowledge: KnowledgeBase, questions: Sequence[UnansweredQuestion]) -> list[Group]:
    """The questions in groups, the largest first."""
    together = knowledge.groups([(each.language, each.question) for each in questions])
    return [_of([questions[number] for number in numbers]) for numbers in together]


def answered_now(knowledge: KnowledgeBase, group: Group) -> Counter[str]:
    """Article → how many of a group's questions it surely answers by now."""
    return Counter(filter(None, (answered_by(knowledge, each) for each in group.questions)))


def answered_by(knowledge: KnowledgeBase, question: UnansweredQuestion) -> str | None:
    """The article that surely answers it by now."""
    found = knowledge.answer(question.question, language=question.language)
    return found.article.id if isinstance(found, Answer) else None


def _of(questions: Sequence[UnansweredQuestion]) -> Group:
    typical, *others = questions
    return Group((typical, *sorted(others, key=lambda each: each.id)))


def as_json(group: Group, answers: Counter[str]) -> dict[str, Any]:
    """What others may want to reckon with."""
    return {
        "group": group.number,
        "answered_now": dict(answers),
        "questions": [
            {
                "id": question.id,
                "question": question.question,
                "language": question.language,
                "topic": question.topic,
                "why": question.why,
                "article": question.article,
                "asked_at": question.asked_at.isoformat(),
                "tickets": list(question.tickets),
            }
            for question in group.questions
        ],
    }
