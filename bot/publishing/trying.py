"""Try it: a lead talks to the candidate, or to what serves, and sees why it says what it says.

A model takes a while to load, so a thread answers, and pages look from time to time. Nothing of it
is kept: neither words nor a conversation.
"""

import queue
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from actions.conversations import Message, Reply
from actions.tickets import Desk, case_of, route
from actions.turns.form_reading import clear_topic
from actions.turns.heard import Heard
from actions.workspace import Workspace
from bot.publishing.candidate import FOLDER, candidate_of, encoder_of
from bot.publishing.errors import PublishingError
from bot.publishing.gate.examples import Encode, Example, examples_of
from bot.publishing.gate.sides import Side
from bot.publishing.release import Releases
from bot.publishing.serving import Serving
from bot.training import Workbench
from bot.training.dialogue_player import OfflineContact
from bot.training.dialogues import Turn
from bot.training.evaluation_parsing import Typed, latest_messages
from bot.training.evaluation_turns import Bot, offline_bot

Which = Literal["live", "candidate"]
State = Literal["waiting", "done", "failed"]
# Then its gigabyte is wanted elsewhere.
IDLE_SECONDS = 600.0
NEAREST, TOPICS, HITS = 5, 3, 5


class NothingToTry(PublishingError):
    """There is no such side."""


@dataclass(frozen=True, slots=True)
class Near:
    """An example that is like what was written."""

    text: str
    intent: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Why:
    """What a turn was decided from."""

    act: str
    act_confidence: float
    topics: tuple[tuple[str, float], ...]
    out_of_scope: float
    nearest: tuple[Near, ...]
    hits: tuple[tuple[str, str, float], ...]  # article, passage, score
    confidence: float | None
    threshold: float | None
    decision: str
    rule: str  # the action that the act's rule leads to; the form's where one was under way
    team: str  # whose a ticket would be
    versions: Mapping[str, str]


@dataclass(slots=True)
class Line:
    """One thing that was said or pressed, and what came of it."""

    said: str = field(repr=False)
    pressed: bool
    state: State = "waiting"
    replies: Sequence[Message] = ()
    why: Why | None = None
    problem: str = ""


@dataclass(slots=True)
class Talk:
    """One person's conversation with one side."""

    which: Which
    locale: str
    lines: list[Line] = field(default_factory=list)
    contact: OfflineContact | None = None

    @property
    def waits(self) -> bool:
        """Whether something is still to be answered."""
        return any(line.state == "waiting" for line in self.lines)


class Trials:
    """Everybody's talks, by account; one side is loaded at a time, for as long as it is used."""

    def __init__(
        self, workspace: Workspace, *, now: Callable[[], datetime], idle: float = IDLE_SECONDS
    ) -> None:
        self._workspace = workspace
        self._now = now
        self._idle = idle
        self._talks: dict[str, Talk] = {}
        self._asked: queue.Queue[tuple[Talk, Line]] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def talk(self, account: str) -> Talk | None:
        """The talk of somebody, if they have begun one."""
        return self._talks.get(account)

    def begin(self, account: str, which: Which, locale: str) -> None:
        """A new talk; the one before is forgotten."""
        self._talks[account] = Talk(which, locale)

    def say(self, account: str, text: str, *, pressed: bool = False) -> None:
        """Returns at once; the line is answered when its turn comes."""
        talk = self._talks[account]
        line = Line(text, pressed)
        talk.lines.append(line)
        with self._starting:
            self._asked.put((talk, line))
            if self._thread is None:
                self._thread = threading.Thread(target=self._answer, daemon=True)
                self._thread.start()

    def _answer(self) -> None:
        log = self._workspace.home / "logs" / "trying.log"
        with Workbench(log=log) as workbench, ExitStack() as stage:
            played: _Stage | None = None
            while True:
                try:
                    talk, line = self._asked.get(timeout=self._idle)
                except queue.Empty:
                    with self._starting:
                        if self._asked.empty():
                            self._thread = None
                            return
                    continue
                try:
                    side = side_of(self._workspace, talk.which)
                    if played is None or played.side.release != side.release:
                        stage.close()
                        played = _Stage.of(side, self._workspace, stage)
                    played.play(talk, line, workbench, self._now())
                except Exception as error:
                    line.problem, line.state = str(error) or type(error).__name__, "failed"


def side_of(workspace: Workspace, which: Which) -> Side:
    """The side that is to be tried; raises NothingToTry."""
    candidate = candidate_of(workspace)
    release = candidate.release if which == "candidate" and candidate else None
    if which == "live":
        release = Serving(workspace).release()
    if release is None or not release.is_made:
        raise NothingToTry("There is no candidate that could be tried. Build one first.")
    return Side.of(release, Releases(workspace))


@dataclass
class _Stage:
    side: Side
    bot: Bot
    encode: Encode
    examples: Sequence[Example]

    @classmethod
    def of(cls, side: Side, workspace: Workspace, stage: ExitStack) -> "_Stage":
        bot = stage.enter_context(offline_bot(side.workspace, side.encoder))
        encode = encoder_of(side, workspace.home / FOLDER / "vectors.npz")
        return cls(side, bot, encode, examples_of(side.workspace))

    def play(self, talk: Talk, line: Line, workbench: Workbench, now: datetime) -> None:
        if talk.contact is None or talk.contact.bot is not self.bot:
            talk.contact = OfflineContact(self.bot, talk.locale, {})
        contact = talk.contact
        if line.pressed:
            line.replies = contact.does(Turn(presses=line.said))
        else:
            key = (talk.locale, line.said)
            contact.readings = {key: self._read(line.said, talk.locale, workbench)}
            line.replies = contact.does(Turn(says=line.said))
        assert contact.heard is not None  # it has just been heard
        line.why = self._why(contact.heard, contact.decided, contact, now)
        line.state = "done"

    def _read(self, text: str, locale: str, workbench: Workbench) -> Mapping[str, Any]:
        (latest,) = latest_messages(
            [Typed("try", locale, text)],
            model=self.side.model,
            encoder=self.side.encoder,
            workbench=workbench,
            report=lambda _: None,
        )
        return latest

    def _why(
        self, heard: Heard, replies: Sequence[Reply], contact: OfflineContact, now: datetime
    ) -> Why:
        turn = replies[0].turn if replies else None
        likeliest = Counter(dict(heard.topics or {})).most_common(TOPICS)
        language = contact.memory.language or contact.locale
        action = self.bot.by_act.get(heard.act)
        return Why(
            act=heard.act,
            act_confidence=heard.act_confidence,
            topics=tuple(likeliest),
            out_of_scope=heard.out_of_scope,
            nearest=() if heard.is_button else self._nearest(heard.text, language),
            hits=tuple((h.article, h.passage, h.score) for h in turn.hits[:HITS]) if turn else (),
            confidence=turn.confidence if turn else None,
            threshold=turn.threshold if turn else None,
            decision=turn.decision if turn else "",
            rule=action.name() if action else "",
            team=self._team(heard, language, now),
            versions={**turn.versions, "model": self.side.model.name} if turn else {},
        )

    def _nearest(self, text: str, language: str) -> tuple[Near, ...]:
        own = [each for each in self.examples if each.language in ("", language)]
        (asked,) = self.encode(language, [text])
        likeness = self.encode(language, [each.text for each in own]) @ asked
        best = sorted(range(len(own)), key=lambda place: -likeness[place])[:NEAREST]
        return tuple(Near(own[n].text, own[n].intent, float(likeness[n])) for n in best)

    def _team(self, heard: Heard, language: str, now: datetime) -> str:
        desk: Desk = self.bot.outside.desk
        topic = clear_topic(heard) or ""
        case = case_of(topic, desk, language=language, priority=desk.priority(topic), at=now)
        return route(case, desk).team.slug
