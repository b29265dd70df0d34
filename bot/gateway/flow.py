"""From a message that is kept to what the bot says about it, whatever fails on the way."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Set
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
from bot.gateway.blocking import Blocking
from bot.gateway.feed import Feed, Hint
from bot.gateway.honest_line import HonestLines, worth_saying
from bot.gateway.lane import Lane, OpenMessage, in_language, pending_of
from bot.gateway.limits import Patience
from bot.gateway.masking import Secret
from bot.gateway.problems import TooManyMessages
from bot.gateway.rasa_client import RasaClient, RasaUnavailable
from bot.gateway.surprise import log, report

Value = TypeVar("Value")


class Flow:
    """Keeps every message first, then has Rasa act on it until it is dealt with or given up."""

    def __init__(
        self,
        conversations: ConversationStore,
        rasa: RasaClient,
        *,
        feed: Feed,
        lines: HonestLines,
        blocking: Blocking,
        patience: Patience,
        backlog: int,
        now: Callable[[], datetime],
    ) -> None:
        self._conversations = conversations
        self._rasa = rasa
        self._feed = feed
        self._lines = lines
        self._blocking = blocking
        self._patience = patience
        self._backlog = backlog
        self._now = now
        # A lane lives while somebody receives into it or works on it.
        self._lanes: WeakValueDictionary[str, Lane] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def receive(
        self,
        conversation: Conversation,
        *,
        client_message_id: str,
        text: str,
        button_id: str | None,
        locale: str | None = None,
        secrets: Set[Secret] = frozenset(),
    ) -> Received:
        """Commits the message and lets the bot act on it, also if the caller hangs up.

        From here on the conversation is in `locale`, if one is given. `secrets` were masked in
        the text, which the contact is told.

        Raises TooManyMessages, and what ConversationStore.receive raises.
        """
        receiving = self._receive(
            self._lane(conversation),
            client_message_id=client_message_id,
            text=text,
            button_id=button_id,
            locale=locale,
            notice=self._lines.hidden(secrets),
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

    async def resume(self) -> None:
        """Takes up the messages that were open when the last gateway stopped or was killed."""
        for pending in await self._blocking(self._conversations.unhandled):
            conversation = await self._blocking(self._conversations.get, pending.conversation_id)
            if conversation is not None:
                apologised = await self._has_apologised(pending)
                self._enqueue(self._lane(conversation), pending, apologised=apologised)

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
            if received.new:
                lane.conversation = in_language(lane.conversation, locale)
                self._enqueue(lane, pending_of(conversation_id, received))
        self._feed.announce(conversation_id)
        return received

    def _enqueue(self, lane: Lane, pending: Pending, *, apologised: bool = False) -> None:
        message = OpenMessage(pending, asyncio.get_running_loop().time(), apologised=apologised)
        lane.queue.append(message)
        self._start(self._keep_promise(lane, message))
        if lane.worker is None:
            lane.worker = self._start(self._work(lane))

    async def _work(self, lane: Lane) -> None:
        while lane.queue and not lane.gone:
            message = lane.queue[0]
            self._typing(lane, True)
            while not await self._settled(lane, message) and not lane.gone:
                message.failures += 1
                await asyncio.sleep(self._patience.before_retry(message.failures))
            self._typing(lane, False)
            lane.queue.popleft()
        lane.worker = None

    async def _settled(self, lane: Lane, message: OpenMessage) -> bool:
        """Whether this try dealt with the message; never raises, or the lane would stand still."""
        try:
            await self._say(lane, message, await self._what_to_say(lane, message))
        except UnknownConversation:  # erased meanwhile, here or by another process
            lane.gone = True
        except RasaUnavailable as failure:
            log.warning("message %s, try %d: %s", message.id, message.failures + 1, failure)
        except Exception as error:
            report(error, f"message {message.id}, try {message.failures + 1}")
        return message.settled

    async def _what_to_say(self, lane: Lane, message: OpenMessage) -> list[Reply]:
        open_for = asyncio.get_running_loop().time() - message.since
        if message.failures and open_for >= self._patience.give_up:
            log.error("message %s: given up after %d tries", message.id, message.failures)
            return [self._lines.gave_up(await self._language(lane))]
        if message.replies is None:
            message.replies = await self._recorded(message) or await self._rasa.replies(
                message.pending, conversation=lane.conversation
            )
        written_since = len(lane.queue) > 1
        return worth_saying(message.replies, late=message.apologised, written_since=written_since)

    async def _recorded(self, message: OpenMessage) -> list[Reply] | None:
        # Rasa may have done the turn and its answer been lost: doing it twice would, for
        # example, fill the next field of a form with the same words.
        return await self._blocking(
            self._conversations.replies_recorded, message.pending.conversation_id, message.id
        )

    async def _say(self, lane: Lane, message: OpenMessage, replies: list[Reply]) -> None:
        async with lane.committing:
            await self._blocking(
                self._conversations.reply,
                lane.conversation.id,
                in_reply_to=[message.id],
                replies=replies,
                now=self._now(),
            )
            message.settled = True
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
                report(error, f"message {message.id}, honest line")
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
