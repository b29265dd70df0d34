"""Reads messages with a trained model, as the serving Rasa reads them: JSON in, JSON out.

Request: `{"model", "messages": [{"text", "locale"}, …]}`; answer: `{"readings": […]}`, in the same
order, or `{"error"}`, which names a class and a place in the code but no word of a message.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from bot.components import one_request


def parse(request: dict[str, Any]) -> dict[str, Any]:
    """Loads the model once and reads every message on its own."""
    from rasa.core.agent import Agent

    from bot.components import quiet_logs

    quiet_logs.configure()
    try:
        agent = Agent.load(request["model"])
        return {"readings": asyncio.run(_readings(agent, request["messages"]))}
    except Exception:  # a model that is damaged or of another encoder, or a component's surprise
        return {"error": quiet_logs.told(sys.exc_info())}


async def _readings(agent: Any, messages: list[dict[str, str]]) -> list[dict[str, Any]]:
    from rasa.core.channels.channel import UserMessage

    return [
        await agent.processor.parse_message(
            UserMessage(message["text"], metadata={"locale": message["locale"]})
        )
        for message in messages
    ]


if __name__ == "__main__":
    one_request.serve(parse)
