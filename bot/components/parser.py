"""Reads messages with a trained model, as the serving Rasa reads them.

Request: `{"model", "encoder", "messages": [{"text", "locale"}, …]}`; answer: `{"readings": […]}`,
in the same order, or `{"error"}`, which names a class and a place in the code but no word of a
message.
"""

from __future__ import annotations

import asyncio
import functools
import os
import sys
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.components import encoder, progress, quiet_logs


def parse(request: dict[str, Any]) -> dict[str, Any]:
    """Loads the model and reads every message on its own."""
    os.environ[encoder.VARIABLE] = request["encoder"]
    progress.tell("loading the model")
    try:
        agent = _loaded(request["model"], request["encoder"])
        return {"readings": asyncio.run(_readings(agent, request["messages"]))}
    except Exception:  # a model that is damaged or of another encoder, or a component's surprise
        return {"error": quiet_logs.told(sys.exc_info())}


@functools.lru_cache(maxsize=1)
def _loaded(model: str, _encoder: str) -> Any:
    """The model; kept, for whoever tries it asks one message after another."""
    return Agent.load(model)


async def _readings(agent: Any, messages: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        await agent.processor.parse_message(
            UserMessage(message["text"], metadata={"locale": message["locale"]})
        )
        for message in progress.counted(messages, "reading", "messages")
    ]
