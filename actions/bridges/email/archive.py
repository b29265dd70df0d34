"""Archive: what was read in the mailbox, so that a thread may be filed away; a SQLite file."""

import sqlite3
from pathlib import Path
from typing import Any

from actions.bridges.email.reply import Said

SCHEMA = """
CREATE TABLE IF NOT EXISTS said (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    state TEXT,
    author TEXT
);
CREATE TABLE IF NOT EXISTS looked (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    validity TEXT NOT NULL,
    uid INTEGER NOT NULL
);
"""
OPEN = "open"


class Archive:
    """Of each thread, what people said to the customer and which state they gave it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA secure_delete=ON")
        self._database.executescript(SCHEMA)

    def keep(self, public_id: str, message_id: str, said: Said) -> None:
        """The same mail again changes nothing."""
        self._database.execute(
            "INSERT OR IGNORE INTO said (public_id, message_id, text, state, author) "
            "VALUES (?, ?, ?, ?, ?)",
            (public_id, message_id, said.text, said.state, said.author),
        )

    def read(self, public_id: str) -> tuple[str, list[dict[str, Any]]]:
        """The state, and the messages to the customer."""
        rows = self._database.execute(
            "SELECT message_id, text, state, author FROM said WHERE public_id = ? ORDER BY number",
            (public_id,),
        ).fetchall()
        states = [row[2] for row in rows if row[2]]
        messages = [{"id": row[0], "text": row[1], "author": row[3]} for row in rows if row[1]]
        return (states[-1] if states else OPEN), messages

    def looked(self, validity: str) -> int:
        """Up to which mail the mailbox was read; 0 if it is another one by now."""
        row = self._database.execute("SELECT validity, uid FROM looked").fetchone()
        return int(row[1]) if row and row[0] == validity else 0

    def look(self, validity: str, uid: int) -> None:
        """It was read up to this mail."""
        self._database.execute("INSERT OR REPLACE INTO looked VALUES (1, ?, ?)", (validity, uid))

    def forget(self, public_id: str) -> None:
        """Nothing of the thread stays."""
        self._database.execute("DELETE FROM said WHERE public_id = ?", (public_id,))
