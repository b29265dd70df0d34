"""Digest: once a day, how the day before went."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from actions.alerts.alerts import Alerts
from actions.alerts.tables import digests
from actions.alerts.wording import sentences
from actions.database import reading
from actions.figures import Counted, Figures, Spike, spikes
from actions.logs import logger, told
from actions.mail import Letter
from actions.rounds import make_rounds
from actions.tickets import Desk
from actions.unanswered import UnansweredStore

log = logger("digest")

LOOK_SECONDS = 60.0
TOLD = ("questions", "answered", "suggested", "unanswered", "gained", "handed_over", "tickets")
Send = Callable[[Letter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Day:
    """How a day went, and what waits now."""

    day: date
    now: Counted
    before: Counted
    at_risk: int
    waiting: int
    alerts: int

    @property
    def spikes(self) -> list[Spike]:
        """The topics that were asked about much more than the day before."""
        return spikes(self.now.by_topic, self.before.by_topic)


class Digest:
    """Mails the desk's lead, on each day once, from a time of the day on."""

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        *,
        company: str,
        language: str,
        url: str | None,
        at: time | None,
        send: Send | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`at`: from when on, where the desk is; None: never. `url`: of the workbench, if known."""
        self._engine = engine
        self._desk = desk
        self._company = company
        self._language = language
        self._url = url
        self._at = at
        self._send = send
        self._clock = clock
        self._figures = Figures(engine, time_zone=desk.time_zone)

    async def run(self, stop: asyncio.Event, *, every: float = LOOK_SECONDS) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self.look, every=every, log=log)

    async def look(self) -> bool:
        """Sends today's digest if it is time and nobody has; whether it did."""
        local = self._clock().astimezone(ZoneInfo(self._desk.time_zone))
        email = self._desk.lead.email
        if self._at is None or self._send is None or email is None or local.time() < self._at:
            return False
        today = local.date()
        if not await asyncio.to_thread(self._is_due, today):
            return False
        day = await asyncio.to_thread(self.day_before, today)
        subject, text = self.words(day)
        letter = Letter(f"digest-{today}", email, subject, text, language=self._language)
        try:
            await self._send(letter)
        except Exception as error:  # of whatever sends; it names nobody and is tried again
            log.warning("a digest was not sent yet", day=str(today), exception=told(error))
            return False
        await asyncio.to_thread(self._note, today)
        return True

    def day_before(self, today: date) -> Day:
        """How the day before went, from midnight to midnight where the desk is."""
        yesterday = today - timedelta(days=1)
        return Day(
            day=yesterday,
            now=self._figures.count_day(yesterday),
            before=self._figures.count_day(yesterday - timedelta(days=1)),
            at_risk=self._figures.at_risk(),
            waiting=UnansweredStore(self._engine).waiting(),
            alerts=len(Alerts(self._engine, self._desk).open()),
        )

    def words(self, day: Day) -> tuple[str, str]:
        """Subject and text."""
        say, language = sentences().say, self._language
        facts = {"company": self._company, "day": day.day.isoformat()}
        lines = [say("digest-head", language, **facts), ""]
        for name in (*TOLD, "anger"):
            counts = {"now": day.now.totals[name], "before": day.before.totals[name]}
            lines.append(
                say("digest-line", language, name=say(f"digest-{name}", language), **counts)
            )
        lines.append("")
        for spike in day.spikes:
            topic = self._desk.topic_name(spike.topic, language) or spike.topic
            told = {"topic": topic, "now": spike.now, "before": spike.before}
            lines.append(say("digest-spike", language, **told))
        for name, count in (
            ("digest-at-risk", day.at_risk),
            ("digest-waiting", day.waiting),
            ("digest-alerts", day.alerts),
        ):
            lines.append(say(name, language, now=count))
        if self._url is not None:
            lines += ["", say("alert-where", language, url=f"{self._url}/console/today?days=1")]
        return say("digest-subject", language, **facts, **day.now.totals), "\n".join(lines)

    def _is_due(self, day: date) -> bool:
        """Whether nobody has sent it; the first who asks keeps its row."""
        query = select(digests.c.told_at).where(digests.c.day == day.isoformat())
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is not None:
            return row.told_at is None
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(digests).values(day=day.isoformat()))
        except IntegrityError:  # another worker was quicker, and sends it
            return False
        return True

    def _note(self, day: date) -> None:
        with self._engine.begin() as connection:
            row = update(digests).where(digests.c.day == day.isoformat())
            connection.execute(row.values(told_at=self._clock()))
