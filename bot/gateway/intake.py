"""Intake: takes in what contacts write by another channel, as if it were written in the chat."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from actions.channels import (
    Begun,
    Channel,
    ChannelDown,
    Incoming,
    Threads,
    Unwanted,
    chosen,
)
from actions.conversations import ConflictingMessage, Conversation, UnknownConversation
from actions.logs import logger
from actions.tickets import TicketError
from bot.gateway.attachments import keep_file
from bot.gateway.blocking import Blocking
from bot.gateway.bodies import LONGEST_TEXT
from bot.gateway.edge import clean_text
from bot.gateway.gateway import Gateway
from bot.gateway.language import offered
from bot.gateway.masking import Masked, masked
from bot.gateway.problems import Problem, TooManyMessages, TooOften
from bot.gateway.rates import Caller
from bot.gateway.surprise import report

log = logger("channels")

# What lies aside, and what is remembered of arrivals, is gone through this often.
TIDY = timedelta(hours=1)
# As long as an erasure is remembered, and as anything may lie aside.
ASIDE = timedelta(days=30)


class Intake:
    """One channel's. Each message is taken in once, also by several gateways and after a crash."""

    def __init__(
        self,
        channel: Channel,
        gateway: Gateway,
        threads: Threads,
        *,
        every: float,
        aside: timedelta = ASIDE,
    ) -> None:
        self._channel = channel
        self._gateway = gateway
        self._threads = threads
        self._every = every
        self._aside = aside
        # A mail server may take its time: nobody's message waits for it.
        self._blocking = Blocking(threads=1)
        self._tidied_at = gateway.now() - TIDY
        self._down = ""

    async def run(self) -> None:
        """Until cancelled; a channel that does not answer is asked again."""
        while True:
            try:
                await self.look()
                self._is_up()
            except ChannelDown as down:
                self._is_down(str(down))
            except Exception as error:
                report(error, "taking in what came by a channel")
            await asyncio.sleep(self._every)

    async def look(self) -> int:
        """Takes in once what has come; how much there was."""
        now = self._gateway.now()
        since = await self._blocking(self._threads.since, self._channel.place, now=now)
        came = await self._blocking(self._channel.receive, since=since)
        done, aside = [], []
        for each in came:
            match await self._taken(each):
                case "done":
                    done.append(each.receipt)
                case "aside":
                    aside.append(each.receipt)
        await self._blocking(self._channel.settle, done=done, aside=aside)
        await self._tidy()
        return len(came)

    def close(self) -> None:
        """After what is under way."""
        self._blocking.close()

    async def _taken(self, each: Incoming | Unwanted) -> str:
        """`done`, `aside`, or `left` for another time; one message never holds up the others."""
        if isinstance(each, Unwanted):
            return await self._laid_aside(each)
        begun = await self._blocking(
            self._threads.begin, self._channel.name, each, now=self._gateway.now()
        )
        match begun:
            case Begun.DONE:
                return "done"
            case Begun.OTHERS:
                return "left"
            case Begun.LOOP:
                log.warning("laid aside", channel=self._channel.name, reason="too much of one")
                return "aside"
        try:
            kept = await self._added(each) or await self._take(each)
        except (TooManyMessages, TooOften, UnknownConversation):
            await self._blocking(self._threads.end, each, state="left")
            return "left"
        except Exception as error:
            report(error, "a message of a channel")
            return "left"
        await self._blocking(self._threads.end, each, state="done")
        return kept

    async def _added(self, came: Incoming) -> str | None:
        """What answers news of a ticket is added to it, as behind its private link; None: nothing.

        Files cannot be added there: the mail then lies aside, where people find them.
        """
        number = await self._blocking(self._threads.ticket_of, came) if not came.threads else None
        if number is None or not (text := self._hidden(came).text):
            return None
        try:
            ticket = await self._gateway.blocking(self._gateway.private.tickets.get, number)
            self._gateway.rates.count("messages", self._caller(came, ticket.conversation_id))
            await self._gateway.blocking(
                self._gateway.private.reply,
                ticket,
                text,
                solved=None,
                key=f"{self._channel.name}:{self._threads.key_of(came)}",
                now=self._gateway.now(),
            )
        except TicketError:  # erased, or nothing may be added any more: it is a message like others
            return None
        self._gateway.feed.announce(ticket.conversation_id)
        return "aside" if came.files else "done"

    async def _laid_aside(self, each: Unwanted) -> str:
        log.info("laid aside", channel=self._channel.name, reason=each.reason)
        if each.gone:
            lost = await self._blocking(self._threads.lose, each.gone)
            log.warning("an address takes nothing", channel=self._channel.name, threads=lost)
        return "aside"

    async def _take(self, came: Incoming) -> str:
        gateway = self._gateway
        hidden = self._hidden(came)
        came = self._masked(came)
        conversation = await self._conversation(came)
        gateway.rates.count("messages", self._caller(came, conversation.id))
        kept, refused = await self._files(came, conversation.id)
        choice = await self._choice(came, conversation.id) if not came.files else None
        if not (hidden.text or choice or kept or refused):
            return "done"  # an empty mail says nothing to anybody
        try:
            await gateway.flow.receive(
                conversation,
                client_message_id=f"{self._channel.name}:{self._threads.key_of(came)}",
                text="" if choice else hidden.text or ("" if kept else "…"),
                button_id=choice,
                attachment_ids=kept,
                secrets=hidden.secrets,
                refused_files=refused,
            )
        except ConflictingMessage:
            # It came before, and its files were kept anew: those nobody takes up go in a day.
            log.info("taken in before", channel=self._channel.name)
        return "done"

    async def _conversation(self, came: Incoming) -> Conversation:
        """The one that it goes on with, or a new one; with its thread, all in one transaction."""
        gateway, name, now = self._gateway, self._channel.name, self._gateway.now()
        known = await self._blocking(self._threads.conversation_of, name, came, now=now)
        conversation = await gateway.blocking(gateway.conversations.get, known) if known else None
        if conversation is not None:
            await self._blocking(self._threads.go_on, conversation.id, name, came, now=now)
            return conversation
        gateway.rates.count("conversations", self._caller(came, ""))
        languages = gateway.settings.languages
        return await gateway.blocking(
            gateway.conversations.create,
            locale=offered(came.language, languages) or gateway.settings.default_language,
            site=name,
            context={"channel": name, "subject": came.subject},
            also=lambda connection, id: self._threads.enter(connection, id, name, came, now=now),
            now=now,
        )

    async def _files(self, came: Incoming, conversation_id: str) -> tuple[list[str], list[str]]:
        """The ids of those that are kept, and the names of those that are not."""
        kept: list[str] = []
        refused: list[str] = []
        for file in came.files:
            try:
                self._gateway.rates.count("attachments", self._caller(came, conversation_id))
                attachment = await keep_file(
                    self._gateway, conversation_id, file.name, file.content
                )
            except Problem:
                refused.append(masked(clean_text(file.name), self._gateway.secret_words).text)
            else:
                kept.append(attachment.attachment_id)
        return kept, refused

    async def _choice(self, came: Incoming, conversation_id: str) -> str | None:
        """The button that the message means, if it means one alone."""
        choices = await self._blocking(self._threads.offered, came, conversation_id)
        place = chosen(came.text, [title for _, title in choices])
        return None if place is None else choices[place][0]

    def _hidden(self, came: Incoming) -> Masked:
        """What it says, as it may be kept."""
        return masked(clean_text(came.text)[:LONGEST_TEXT].strip(), self._gateway.secret_words)

    def _masked(self, came: Incoming) -> Incoming:
        """With its subject as it may be kept."""
        subject = masked(clean_text(came.subject), self._gateway.secret_words).text
        return replace(came, subject=subject, context={**came.context, "subject": subject})

    def _caller(self, came: Incoming, conversation_id: str) -> Caller:
        return Caller(came.writer.address.casefold(), self._channel.name, conversation_id)

    async def _tidy(self) -> None:
        now = self._gateway.now()
        if now < self._tidied_at + TIDY:
            return
        words = await self._blocking(self._threads.erased_words, since=now - ASIDE)
        await self._blocking(self._channel.forget, words, older=now - self._aside)
        await self._blocking(self._threads.tidy, now=now)
        self._tidied_at = now

    def _is_up(self) -> None:
        if self._down:
            log.info("a channel answers again", channel=self._channel.name)
        self._down = ""

    def _is_down(self, sentence: str) -> None:
        """Told once, and again when it is something else."""
        if sentence != self._down:
            log.error("a channel does not answer", channel=self._channel.name, reason=sentence)
        self._down = sentence


class Intakes:
    """Those of all channels of a workspace, while the gateway runs."""

    def __init__(self, intakes: Sequence[Intake]) -> None:
        self._intakes = intakes
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """From now on they look."""
        self._tasks = [asyncio.create_task(each.run()) for each in self._intakes]

    async def stop(self) -> None:
        """Nothing is taken in any more; what has not been stays where it is."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for each in self._intakes:
            each.close()
