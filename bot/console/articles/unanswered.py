"""What nobody could answer: questions that ask about the same, and an article begun from them."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from pydantic import Field

from actions.database import reading
from actions.unanswered import NoSuchQuestion, UnansweredQuestion, UnansweredStore
from actions.unanswered.transcripts import answered_by_a_person, names_in
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import Form, FormModel, read
from bot.console.redacting import redactor_of
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to
from kb_index.article import Article
from kb_index.generations import listed

UNANSWERED = f"{HOME}/unanswered"
MOST = 2_000
GROUPS_SHOWN = 100
QUESTIONS_SHOWN = 20
PHRASINGS = 30
PROGRAM = "from bot.command_line import main; main()"


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask about the same, the most typical first."""

    questions: tuple[UnansweredQuestion, ...]

    @property
    def number(self) -> int:
        """The number of its oldest question, which stays when others join."""
        return min(question.id for question in self.questions)

    @property
    def topic(self) -> str:
        """What most of them are about."""
        return Counter(question.topic for question in self.questions).most_common(1)[0][0]


class Closing(FormModel):
    """Why a group needs no article."""

    reason: Annotated[str, Field(max_length=300)]


class Grouping:
    """Groups by meaning, found by a process of its own: it needs the encoder and some seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._tried: frozenset[tuple[Path, int]] = frozenset()

    def groups(
        self, console: Console, questions: Sequence[UnansweredQuestion]
    ) -> tuple[list[Group], bool]:
        """The groups, as far as they are known; whether newer ones are being found."""
        file = console.workspace.home / "console" / "unanswered.json"
        together = _kept(file)
        known = {number for numbers in together for number in numbers}
        new = frozenset((file, each.id) for each in questions if each.id not in known)
        # Before the first index there is nothing to compare questions with. A page asks every few
        # seconds: what could not be grouped once is not tried again until others come.
        if not new <= self._tried and listed(console.workspace.index_root):
            self._start(console, file, new)
        return grouped(questions, together), self._is_running()

    def _is_running(self) -> bool:
        with self._lock:
            return self._running is not None and self._running.poll() is None

    def _start(self, console: Console, file: Path, new: frozenset[tuple[Path, int]]) -> None:
        with self._lock:
            if self._running is not None and self._running.poll() is None:
                return
            self._tried = new
            file.parent.mkdir(parents=True, exist_ok=True)
            self._running = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "unanswered", "list", f"--json={file}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    **console.workspace.environment,
                    "PRIMERA_WORKSPACE": str(console.workspace.root),
                    "PRIMERA_HOME": str(console.workspace.home),
                },
            )


GROUPING = Grouping()


def grouped(
    questions: Sequence[UnansweredQuestion], together: Sequence[Collection[int]]
) -> list[Group]:
    """The open questions in groups, the largest first; one that is in none is one by itself."""
    open_now = {question.id: question for question in questions}
    groups = [
        [open_now.pop(number) for number in numbers if number in open_now] for numbers in together
    ]
    groups += [[question] for question in open_now.values()]
    found = [Group(tuple(group)) for group in groups if group]
    return sorted(found, key=lambda group: (-len(group.questions), group.number))


def unanswered_page(console: Console, visit: Visit) -> Reply:
    """See what nobody could answer."""
    return console.page(
        visit, "articles/unanswered.html", title="unanswered-title", **_listed(console, visit)
    )


def unanswered_list(console: Console, visit: Visit) -> Reply:
    """See it again, if anything has changed."""
    parts = _listed(console, visit)
    if visit.query.get("seen") == parts["seen"]:
        return Reply(status=204)
    return console.page(visit, "articles/groups.html", title="unanswered-title", **parts)


def _listed(console: Console, visit: Visit) -> dict[str, Any]:
    questions = UnansweredStore(console.database).open(most=MOST)
    groups, finding = GROUPING.groups(console, questions)
    return {
        "groups": groups[:GROUPS_SHOWN],
        "more": len(groups) - GROUPS_SHOWN,
        "finding": finding,
        "seen": _digest(groups, finding),
        "topic_name": lambda topic: console.desk.topic_name(topic, visit.language) or topic,
    }


def _digest(groups: Sequence[Group], finding: bool) -> str:
    """The same for as long as nothing has changed; says nothing of what was asked."""
    told = [[(each.id, each.tickets) for each in group.questions] for group in groups]
    return hashlib.sha256(repr((told, finding)).encode()).hexdigest()[:16]


def group_page(console: Console, visit: Visit) -> Reply:
    """See every question of a group, and what people answered."""
    return _group_page(console, visit, _group(console, visit))


def begun_from(console: Console, visit: Visit) -> tuple[Form, list[str]]:
    """An article as far as a group says it: its questions, and what a person answered."""
    group = _group(console, visit)
    answers = _answers(console, group)
    form: dict[str, str] = {"topic": group.topic}
    for language in console.workspace.settings.languages:
        asked = [each.question for each in group.questions if each.language == language]
        if asked:
            form[f"title.{language}"] = asked[0]
            form[f"phrasings.{language}"] = "\n".join(dict.fromkeys(asked[:PHRASINGS]))
            form[f"text.{language}"] = "\n\n".join(answers.get(language, ()))
    return Form.of(**form), [question.question for question in group.questions]


def close_group(console: Console, visit: Visit) -> Reply:
    """Take a group off the list, with the reason why it needs no article."""
    group = _group(console, visit)
    try:
        reason = read(Closing, visit).reason
        numbers = [question.id for question in group.questions]
        UnansweredStore(console.database).close(numbers, article=None, reason=reason, now=visit.now)
    except WrongForm as refused:
        return _group_page(console, visit, group, refused.form, status=422)
    except NoSuchQuestion:
        raise NotThere from None
    console.note(visit, "unanswered.closed", about=str(group.number), questions=len(numbers))
    return goes_to(UNANSWERED, said("unanswered-closed", count=len(numbers)))


def close_what_it_answers(console: Console, visit: Visit, article: Article) -> int:
    """Takes the questions off the list that an approved article has among its phrasings."""
    store = UnansweredStore(console.database)
    phrasings = set(article.phrasings)
    answered = [
        question.id
        for question in (*store.open(most=MOST), *store.chosen(most=MOST))
        if question.language == article.language and question.question in phrasings
    ]
    if answered:
        store.close(answered, article=article.id, reason="", now=visit.now)
    return len(answered)


def _group(console: Console, visit: Visit) -> Group:
    questions = UnansweredStore(console.database).open(most=MOST)
    groups, _ = GROUPING.groups(console, questions)
    for group in groups:
        if visit.path["group"] in {str(question.id) for question in group.questions}:
            return group
    raise NotThere


def _group_page(
    console: Console, visit: Visit, group: Group, form: Form | None = None, status: int = 200
) -> Reply:
    return console.page(
        visit,
        "articles/group.html",
        title="unanswered-group-title",
        form=form or Form(),
        status=status,
        group=group,
        questions=group.questions[:QUESTIONS_SHOWN],
        answers=[each for found in _answers(console, group).values() for each in found],
    )


def _answers(console: Console, group: Group) -> dict[str, list[str]]:
    """What people wrote in the conversations, by language, without what tells of whom."""
    redactor = redactor_of(console.workspace)
    if redactor is None:
        return {}  # nothing could be taken out, so nothing is shown
    found: dict[str, list[str]] = {}
    for question in group.questions[:QUESTIONS_SHOWN]:
        if question.conversation_id is None:
            continue
        with reading(console.database) as connection:
            names = names_in(connection, question.conversation_id)
            written = answered_by_a_person(connection, question.conversation_id, question.asked_at)
        answers = [redactor.redacted(each, names=names) for each in written]
        found.setdefault(question.language, []).extend(answers)
    return found


def _kept(file: Path) -> list[list[int]]:
    try:
        content = json.loads(file.read_text("utf-8"))
        return [[each["id"] for each in group["questions"]] for group in content]
    except (OSError, ValueError, KeyError, TypeError):
        return []
