"""Judges a candidate against what serves: all checks, those alone that an edit can reach."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from actions.workspace import Workspace
from bot.publishing.gate.answers import asked_cases, rehearsed_cases
from bot.publishing.gate.approved import approved_cases
from bot.publishing.gate.cases import Case
from bot.publishing.gate.conversations import changed_tests, conversation_cases
from bot.publishing.gate.examples import Encode, example_cases, examples_of
from bot.publishing.gate.privacy import privacy_cases
from bot.publishing.gate.replies import ChangedReply, changed_replies
from bot.publishing.gate.report import Report
from bot.publishing.gate.routing import routing_cases
from bot.publishing.gate.sides import Readings, Side, readings_of
from bot.publishing.gate.understanding import understanding_cases
from bot.publishing.release import edited
from bot.training.dialogue_player import Failed, play, typed_in
from bot.training.dialogues import Dialogue, Written, read_dialogues
from bot.training.evaluation import taken_by
from bot.training.evaluation_figures import Taken, figures_of
from bot.training.evaluation_parsing import Typed
from bot.training.evaluation_rows import LabelledMessages, read_if_there
from bot.training.evaluation_turns import Bot, offline_bot

HELD_OUT, CONVERSATIONS = "tests/held_out", "tests/conversations"


@dataclass(frozen=True, slots=True)
class Tests:
    """The company's own: labelled messages by language, and conversations."""

    labelled: Mapping[str, LabelledMessages]
    written: Sequence[Written]

    @classmethod
    def of(cls, workspace: Workspace) -> "Tests":
        """Those of the workspace as they are now; raises LabelledDataError, CompanyFileError."""
        languages = workspace.settings.languages
        labelled = read_if_there(workspace.root / HELD_OUT, languages)
        return cls(
            # What no check compares need not be read by two models.
            {
                language: LabelledMessages(questions=rows.questions, acts=rows.acts)
                for language, rows in labelled.items()
            },
            read_dialogues(workspace.root / CONVERSATIONS),
        )

    @property
    def asked(self) -> list[Written]:
        """Conversations that are not retired."""
        return [each for each in self.written if not each.dialogue.retired]

    def typed(self) -> list[Typed]:
        """Every message of the labelled ones."""
        return [
            Typed(id, language, text)
            for language, rows in self.labelled.items()
            for row in rows
            for id, text in row.messages.items()
        ]


@dataclass(frozen=True, slots=True)
class Performance:
    """How one side did."""

    taken: Mapping[str, Taken]
    failed: Mapping[str, Failed]


def quick_cases(live: Workspace, candidate: Workspace, *, now: datetime) -> list[Case]:
    """What the files alone say, before anything is built of them."""
    before, after = examples_of(live), examples_of(candidate)
    return [*routing_cases(live, candidate, now=now), *privacy_cases(before, after)]


@dataclass(frozen=True, slots=True)
class Judge:
    """What judging needs beside the two sides."""

    tests: Tests
    tests_before: Sequence[Dialogue]  # the conversations that what serves was published with
    readings: Readings
    database: Engine | None
    encode: Callable[[Side], Encode]
    report: Callable[[str], None]

    def report_of(self, live: Side, candidate: Side, *, now: datetime) -> Report:
        """Everything that is worse; with the replies to real questions that would change."""
        fast = live.model == candidate.model
        self.report("routing, rules and approved texts")
        found = [
            *quick_cases(live.workspace, candidate.workspace, now=now),
            *approved_cases(candidate.workspace, candidate.generation),
            *changed_tests(self.tests_before, [each.dialogue for each in self.tests.written]),
        ]
        before, after = examples_of(live.workspace), examples_of(candidate.workspace)
        if not fast:
            self.report("edited examples")
            found += example_cases(before, after, self.encode(live))
        if live.generation != candidate.generation:
            self.report("answers to the articles' own phrasings")
            found += rehearsed_cases(live.generation, candidate.generation)
        # The same model over the same index takes a message alike, whatever the texts say.
        alike = fast and live.generation == candidate.generation
        then, now_ = (self._performance(side, alike) for side in (live, candidate))
        found += conversation_cases(self.tests.asked, then.failed, now_.failed)
        found += _figured(then, now_, candidate.workspace)
        return Report(
            live=live.release.id,
            at=now,
            fast=fast,
            edited=tuple(edited(live.workspace, candidate.workspace)),
            found=tuple(found),
            figures=_figures(then, now_),
            replies=tuple(self._replies(live, candidate, now)),
            tests=len(self.tests.asked),
        )

    def _performance(self, side: Side, alike: bool) -> Performance:
        self.report(f"test messages with {side.release.id[:8]}")
        labelled = {} if alike else self.tests.labelled
        typed = [] if alike else self.tests.typed()
        dialogues = [each.dialogue for each in self.tests.asked]
        said = typed_in(dialogues)
        read = self.readings.of(side, [*typed, *said])
        latest, spoken = read[: len(typed)], read[len(typed) :]
        by_id: dict[str, dict[str, Any]] = {}
        for each, reading in zip(typed, latest, strict=True):
            by_id.setdefault(each.locale, {})[each.id] = reading
        readings = readings_of(said, spoken)
        self.report(f"tests with {side.release.id[:8]}")
        with offline_bot(side.workspace, side.encoder) as bot:
            taken = {
                language: taken_by(bot, rows, by_id.get(language, {}))
                for language, rows in labelled.items()
            }
            return Performance(taken, dict(_failures(dialogues, bot, readings)))

    def _replies(self, live: Side, candidate: Side, now: datetime) -> list[ChangedReply]:
        if self.database is None:
            return []
        self.report("last month's questions")
        return changed_replies(live, candidate, self.database, self.readings, now=now)


def _failures(
    dialogues: Sequence[Dialogue], bot: Bot, readings: Mapping[tuple[str, str], Any]
) -> Iterator[tuple[str, Failed]]:
    for dialogue in dialogues:
        if failed := play(dialogue, bot, readings):
            yield dialogue.name, failed


def _figured(then: Performance, now: Performance, candidate: Workspace) -> Iterator[Case]:
    target = candidate.settings.answers.target_precision
    for language, before in then.taken.items():
        after = now.taken[language]
        yield from understanding_cases(language, before, after)
        yield from asked_cases(language, before.questions, after.questions, target=target)


def _figures(then: Performance, now: Performance) -> dict[str, Any]:
    return {
        language: {
            "before": figures_of(before).rounded(),
            "after": figures_of(now.taken[language]).rounded(),
        }
        for language, before in then.taken.items()
    }
