"""Groups of unanswered questions: those that ask about the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.unanswered import UnansweredQuestion
from actions.workspace import Workspace
from bot.commands.knowledge import serving_knowledge
from kb_index import Answer, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask about the same, the most typical first, then as they were asked."""

    questions: tuple[UnansweredQuestion, ...]
    answered_now: Counter[str]  # article → how many of them it surely answers by now

    @property
    def number(self) -> int:
        """What to call it by: the number of its oldest question, which stays when others join."""
        return min(question.id for question in self.questions)


def grouped(workspace: Workspace, questions: Sequence[UnansweredQuestion]) -> list[Group]:
    """The questions in groups, the largest first; the index must have been built."""
    if not questions:
        return []
    knowledge = serving_knowledge(workspace)
    together = knowledge.groups([(each.language, each.question) for each in questions])
    return [_of([questions[number] for number in numbers], knowledge) for numbers in together]


def answered_by(knowledge: KnowledgeBase, question: UnansweredQuestion) -> str | None:
    """The article that surely answers it by now."""
    found = knowledge.answer(question.question, language=question.language)
    return found.article.id if isinstance(found, Answer) else None


def _of(questions: Sequence[UnansweredQuestion], knowledge: KnowledgeBase) -> Group:
    answers = Counter(filter(None, (answered_by(knowledge, each) for each in questions)))
    typical, *others = questions
    return Group((typical, *sorted(others, key=lambda each: each.id)), answers)


def as_json(group: Group) -> dict[str, Any]:
    """What others may want to reckon with."""
    return {
        "group": group.number,
        "answered_now": dict(group.answered_now),
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
