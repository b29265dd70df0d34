"""The parts that handlers work with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import Engine

from actions.accounts import AccountStore, Invitations, PresenceStatus, Role
from actions.conversations import ConversationStore
from actions.figures import Figures, Listing
from actions.handoffs import HandoffStore
from actions.people import People
from actions.privacy import Erasures, Export, Finding, Retention
from actions.tickets import Desk, Outbox
from actions.uploads import Uploads
from actions.workspace import Workspace
from bot.console.pages import MenuEntry, Pages
from bot.console.said import Said
from bot.console.visit import Reply, Visit
from bot.publishing.trying import Trials
from kb_index.article import Article


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A section, where it begins, and who may see it."""

    entry: MenuEntry
    role: Role


@dataclass(frozen=True, slots=True)
class Console:
    """Everything a handler may use. Handlers run in a thread of their own and may wait."""

    workspace: Workspace
    database: Engine
    desk: Desk
    accounts: AccountStore
    invitations: Invitations
    conversations: ConversationStore
    handoffs: HandoffStore
    people: People
    outbox: Outbox
    uploads: Uploads
    # (words, language) → the articles that customers may read now, best first.
    find_articles: Callable[[str, str], Sequence[Article]]
    figures: Figures
    listing: Listing
    finding: Finding
    export: Export
    erasures: Erasures
    retention: Retention | None  # None: kept for ever
    trials: Trials
    pages: Pages
    menu: Sequence[MenuLine]
    now: Callable[[], datetime]

    def page(
        self,
        visit: Visit,
        template: str,
        *,
        title: str,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        **parts: Any,
    ) -> Reply:
        """A page of templates/; `title` names a text, `parts` are what the template uses."""
        html = self.pages.page(
            visit,
            template,
            title=self.pages.say(visit.language, title),
            menu=self._menu_of(visit),
            presence=self._presence_of(visit),
            **parts,
        )
        return Reply(html, status=status, headers=headers or {})

    def note(self, visit: Visit, act: str, about: str | None = None, **facts: Any) -> None:
        """Into the audit log: what they did to what; no secret, none of a contact's words."""
        self.accounts.note(visit.account, act, about=about, now=visit.now, **facts)

    def tell(self, visit: Visit, said: Said) -> str:
        """A sentence in the visit's language."""
        return self.pages.tell(visit.language, said)

    def _presence_of(self, visit: Visit) -> PresenceStatus | None:
        """Whether they are there to talk; None if that is not theirs to say."""
        if visit.signed_in is None or not visit.account.may("agent"):
            return None
        presence = self.accounts.presence(visit.account.id)
        is_there = presence is not None and presence.is_available(visit.now)
        return "available" if is_there else "away"

    def _menu_of(self, visit: Visit) -> Sequence[MenuEntry]:
        if visit.signed_in is None:
            return ()
        account = visit.signed_in.account
        return [line.entry for line in self.menu if account.may(line.role)]
