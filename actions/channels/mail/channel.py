"""MailChannel: contacts write to a mailbox, and are answered by mail in the same thread."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert

from actions.channels.channel import Incoming, Thread, Unwanted
from actions.channels.mail.composing import composed
from actions.channels.mail.inbox import Inbox
from actions.channels.mail.reading import read
from actions.channels.mail.thread import tagged
from actions.conversations.message import Message
from actions.mail.tables import letters
from actions.texts import Texts
from actions.workspace import Workspace

NAME = "mail"


@dataclass(frozen=True, slots=True)
class MailChannel:
    """`address` is the bot's; `base` where the world reaches the gateway, if that is known."""

    inbox: Inbox
    address: str
    texts: Texts = field(repr=False)
    base: str = ""
    name: str = NAME

    @classmethod
    def of(cls, workspace: Workspace) -> "MailChannel | None":
        """The workspace's; None if its settings name no mailbox."""
        mail = workspace.settings.mail
        if mail is None or mail.inbox is None:
            return None
        return cls(
            Inbox(mail.inbox, workspace.secret(mail.inbox.secret)),
            mail.sender,
            Texts.of(workspace),
            workspace.settings.gateway.public_url or "",
        )

    @property
    def place(self) -> str:
        """Which mailbox it is."""
        settings = self.inbox.settings
        return f"imap {settings.host}:{settings.port} {settings.username} {settings.folder}"

    def receive(self, *, since: datetime) -> Sequence[Incoming | Unwanted]:
        """Some of what has come since then and is not settled; raises ChannelDown."""
        server = self.inbox.settings.checked_by
        waiting = self.inbox.waiting(since=since)
        return [read(raw, own=self.address, server=server) for raw in waiting]

    def settle(self, *, done: Sequence[str], aside: Sequence[str]) -> None:
        """Deletes what is dealt with, and moves what nobody deals with to the other folder."""
        if done or aside:
            self.inbox.settle(done=done, aside=aside)

    def forget(self, words: Sequence[str], *, older: datetime) -> None:
        """Nothing that was laid aside stays of these threads, or from before then."""
        self.inbox.forget(words, older=older)

    def say(
        self,
        connection: Connection,
        thread: Thread,
        said: Sequence[Message],
        *,
        language: str,
        now: datetime,
    ) -> None:
        """Keeps one letter, in the caller's transaction; the postman sends it."""
        mail = composed(said, texts=self.texts, language=language, base=self.base)
        row = {
            "id": f"{thread.word}.{secrets.token_hex(8)}",
            "conversation_id": thread.conversation_id,
            "ticket": "",
            "to": thread.address,
            "subject": self._subject(thread, language),
            "text": mail.text,
            "language": language,
            "state": "pending",
            "tries": 0,
            "next_attempt_at": now,
            "created_at": now,
            "envelope": {
                "reply_to": self._reply_to(thread),
                "references": list(thread.context.get("references", ())),
                "files": list(mail.files),
            },
            "offered": [list(each) for each in mail.offered] or None,
        }
        connection.execute(insert(letters).values(row))

    def _subject(self, thread: Thread, language: str) -> str:
        """The contact's own only where the address is proven to be theirs.

        Else anybody could have us send their words to somebody whom they name in From.
        """
        given = str(thread.context.get("subject") or "") if thread.proven else ""
        subject = f"Re: {given}" if given else self.texts.say("utter_mail_subject", language)
        # Where the address cannot carry the word, the subject does.
        return subject if self._is_tagged else f"{subject} [#{thread.word}]"

    def _reply_to(self, thread: Thread) -> str:
        return tagged(self.address, thread.word) if self._is_tagged else self.address

    @property
    def _is_tagged(self) -> bool:
        return self.inbox.settings.plus_addresses
