"""TurnAction: the frame of every action: hear, decide, remember, speak."""

import asyncio
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversations.message import Reply
from actions.logs import logger, told
from actions.request_id import serving
from actions.turns.first import first_of_all
from actions.turns.heard import Heard, heard_in, request_id_of
from actions.turns.known import with_details
from actions.turns.language import conversation_language
from actions.turns.memory import Memory
from actions.turns.metrics import ACTION_SECONDS, ACTIONS_FAILED
from actions.turns.notices import with_notices
from actions.turns.record import recorded, start_of
from actions.turns.services import Services, services
from actions.turns.status_code import said_for_a_code
from actions.turns.visitor import without_former

log = logger("actions")

# The gateway waits 7 s for a whole turn; an action that takes longer has failed.
DEADLINE_SECONDS = 4.0

TICKET_FORM = "ticket_form"


@dataclass(frozen=True, slots=True)
class Step:
    """What a turn leads to. Exactly one action of a turn speaks, the last one: a turn that fails
    half-way has said nothing and can be repeated whole.
    """

    memory: Memory
    replies: tuple[Reply, ...] = ()
    followup: str | None = None


class TurnAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk has no types
    """An action that decides in `decide` and leaves the rest to this class."""

    # Whether protocols and calming go before it, and whether it asks the form's questions.
    goes_second = True
    is_the_form = False

    @abstractmethod
    def decide(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """What to remember, say and do next; may read and write the stores of `outside`."""

    def decided(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        """What `decide` says, with the notices before it."""
        memory = without_former(memory, outside.visitor)
        first = (
            first_of_all(heard, memory, outside, in_form=self.is_the_form)
            if self.goes_second
            else None
        )
        if first is not None:
            step = Step(first.memory, first.replies, TICKET_FORM if first.to_form else None)
        elif told := said_for_a_code(heard, memory, outside):
            step = Step(*told)
        elif memory.rated is not None and not self.is_the_form:
            step = self._after_a_rating(heard, memory, outside)
        else:
            step = self.decide(heard, memory, outside)
        notices = outside.controls().notices
        if not notices:
            return step
        language = step.memory.language or outside.workspace.settings.default_language

        def topic_of(article_id: str) -> str | None:
            article = outside.knowledge.article(article_id, language)
            return article.topic if article else None

        return with_notices(step, notices, topic_of, language, now=outside.now())

    def _after_a_rating(self, heard: Heard, memory: Memory, outside: Services) -> Step:
        # Imported here: `resolution` has actions, which are made of this class.
        from actions.turns.resolution import comment_step

        return comment_step(heard, memory, outside) or self.decide(
            heard, replace(memory, rated=None), outside
        )

    def _acted(self, heard: Heard, earlier: Memory, *, in_form: bool) -> tuple[Step, Services]:
        """The step, and what it was decided with; waits for the stores."""
        now = services()
        outside = now.held_still(now.conversations.visitor(heard.conversation_id, now=now.now()))
        memory = remembered(earlier, heard, outside, in_form=in_form)
        return self.decided(heard, memory, outside), outside

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Called by Rasa. The conversation's id is the sender's id, given by the gateway."""
        begun = time.monotonic()
        with serving(request_id_of(tracker.latest_message)):
            try:
                step, events = await self._run(dispatcher, tracker)
            except Exception as error:
                # Told here, where the request is known, and without the words that it quotes.
                log.error("an action failed", action=self.name(), exception=told(error))
                ACTIONS_FAILED.labels(self.name()).inc()
                raise
            decisions = [reply.turn.decision for reply in step.replies]
            seconds = round(time.monotonic() - begun, 3)
            log.info("action", action=self.name(), decisions=decisions, seconds=seconds)
            ACTION_SECONDS.labels(self.name()).observe(seconds)
        return events

    async def _run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> tuple[Step, list[dict[str, Any]]]:
        heard = heard_in(tracker.sender_id, tracker.latest_message)
        earlier = Memory.from_slots(tracker.slots)
        in_form = (tracker.active_loop or {}).get("name") == TICKET_FORM
        step, outside = await asyncio.wait_for(
            asyncio.to_thread(self._acted, heard, earlier, in_form=in_form), DEADLINE_SECONDS
        )
        now, controls = outside.now(), outside.controls()
        start = start_of(tracker.events, heard, controls, at=now, visitor=outside.visitor)
        for reply in recorded(step.replies, start):
            dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return step, events_of(step, earlier)


def remembered(earlier: Memory, heard: Heard, outside: Services, *, in_form: bool) -> Memory:
    """The memory at the start of an action: which message it is, in which language."""
    languages = outside.workspace.settings.languages
    # Rasa keeps requested_slot after a form; it means something only while the form is active.
    requested = earlier.requested_slot if in_form else None
    memory = replace(earlier, requested_slot=requested)
    memory = replace(
        memory,
        language=conversation_language(memory, heard, languages),
        locale=heard.locale or earlier.locale,
        message_id=heard.message_id,
    )
    # Inside the form a detail may be a correction, which the form decides and says.
    return memory if in_form else with_details(memory, heard, forms=outside.fields.forms)[0]


def events_of(step: Step, earlier: Memory) -> list[dict[str, Any]]:
    """Slot and follow-up events; `message_id` always: Rasa's form rejects a turn without slots."""
    changes = step.memory.changes_since(earlier)
    changes["message_id"] = step.memory.message_id
    events: list[dict[str, Any]] = [SlotSet(name, value) for name, value in changes.items()]
    return [*events, FollowupAction(step.followup)] if step.followup else events
