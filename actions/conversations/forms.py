"""Which release a conversation's form belongs to, as Rasa's tracker store wrote it down."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from actions.conversations.tables import dialogue_state


def form_of(connection: Connection, conversation_id: str) -> str | None:
    """The release in whose form the conversation is; None if it is in no form."""
    query = select(dialogue_state.c.state).where(
        dialogue_state.c.conversation_id == conversation_id
    )
    state = connection.execute(query).scalar_one_or_none()
    return _release(json.loads(state)) if state else None


def forms_since(connection: Connection, since: datetime) -> Mapping[str, int]:
    """Release → how many conversations are in a form of it and have said something since."""
    query = select(dialogue_state.c.state).where(dialogue_state.c.updated_at >= since.timestamp())
    found = (_release(json.loads(state)) for state in connection.execute(query).scalars())
    return Counter(release for release in found if release is not None)


def _release(state: Mapping[str, Any]) -> str | None:
    return state.get("release") if state.get("active_loop") else None
