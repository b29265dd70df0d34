"""Run in the Rasa environment: keep turns, lose processes, and say what came back.

Arguments: database URL, domain file. Prints one line of JSON.
"""

import asyncio
import json
import logging
import sqlite3
import sys
import warnings
from contextlib import closing
from types import SimpleNamespace

warnings.simplefilter("ignore")  # Rasa's and TensorFlow's own
logging.disable(logging.ERROR)

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import (  # noqa: E402
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SlotSet,
    UserUttered,
)

from bot.components.compact_tracker_store import CompactTrackerStore  # noqa: E402
from bot.components.whole_turns import whole  # noqa: E402

MANY_TURNS = 30
SLOTS = {
    "requested_slot": "name",
    "contact": "ana@ejemplo.es",
    "skipped": ["order_number"],
    "details": {"also_asks": "¿y los portes?"},
}


def turn(message_id, *, says, slots):
    """The events of a turn inside the form, as Rasa has them."""
    spoken = [BotUttered(None, {"custom": {"text": text}}) for text in says]
    return [
        UserUttered("ana@ejemplo.es", metadata={"message_id": message_id}),
        ActionExecuted("ticket_form"),
        ActiveLoop("ticket_form"),
        *(SlotSet(name, value) for name, value in slots.items()),
        *spoken,
        ActionExecuted("action_listen"),
    ]


async def take_turn(store, message_id, *, says, slots):
    """One turn, by a process that has only what the store gives it; how many events it met."""
    tracker = await store.retrieve("cnv_1") or store.init_tracker("cnv_1")
    met = len(tracker.events)
    for event in turn(message_id, says=says, slots=slots):
        tracker.update(event, store.domain)
    await store.save(tracker)
    return met


def seen(tracker):
    return {
        "slots": {name: tracker.get_slot(name) for name in SLOTS},
        "loop": tracker.active_loop_name,
        "action": tracker.latest_action_name,
    }


async def send(store, handle, message_id):
    """What the REST channel would answer; None when the turn failed."""
    channel = CollectingOutputChannel()
    message = UserMessage("hola", channel, "cnv_1", metadata={"message_id": message_id})
    processor = SimpleNamespace(tracker_store=store)
    try:
        await whole(handle)(processor, message)
    except OSError:
        return {"failed_with": channel.messages}
    return [said["custom"] for said in channel.messages]


async def speaks(processor, message):
    await message.output_channel.send_custom_json(message.sender_id, {"text": "again"})


async def speaks_and_fails(processor, message):
    await speaks(processor, message)
    raise OSError("the database is locked")


def erase(url):
    """What the gateway does when the contact wants everything deleted."""
    run(url, "DELETE FROM dialogue_state")
    run(url, "INSERT INTO erased_conversations VALUES ('cnv_1', '2026-03-24')")


def restore(url):
    run(url, "DELETE FROM erased_conversations")


def run(url, sql):
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        database.execute(sql)


async def facts(url, domain):
    def process():
        return CompactTrackerStore(domain, None, url)

    result = {"unknown": await process().retrieve("cnv_1")}
    await take_turn(process(), "msg_1", says=["¿Cómo te llamas?"], slots=SLOTS)
    result["complete"] = seen(await process().retrieve("cnv_1"))
    await take_turn(process(), "msg_2", says=[], slots={"contact": "half a turn"})
    result["after_half_a_turn"] = seen(await process().retrieve("cnv_1"))
    result["said_again"] = await send(process(), speaks, "msg_1")
    result["said_anew"] = await send(process(), speaks, "msg_2")
    result["half_said"] = await send(process(), speaks_and_fails, "msg_2")
    result["met"] = [
        await take_turn(process(), f"msg_{n}", says=["…"], slots=SLOTS) for n in range(MANY_TURNS)
    ]
    erase(url)
    await take_turn(process(), "msg_late", says=["…"], slots=SLOTS)
    result["after_erasure"] = await process().retrieve("cnv_1")
    restore(url)
    await take_turn(process(), "msg_again", says=["…"], slots=SLOTS)
    smaller = domain.as_dict()
    del smaller["slots"]["details"]
    store = CompactTrackerStore(Domain.from_dict(smaller), None, url)
    result["without_a_slot"] = sorted((await store.retrieve("cnv_1")).slots)
    return result


if __name__ == "__main__":
    database_url, domain_file = sys.argv[1:]
    result = asyncio.run(facts(database_url, Domain.load(domain_file)))
    sys.stdout.write("\n" + json.dumps(result) + "\n")
