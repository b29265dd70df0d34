"""Collector: finds the gaps of conversations and keeps their questions, redacted."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine

from actions.database import reading
from actions.logs import logger, told
from actions.redaction import NoModel, Redactor
from actions.rounds import rest
from actions.unanswered.gaps import Gap, gaps_in
from actions.unanswered.store import NewQuestion, UnansweredStore
from actions.unanswered.transcripts import names_in, said_in, spoken_in_since

log = logger("unanswered")

EVERY_SECONDS = 10.0
# A message is committed a little after its time, at most by the database's patience: looked for
# again for so long.
OVERLAP = timedelta(seconds=30)
# A person may be asked for long after the titles were shown; at a start, as far back as this.
LOOKED_BACK = timedelta(days=1)


class Collector:
    """May run in several processes at once, on the same database."""

    def __init__(
        self,
        database: Engine,
        redactor: Callable[[], Redactor],
        *,
        clock: Callable[[], datetime],
        every: float = EVERY_SECONDS,
    ) -> None:
        self._database = database
        self._redactor = redactor
        self._clock = clock
        self._every = every
        self._store = UnansweredStore(database)
        self._since: datetime | None = None
        self._collected_at = clock()

    async def run(self, stop: asyncio.Event) -> None:
        """Collects until `stop` is set; whatever fails is tried again, and nothing else waits."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.collect)
            except NoModel as error:
                log.error("Unanswered questions wait.", reason=str(error))
            except Exception as error:  # its words may be a contact's
                log.error("Unanswered questions wait; trying again.", exception=told(error))
            await rest(stop, self._every)

    def lag_seconds(self) -> float:
        """How long ago everything had been collected."""
        return (self._clock() - self._collected_at).total_seconds()

    def collect(self) -> int:
        """Keeps what conversations have shown since the last time; how many questions were new.

        Raises NoModel, if there is a question to redact and nothing to redact it with.
        """
        begun = self._clock()
        since = self._since or self._first_time()
        with reading(self._database) as connection:
            conversations = spoken_in_since(connection, since)
        new = sum(map(self._collected, conversations))
        self._since = begun - OVERLAP
        self._collected_at = begun
        return new

    def _first_time(self) -> datetime | None:
        newest = self._store.newest()
        return newest - LOOKED_BACK if newest else None

    def _collected(self, conversation_id: str) -> int:
        with reading(self._database) as connection:
            gaps = list(gaps_in(said_in(connection, conversation_id)))
            names = names_in(connection, conversation_id) if gaps else []
        found = {gap.shown_by.message_id or "": gap for gap in gaps}
        known = self._store.reasons(found) if found else {}
        new = [gap for each, gap in found.items() if known.get(each) != (gap.why, gap.article)]
        return self._store.keep(self._redacted(conversation_id, new, names)) if new else 0

    def _redacted(
        self, conversation_id: str, gaps: list[Gap], names: list[str]
    ) -> Iterator[NewQuestion]:
        redactor = self._redactor()
        for gap in gaps:
            asked = " ".join(message.text for message in gap.questions)
            at = gap.questions[-1].created_at
            assert at is not None and gap.shown_by.message_id  # stored messages have both
            yield NewQuestion(
                message_id=gap.shown_by.message_id,
                conversation_id=conversation_id,
                question=redactor.redacted(asked, names=names),
                language=gap.turn.language,
                topic=gap.turn.topic,
                why=gap.why,
                article=gap.article,
                asked_at=at,
            )
