"""The workbench of a workspace, put together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from actions.accounts import AccountStore, Invitations, Passwords
from actions.conversations import ConversationStore
from actions.figures import Figures, Listing
from actions.handoffs import HandoffStore
from actions.people import People
from actions.privacy import Erasures, Export, Finding, Retention
from actions.tickets import Desk, Outbox
from actions.uploads import Uploads
from actions.workspace import Workspace
from bot.console.catalogue import LANGUAGES, load_sentences
from bot.console.console import Console
from bot.console.pages import Pages
from bot.console.routes import ROUTES, menu_of
from bot.publishing.trying import Trials
from kb_index.article import Article


def console_of(
    workspace: Workspace,
    database: Engine,
    *,
    desk: Desk,
    accounts: AccountStore,
    handoffs: HandoffStore,
    conversations: ConversationStore,
    find_articles: Callable[[str, str], Sequence[Article]],
    passwords: Passwords | None = None,
    now: Callable[[], datetime],
) -> Console:
    """All that pages may use."""
    uploads, days = Uploads(workspace.uploads), workspace.settings.privacy.retention_days
    return Console(
        workspace=workspace,
        database=database,
        desk=desk,
        accounts=accounts,
        invitations=Invitations(database, accounts, passwords),
        conversations=conversations,
        handoffs=handoffs,
        people=People(database),
        outbox=Outbox(database),
        uploads=uploads,
        find_articles=find_articles,
        figures=Figures(database, time_zone=desk.time_zone),
        listing=Listing(database),
        finding=Finding(database),
        export=Export(database, uploads),
        erasures=Erasures(database, uploads),
        retention=Retention(database, days=days, uploads=uploads) if days else None,
        trials=Trials(workspace, now=now),
        pages=_pages(workspace, desk),
        menu=menu_of(ROUTES),
        now=now,
    )


def beside_release(
    console: Console,
    *,
    desk: Desk,
    handoffs: HandoffStore,
    find_articles: Callable[[str, str], Sequence[Article]],
) -> Console:
    """The same workbench once another release serves; who tries the bot in it goes on."""
    workspace = console.workspace.as_edited()
    return replace(
        console,
        workspace=workspace,
        desk=desk,
        handoffs=handoffs,
        find_articles=find_articles,
        figures=Figures(console.database, time_zone=desk.time_zone),
        pages=_pages(workspace, desk),
    )


def _pages(workspace: Workspace, desk: Desk) -> Pages:
    return Pages(
        company=workspace.settings.company,
        sentences=load_sentences(),
        languages=sorted(LANGUAGES, key=lambda language: language != "es"),
        time_zone=desk.time_zone,
    )
