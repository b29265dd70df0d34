"""`primera unanswered`: what customers asked and no article answered, until a lead closes it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine

from actions.database import engine, migrate, reading
from actions.redaction import Redactor
from actions.unanswered import NoSuchQuestion, UnansweredQuestion, UnansweredStore
from actions.unanswered.collector import Collector
from actions.unanswered.transcripts import answered_by_a_person, names_in
from actions.worker import redactor_of
from actions.workspace import Workspace
from bot.commands.knowledge import serving_knowledge
from bot.commands.unanswered_groups import Group, answered_by, answered_now, as_json, grouped
from kb_index import KnowledgeBase

# To compare each with each takes seconds for so many; older ones wait until these are closed.
MOST = 2000
TITLE = 70


def show_open(workspace: Workspace, limit: int, json_file: Path | None, console: Console) -> None:
    """Prints the open questions in groups, the largest first."""
    database, store = opened(workspace)
    waiting = store.open(most=MOST)
    knowledge = serving_knowledge(workspace)
    groups = grouped(knowledge, waiting)
    if json_file:
        content = [as_json(group, answered_now(knowledge, group)) for group in groups]
        written = json.dumps(content, ensure_ascii=False, indent=2)
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(f"{written}\n", encoding="utf-8")
    table = Table("Group", "Asked", "Question", "Topic", "Last", "Tickets", "Answered by now")
    for group in groups[:limit]:
        table.add_row(*_cells(group, answered_now(knowledge, group)))
    console.print(table if groups else "No question is waiting.")
    for line in (*_below(groups, limit), *_gain(knowledge, store.closed(most=MOST))):
        console.print(line, soft_wrap=True)
    database.dispose()


def show_group(workspace: Workspace, number: int, console: Console) -> None:
    """Prints every question of a group, what became of it, and what people answered."""
    database, store = opened(workspace)
    redactor = redactor_of(workspace)()
    for question in _group(serving_knowledge(workspace), store, number).questions:
        told = f"{question.id} · {question.asked_at:%Y-%m-%d %H:%M} UTC · {question.language}"
        console.print(f"{told} · {_reason(question)}", style="dim", highlight=False)
        console.print(escape(question.question), soft_wrap=True)
        if question.tickets:
            console.print(f"  ticket {', '.join(question.tickets)}", highlight=False)
        for answer in _answers(database, question, redactor):
            console.print(f"  a person answered: {escape(answer)}", soft_wrap=True)
    database.dispose()


def show_chosen(workspace: Workspace, limit: int, console: Console) -> None:
    """Prints questions whose article was chosen from titles and does not yet answer them surely."""
    database, store = opened(workspace)
    chosen = store.chosen(most=MOST)
    knowledge = serving_knowledge(workspace) if chosen else None
    table = Table("Article", "Question", "Language", "Asked")
    waiting = [
        each for each in chosen if knowledge and answered_by(knowledge, each) != each.article
    ]
    for each in sorted(waiting, key=lambda question: question.article or "")[:limit]:
        asked = f"{each.asked_at:%Y-%m-%d}"
        table.add_row(each.article, escape(each.question), each.language, asked)
    console.print(table if waiting else "No choice is waiting.")
    if waiting:
        console.print(
            "Written among the article's phrasings, a question is answered at once and leaves "
            "this list.",
            soft_wrap=True,
        )
    database.dispose()


def close(
    workspace: Workspace, number: int, article: str | None, reason: str, console: Console
) -> None:
    """Takes a group off the list, with the article that answers it or the reason for none."""
    if not article and not reason:
        raise NoSuchQuestion(
            "Say what became of it: --article ID, the article that answers it from now on, or "
            '--reason "…", why it needs none.'
        )
    knowledge = serving_knowledge(workspace)
    languages = workspace.settings.languages
    if article and not any(knowledge.article(article, each) for each in languages):
        raise NoSuchQuestion(
            f"{article} is not published, so it answers nobody. Publish it and run `primera index` "
            "(or `primera run`), then close what it answers."
        )
    database, store = opened(workspace, collect=False)
    group = _group(knowledge, store, number)
    store.close(group.ids, article=article, reason=reason, now=datetime.now(UTC))
    for question in group.questions:
        console.print(f"  {escape(question.question)}", soft_wrap=True)
    closed = counted(len(group.ids))
    console.print(f"Closed: {closed}. `primera unanswered reopen {number}` undoes it.")
    database.dispose()


def reopen(workspace: Workspace, number: int, console: Console) -> None:
    """Puts back what was closed together with a question."""
    database, store = opened(workspace, collect=False)
    closed = {question.id: question for question in store.closed(most=MOST)}
    if number not in closed:
        raise NoSuchQuestion(f"There is no closed question {number} among the newest {MOST}.")
    at = closed[number].closed_at
    ids = [question.id for question in closed.values() if question.closed_at == at]
    store.reopen(ids)
    console.print(f"On the list again: {counted(len(ids))}.")
    database.dispose()


def counted(count: int) -> str:
    """So many questions, in words."""
    return f"{count} question{'' if count == 1 else 's'}"


def opened(workspace: Workspace, *, collect: bool = True) -> tuple[Engine, UnansweredStore]:
    """The database, brought up to date, with what the worker may not have collected yet.

    To close what was seen, nothing may join it: `collect` is then False.
    """
    migrate(workspace.database_url)
    database = engine(workspace.database_url)
    if collect:
        Collector(database, redactor_of(workspace), clock=lambda: datetime.now(UTC)).collect()
    return database, UnansweredStore(database)


def _group(knowledge: KnowledgeBase, store: UnansweredStore, number: int) -> Group:
    for group in grouped(knowledge, store.open(most=MOST)):
        if number in group.ids:
            return group
    raise NoSuchQuestion(
        f"No open question has the number {number}. `primera unanswered list` shows those there "
        "are; one whose conversation was erased is gone."
    )


def _answers(database: Engine, question: UnansweredQuestion, redactor: Redactor) -> list[str]:
    if question.conversation_id is None:
        return []
    with reading(database) as connection:
        names = names_in(connection, question.conversation_id)
        written = answered_by_a_person(connection, question.conversation_id, question.asked_at)
    return [redactor.redacted(each, names=names) for each in written]


def _cells(group: Group, answers: Counter[str]) -> tuple[str, ...]:
    typical = group.questions[0]
    topics = Counter(question.topic for question in group.questions)
    tickets = list(dict.fromkeys(number for each in group.questions for number in each.tickets))
    last = max(question.asked_at for question in group.questions)
    return (
        str(group.number),
        str(len(group.questions)),
        escape(_shortened(typical.question)),
        topics.most_common(1)[0][0],
        f"{last:%Y-%m-%d}",
        ", ".join(tickets[-3:]),
        ", ".join(f"{article} ({count})" for article, count in answers.most_common(2)),
    )


def _below(groups: Sequence[Group], limit: int) -> Iterator[str]:
    if len(groups) > limit:
        yield f"{len(groups) - limit} more groups: --limit {len(groups)} shows them."
    if groups:
        yield (
            "`primera unanswered show GROUP` has every question and what people answered; "
            "`primera unanswered close GROUP --article ID` ends it."
        )


def _gain(knowledge: KnowledgeBase, closed: Sequence[UnansweredQuestion]) -> Iterator[str]:
    """What the articles that leads wrote have brought."""
    written = [question for question in closed if question.closed_with]
    if not written:
        return
    answered = sum(answered_by(knowledge, question) == question.closed_with for question in written)
    yield f"Closed with an article: {len(written)}. By now it answers {answered} of them by itself."


def _reason(question: UnansweredQuestion) -> str:
    match question.why:
        case "nothing":
            return "no article found"
        case "none_of_these":
            return "none of the titles"
        case "not_helpful":
            return f"{question.article} did not help"
        case "chosen":
            return f"{question.article} was chosen"


def _shortened(text: str) -> str:
    return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"
