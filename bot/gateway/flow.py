"""From a message that is kept to what the bot says about it, whatever fails on the way."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence, Set
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from actions.conversations import (
    Conversation,
    ConversationStore,
    Pending,
    Received,
    Reply,
    UnknownConversation,
)
from actions.handoffs import HandoffStore
from actions.request_id import serving
from bot.gateway.blocking import Blocking
from bot.gateway.feed import Feed, Hint
from bot.gateway.honest_line import HonestLines, worth_saying
from bot.gateway.lane import Lane, OpenMessage, in_language, pending_of
from bot.gateway.limits import Patience
from bot.gateway.masking import Secret
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.problems import TooManyMessages
from bot.gateway.rasa_client import RasaClient, RasaUnavailable
from bot.gateway.surprise import log, report

Value = TypeVar("Value")

# The payload of the button of those who wait for a person: back to the bot.
STAY = "/cancel"


class Flow:
    """Keeps every message first, then has Rasa act on it until it is dealt with or given up."""

    def __init__(
        self,
        conversations: ConversationStore,
        rasa: RasaClient,
        handoffs: HandoffStore,
        *,
        feed: Feed,
        lines: HonestLines,
        blocking: Blocking,
        patience: Patience,
        backlog: int,
        now: Callable[[], datetime],
        tell_agents: Callable[[], None],
        metrics: GatewayMetrics,
    ) -> None:
        self._conversations = conversations
        self._rasa = rasa
        self._handoffs = handoffs
        self._feed = feed
        self._lines = lines
        self._blocking = blocking
        self._patience = patience
        self._backlog = backlog
        self._now = now
        self._tell_agents = tell_agents
        self._metrics = metrics
        # A lane lives while somebody receives into it or works on it.
        self._lanes: WeakValueDictionary[str, Lane] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._trying: set[asyncio.Task[Any]] = set()
        self._draining = False

    async def receive(
        self,
        conversation: Conversation,
        *,
        client_message_id: str,
        text: str,
        button_id: str | None,
        attachment_ids: Sequence[str] = (),
        locale: str | None = None,
        secrets: Set[Secret] = frozenset(),
        refused_files: Sequence[str] = (),
    ) -> Received:
        """Commits the message and lets the bot act on it, also if the caller hangs up.

        From here on the conversation is in `locale`, if one is given. `secrets` were masked in
        the text and `refused_files` not taken, which the contact is told.

        Raises TooManyMessages, and what ConversationStore.receive raises.
        """
        receiving = self._receive(
            self._lane(conversation),
            client_message_id=client_message_id,
            text=text,
            button_id=button_id,
            attachment_ids=attachment_ids,
            locale=locale,
            notice=self._lines.about(secrets, refused_files),
            # There is nothing to understand in files alone.
            receipt=None if text or button_id else self._lines.files_received,
        )
        return await asyncio.shield(self._start(receiving))

    async def erase(self, conversation: Conversation, erase: Callable[[], Awaitable[bool]]) -> bool:
        """Erases the conversation between two of its messages; what `erase` says.

        Whatever Rasa still says to it is dropped, and its watchers are let go.
        """
        lane = self._lane(conversation)
        async with lane.receiving, lane.committing:
            erased = await erase()
            lane.gone = True
        self._feed.dismiss(conversation.id)
        return erased

    def take_up(self, handoffs: HandoffStore, lines: HonestLines) -> None:
        """From now on with the words and teams of another release."""
        self._handoffs, self._lines = handoffs, lines

    async def resume(self) -> None:
        """Takes up the messages that were open when the last gateway stopped or was killed."""
        for pending in await self._blocking(self._conversations.unhandled):
            conversation = await self._blocking(self._conversations.get, pending.conversation_id)
            if conversation is not None:
                apologised = await self._has_apologised(pending)
                self._enqueue(self._lane(conversation), pending, apologised=apologised)

    async def drain(self, *, within: float) -> None:
        """Begins nothing any more, and waits so many seconds at most for what Rasa is at."""
        self._draining = True
        if self._trying:
            await asyncio.wait(set(self._trying), timeout=within)

    async def stop(self) -> None:
        """Stops working; what is open stays open in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _receive(self, lane: Lane, *, locale: str | None, **message: Any) -> Received:
        conversation_id = lane.conversation.id
        async with lane.receiving:
            if len(lane.queue) >= self._backlog:
                wait = str(self._patience.retry_after_backlog)
                raise TooManyMessages(headers={"Retry-After": wait})
            received = await self._blocking(
                self._conversations.receive,
                conversation_id,
                **message,
                locale=locale,
                now=self._now(),
            )
            log.info("message kept", message_id=received.message.message_id, again=not received.new)
            if received.new:
                self._metrics.messages.inc()
            if received.for_people:
                await self._pass_on(lane, received)
            elif received.new:
                lane.conversation = in_language(lane.conversation, locale)
                if not message["receipt"]:
                    self._enqueue(lane, pending_of(conversation_id, received))
        self._feed.announce(conversation_id)
        return received

    async def _pass_on(self, lane: Lane, received: Received) -> None:
        """People read it; the one button that the bot still obeys is the way back to it."""
        if received.payload == STAY:
            await self._blocking(self._handoffs.leave, lane.conversation.id, now=self._now())
        self._tell_agents()

    def _enqueue(self, lane: Lane, pending: Pending, *, apologised: bool = False) -> None:
        message = OpenMessage(pending, asyncio.get_running_loop().time(), apologised=apologised)
        lane.queue.append(message)
        self._metrics.waiting.inc()
        with serving(pending.request_id):
            self._start(self._keep_promise(lane, message))
        if lane.worker is None:
            lane.worker = self._start(self._work(lane))

    async def _work(self, lane: Lane) -> None:
        while lane.queue and not (lane.gone or self._draining):
            message = lane.queue[0]
            with serving(message.pending.request_id):
                if not await self._dealt_with(lane, message):
                    return
            lane.queue.popleft()
            self._metrics.waiting.dec()
        if lane.gone:  # nobody waits there any more
            self._metrics.waiting.dec(len(lane.queue))
            lane.queue.clear()
        lane.worker = None

    async def _dealt_with(self, lane: Lane, message: OpenMessage) -> bool:
        """Not, where the gateway stops first: the next one takes it up."""
        self._typing(lane, True)
        while not await self._tried(lane, message) and not lane.gone:
            message.failures += 1
            await asyncio.sleep(self._patience.before_retry(message.failures))
            if self._draining:
                return False
        self._typing(lane, False)
        return True

    async def _tried(self, lane: Lane, message: OpenMessage) -> bool:
        trying = asyncio.ensure_future(self._settled(lane, message))
        self._trying.add(trying)
        try:
            return await trying
        finally:
            self._trying.discard(trying)

    async def _settled(self, lane: Lane, message: OpenMessage) -> bool:
        """Whether this try dealt with the message; never raises, or the lane would stand still."""
        try:
            if not await self._is_for_people(lane, message):
                await self._say(lane, message, await self._what_to_say(lane, message))
        except UnknownConversation:  # erased meanwhile, here or by another process
            lane.gone = True
        except RasaUnavailable as failure:
            self._metrics.rasa_failures.inc()
            log.warning("Rasa failed", **_known(message), reason=str(failure))
        except Exception as error:
            report(error, "a turn", **_known(message))
        return message.settled

    async def _what_to_say(self, lane: Lane, message: OpenMessage) -> list[Reply]:
        open_for = asyncio.get_running_loop().time() - message.since
        if message.failures and open_for >= self._patience.give_up:
            log.error("given up", **_known(message))
            self._metrics.given_up.inc()
            return [self._lines.gave_up(await self._language(lane))]
        if message.replies is None:
            message.replies = await self._rasa.replies(
                message.pending, conversation=lane.conversation
            )
        written_since = len(lane.queue) > 1
        return worth_saying(message.replies, late=message.apologised, written_since=written_since)

    async def _is_for_people(self, lane: Lane, message: OpenMessage) -> bool:
        """Whether people have the conversation by now: then the bot has nothing to say to it."""
        standing = await self._blocking(
            self._conversations.standing, lane.conversation.id, message.id
        )
        if standing.with_people:
            await self._blocking(
                self._conversations.pass_to_people,
                lane.conversation.id,
                message.id,
                now=self._now(),
            )
            message.settled = True
            self._tell_agents()
        # Rasa may have done the turn and its answer been lost: doing it twice would, for
        # example, fill the next field of a form with the same words.
        message.replies = message.replies or standing.replies
        return standing.with_people

    async def _say(self, lane: Lane, message: OpenMessage, replies: list[Reply]) -> None:
        beginning = self._handoffs.beginning(lane.conversation.id, replies, now=self._now())
        async with lane.committing:
            await self._blocking(
                self._conversations.reply,
                lane.conversation.id,
                in_reply_to=[message.id],
                replies=replies,
                also=beginning,
                now=self._now(),
            )
            message.settled = True
        seconds = _seconds_since(message)
        log.info("answered", **_known(message), seconds=seconds, said=len(replies))
        self._metrics.answered(replies, seconds=seconds)
        if beginning is not None:
            self._tell_agents()
        self._feed.announce(lane.conversation.id)

    async def _keep_promise(self, lane: Lane, message: OpenMessage) -> None:
        """Says the honest line if the message is still open when it is due."""
        await asyncio.sleep(self._patience.honest_line)
        while not (message.settled or message.apologised or lane.gone):
            try:
                await self._apologise(lane, message)
            except UnknownConversation:
                lane.gone = True
            except Exception as error:
                report(error, "the honest line", **_known(message))
                await asyncio.sleep(self._patience.first_retry)

    async def _apologise(self, lane: Lane, message: OpenMessage) -> None:
        async with lane.committing:
            if message.settled:
                return
            text, buttons = self._lines.honest(await self._language(lane))
            await self._blocking(
                self._conversations.notice,
                lane.conversation.id,
                in_reply_to=[message.id],
                text=text,
                buttons=buttons,
                now=self._now(),
            )
            message.apologised = True
        log.warning("honest line said", **_known(message))
        self._metrics.deadlines_missed.inc()
        self._typing(lane, False)
        self._feed.announce(lane.conversation.id)

    async def _language(self, lane: Lane) -> str:
        # What the bot spoke last: the contact may write in another language than the page.
        return await self._blocking(self._conversations.language, lane.conversation.id)

    async def _has_apologised(self, pending: Pending) -> bool:
        later = await self._blocking(
            self._conversations.messages, pending.conversation_id, after=pending.seq
        )
        return any(
            (message.kind, message.sender) == ("notice", "bot")
            and pending.message_id in message.in_reply_to
            for message in later
        )

    def _typing(self, lane: Lane, active: bool) -> None:
        self._feed.hint(lane.conversation.id, Hint("typing", {"typing": active}))

    def _lane(self, conversation: Conversation) -> Lane:
        return self._lanes.setdefault(conversation.id, Lane(conversation))

    def _start(self, work: Coroutine[Any, Any, Value]) -> asyncio.Task[Value]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever awaited it has it; asyncio would log it with its words


def _known(message: OpenMessage) -> dict[str, Any]:
    return {"message_id": message.id, "try": message.failures + 1}


def _seconds_since(message: OpenMessage) -> float:
    return round(asyncio.get_running_loop().time() - message.since, 3)
