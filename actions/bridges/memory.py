"""What the bridge has done, in a SQLite file of its own."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS webhooks (
    webhook_id TEXT PRIMARY KEY,
    public_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tickets (
    public_id TEXT PRIMARY KEY,
    newest_before INTEGER NOT NULL,
    begun_at REAL NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0,
    helpdesk_id TEXT
);
CREATE TABLE IF NOT EXISTS stands (
    public_id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS erased (
    public_id TEXT PRIMARY KEY
);
"""


NEW = (1, "open")  # as every ticket begins


@dataclass(frozen=True, slots=True)
class Creation:
    """An attempt to create a ticket; `ended`: the help desk's answer, good or bad, was seen."""

    newest_before: int
    begun_at: float
    ended: bool
    helpdesk_id: str | None


class Memory:
    """Which webhooks were dealt with, and which tickets were begun and created."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(SCHEMA)

    def is_done(self, webhook_id: str) -> bool:
        """Whether the webhook has had its effect."""
        query = "SELECT 1 FROM webhooks WHERE webhook_id = ?"
        return self._database.execute(query, (webhook_id,)).fetchone() is not None

    def creation(self, public_id: str) -> Creation | None:
        """What was done for a ticket before."""
        query = (
            "SELECT newest_before, begun_at, ended, helpdesk_id FROM tickets WHERE public_id = ?"
        )
        row = self._database.execute(query, (public_id,)).fetchone()
        if row is None:
            return None
        return Creation(row[0], row[1], bool(row[2]), None if row[3] is None else str(row[3]))

    def begin(self, public_id: str, *, newest_before: int, now: float) -> None:
        """Noted before the help desk is asked: a crash in between must leave a trace."""
        self._database.execute(
            "INSERT INTO tickets (public_id, newest_before, begun_at) VALUES (?, ?, ?) "
            "ON CONFLICT (public_id) DO UPDATE SET begun_at = excluded.begun_at, ended = 0",
            (public_id, newest_before, now),
        )

    def end(self, public_id: str) -> None:
        """The help desk has answered; nothing of ours is under way there any more."""
        self._database.execute("UPDATE tickets SET ended = 1 WHERE public_id = ?", (public_id,))

    def done(self, webhook_id: str, public_id: str, helpdesk_id: str) -> None:
        """The ticket is in the help desk."""
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(
            "UPDATE tickets SET ended = 1, helpdesk_id = ? WHERE public_id = ?",
            (helpdesk_id, public_id),
        )
        self._database.execute(
            "INSERT OR IGNORE INTO webhooks VALUES (?, ?)", (webhook_id, public_id)
        )
        self._database.execute("COMMIT")

    def found(self, public_id: str, helpdesk_id: str, *, now: float) -> None:
        """The ticket was there, though nobody remembered."""
        self._database.execute(
            "INSERT INTO tickets (public_id, newest_before, begun_at, ended, helpdesk_id) "
            "VALUES (?, 0, ?, 1, ?) "
            "ON CONFLICT (public_id) DO UPDATE SET ended = 1, helpdesk_id = excluded.helpdesk_id",
            (public_id, now, helpdesk_id),
        )

    def followed(self, webhook_id: str, public_id: str) -> None:
        """What happened to the ticket was told to the help desk."""
        self._database.execute(
            "INSERT OR IGNORE INTO webhooks VALUES (?, ?)", (webhook_id, public_id)
        )

    def last_told(self, public_id: str) -> tuple[int, str]:
        """With which event the help desk was told last where a ticket stands, and where."""
        query = "SELECT sequence, status FROM stands WHERE public_id = ?"
        row = self._database.execute(query, (public_id,)).fetchone()
        return NEW if row is None else (row[0], row[1])

    def told(self, public_id: str, sequence: int, status: str) -> None:
        """The ticket stands in the help desk as this event left it."""
        self._database.execute(
            "INSERT OR REPLACE INTO stands VALUES (?, ?, ?)", (public_id, sequence, status)
        )

    def public_id_of(self, helpdesk_id: str) -> str | None:
        """Which of Primera's tickets this one of the help desk is."""
        query = "SELECT public_id FROM tickets WHERE CAST(helpdesk_id AS TEXT) = ?"
        row = self._database.execute(query, (helpdesk_id,)).fetchone()
        return None if row is None else str(row[0])

    def erase(self, public_id: str) -> None:
        """From now on no ticket is created under this id, whatever comes late."""
        self._database.execute("INSERT OR IGNORE INTO erased VALUES (?)", (public_id,))

    def is_erased(self, public_id: str) -> bool:
        """Whether the ticket's contact wants to be forgotten."""
        query = "SELECT 1 FROM erased WHERE public_id = ?"
        return self._database.execute(query, (public_id,)).fetchone() is not None

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
