"""Run in the Rasa environment: train a pipeline, load it again, parse the messages on stdin.

Arguments: configuration, training data, folder for the model. Prints one line of JSON.
"""

import asyncio
import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")  # Rasa's and TensorFlow's own
logging.disable(logging.ERROR)

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.model_training import train_nlu  # noqa: E402
from rasa.utils.log_utils import configure_structlog  # noqa: E402


async def parsed(agent: Agent, messages: list[dict[str, str]]) -> list[dict]:
    """What the loaded pipeline says of each message."""
    return [
        await agent.processor.parse_message(
            UserMessage(message["text"], metadata={"locale": message["locale"]})
        )
        for message in messages
    ]


if __name__ == "__main__":
    configure_structlog(logging.CRITICAL)
    configuration, training_data, models = sys.argv[1:]
    archive = train_nlu(configuration, training_data, models)
    results = asyncio.run(parsed(Agent.load(archive), json.load(sys.stdin)))
    sys.stdout.write("\n" + json.dumps(results) + "\n")
