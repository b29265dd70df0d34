"""Alerts: raised once, told by mail and webhook, over when it is well."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, or_, select, update

from actions.alerts.alert import Alert, Trouble
from actions.alerts.tables import alerts
from actions.alerts.troubles import troubles
from actions.alerts.wording import body_of, sentence
from actions.database import reading
from actions.logs import logger, told
from actions.rounds import make_rounds
from actions.tickets import Desk, HelpDesk, Lead
from actions.tickets.ticket import new_id

log = logger("alerts")

# The lead is to know within five minutes; a mail server may take most of that.
LOOK_SECONDS = 20.0
# What comes back so soon after it was over is the same trouble: nobody is told again.
QUIET = timedelta(hours=6)
# A help desk that did not take an alert is asked again after this, until it is no news any more.
POST_AGAIN, POST_UNTIL = timedelta(minutes=5), timedelta(days=1)

TellLead = Callable[[Alert], Awaitable[None]]
"""Tells the lead, e.g. by mail; raises what went wrong, and is called again later."""

PostAlert = Callable[[HelpDesk, Alert, str], Awaitable[None]]
"""Sends `alert.raised` to a help desk; raises what went wrong, and is called again later."""

_is_open = alerts.c.over_at.is_(None)


class Alerts:
    """Several may look at once on the same database: each alert is raised once."""

    def __init__(
        self,
        engine: Engine,
        desk: Desk,
        *,
        tell: TellLead | None = None,
        post: PostAlert | None = None,
        count: Callable[[float], None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`count` is told how many tickets do not get through."""
        self._count = count
        self._engine = engine
        self._desk = desk
        self._tell = tell
        self._post = post
        self._clock = clock

    async def run(self, stop: asyncio.Event, *, every: float = LOOK_SECONDS) -> None:
        """Until `stop` is set."""
        await make_rounds(stop, self.look, every=every, log=log)

    async def look(self) -> int:
        """Raises what is to be raised, tells who was not told; how many were raised."""
        raised = await asyncio.to_thread(self._raise)
        for alert in raised:
            reason = sentence(alert, self._desk, "en")
            log.error("a lead is alerted", alert=alert.id, ticket=alert.number, reason=reason)
        if self._tell is not None:
            for alert in await asyncio.to_thread(self._read, _is_open & alerts.c.told_at.is_(None)):
                await self._told(alert, self._tell)
        if self._post is not None:
            await self._posted(self._post)
        undelivered = _is_open & (alerts.c.kind == "undelivered")
        self._count(len(await asyncio.to_thread(self._read, undelivered)))
        return len(raised)

    def open(self) -> list[Alert]:
        """The alerts whose trouble is not over, oldest first."""
        return self._read(_is_open)

    def since(self, at: datetime) -> list[Alert]:
        """Those that are open, and those raised since, newest first."""
        return self._read(_is_open | (alerts.c.raised_at >= at))[::-1]

    def _read(self, where: ColumnElement[bool]) -> list[Alert]:
        query = select(alerts).where(where)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(alerts.c.raised_at)).all()
        return [self._alert(row) for row in rows]

    def _alert(self, row: Row[Any]) -> Alert:
        trouble = Trouble(
            kind=row.kind,
            about=row.about,
            team=row.team,
            helpdesk=row.helpdesk,
            ticket_id=row.ticket_id,
            reason=row.reason,
            now=row.now,
            usual=row.usual,
        )
        return Alert(row.id, trouble, self._lead(trouble), row.raised_at, row.over_at)

    def _lead(self, trouble: Trouble) -> Lead:
        return self._desk.lead_of(trouble.team) if trouble.team else self._desk.lead

    async def _told(self, alert: Alert, tell: TellLead) -> None:
        try:
            await tell(alert)
        except Exception as error:  # of whatever tells; it names nobody and is tried again
            log.warning("a lead was not told yet", alert=alert.id, exception=told(error))
            return
        await asyncio.to_thread(self._note, alert.id, {"told_at": self._clock()})

    async def _posted(self, post: PostAlert) -> None:
        wanted = [each for each in self._desk.helpdesks if each.alerts]
        names = {each.name for each in wanted}
        for row in await asyncio.to_thread(self._to_post, names) if wanted else ():
            alert, done = self._alert(row), list(row.posted)
            for helpdesk in wanted:
                if helpdesk.name in done:
                    continue
                try:
                    await post(helpdesk, alert, body_of(alert, self._desk))
                except Exception as error:  # of whatever sends; it is tried again
                    log.warning("an alert was not sent yet", alert=alert.id, exception=told(error))
                else:
                    done.append(helpdesk.name)
            noted = {"posted": done, "tried_at": self._clock()}
            await asyncio.to_thread(self._note, alert.id, noted)

    def _to_post(self, names: set[str]) -> Sequence[Row[Any]]:
        """What was raised lately, whether it is over or not, and was not tried just now."""
        now = self._clock()
        query = select(alerts).where(
            alerts.c.raised_at > now - POST_UNTIL,
            or_(alerts.c.tried_at.is_(None), alerts.c.tried_at <= now - POST_AGAIN),
        )
        with reading(self._engine) as connection:
            return [row for row in connection.execute(query) if names - set(row.posted)]

    def _note(self, alert_id: str, values: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(alerts).where(alerts.c.id == alert_id).values(**values))

    def _raise(self) -> list[Alert]:
        """Counts as a reader, so that nobody who writes waits for it; what is new is rare."""
        now = self._clock()
        with reading(self._engine) as connection:
            there = {(each.kind, each.about): each for each in troubles(connection, now)}
            if there.keys() == _known(connection).keys():
                return []
        with self._engine.begin() as connection:
            known = _known(connection)  # again: another one may have raised it meanwhile
            over = [id for which, id in known.items() if which not in there]
            connection.execute(update(alerts).where(alerts.c.id.in_(over)).values(over_at=now))
            new = [each for which, each in there.items() if which not in known]
            return [
                self._kept(connection, each, now)
                for each in new
                if not _came_back(connection, each, now)
            ]

    def _kept(self, connection: Connection, trouble: Trouble, now: datetime) -> Alert:
        alert = Alert(new_id("alr"), trouble, self._lead(trouble), now)
        row: dict[str, Any] = {
            "id": alert.id,
            "kind": trouble.kind,
            "about": trouble.about,
            "team": trouble.team,
            "helpdesk": trouble.helpdesk,
            "ticket_id": trouble.ticket_id,
            "reason": trouble.reason,
            "now": trouble.now,
            "usual": trouble.usual,
            "raised_at": now,
            "posted": [],
        }
        connection.execute(insert(alerts).values(row))
        return alert


def _known(connection: Connection) -> dict[tuple[str, str], str]:
    """Kind and what it is about → id of the alert that is open."""
    query = select(alerts).where(_is_open)
    return {(row.kind, row.about): row.id for row in connection.execute(query)}


def _came_back(connection: Connection, trouble: Trouble, now: datetime) -> bool:
    """Whether it is open again as what it was a little while ago."""
    if not trouble.passes_and_returns:
        return False
    again = (
        update(alerts)
        .where(
            alerts.c.kind == trouble.kind,
            alerts.c.about == trouble.about,
            alerts.c.over_at > now - QUIET,
        )
        .values(over_at=None)
    )
    return connection.execute(again).rowcount > 0
