"""The parts of a gateway, put together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from actions.accounts import AccountStore, Passwords
from actions.answers import ControlsStore, Watched, may_show
from actions.channels import SECRET as CHANNELS_SECRET
from actions.channels import Sharing, Threads, channels_of
from actions.conversations import ConversationStore
from actions.database import engine
from actions.handoffs import HandoffStore
from actions.helpdesks import Callbacks, FollowedTickets
from actions.links import SignedLinks
from actions.mail import letters_of
from actions.privacy import Erasures, Retention
from actions.progress import Progress
from actions.settings import Settings
from actions.texts import Texts as FixedTexts
from actions.tickets import Desk, Fields, Links, TicketStore
from actions.uploads import Uploads
from actions.workspace import Workspace
from bot.console.building import console_of
from bot.console.console import Console
from bot.gateway.agents.feed import AgentsFeed
from bot.gateway.blocking import Blocking
from bot.gateway.caller import Proxies
from bot.gateway.deliveries import deliveries_of
from bot.gateway.door import Door
from bot.gateway.feed import Feed
from bot.gateway.flow import Flow
from bot.gateway.gateway import Gateway
from bot.gateway.help_centre import HelpCentre
from bot.gateway.help_page import HelpPages
from bot.gateway.honest_line import HonestLines
from bot.gateway.intake import Intake, Intakes
from bot.gateway.limits import Limits, Patience
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.private_tickets import PrivateTickets
from bot.gateway.rasa_client import RasaClient
from bot.gateway.rates import Rates
from bot.gateway.secret_words import SecretWords
from bot.gateway.texts import Texts
from bot.gateway.ticket_page import TicketPages
from bot.gateway.ticket_view import moment
from bot.gateway.tidying import Tidying
from bot.gateway.tokens import ConversationTokens
from bot.gateway.visitor_tokens import VisitorTokens
from kb_index import PublishedArticles

FILE_THREADS = 2
UPLOAD_THREADS = 4
PASSWORD_THREADS = 1  # 64 MiB and a processor each: more would keep messages waiting


@dataclass(frozen=True, slots=True)
class Ground:
    """What several parts stand on."""

    workspace: Workspace
    database: Engine
    desk: Desk
    texts: Texts
    fixed_texts: FixedTexts
    links: Links
    now: Callable[[], datetime]
    limits: Limits
    patience: Patience
    metrics: GatewayMetrics

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        *,
        now: Callable[[], datetime],
        limits: Limits,
        patience: Patience,
        metrics: GatewayMetrics,
    ) -> Self:
        """What a workspace's files say; raises CompanyFileError."""
        return cls(
            workspace=workspace,
            database=engine(workspace.database_url, waited=metrics.database_waits.observe),
            desk=Desk.load(workspace.desk_file),
            texts=Texts.load(workspace.settings.languages, workspace.texts_file),
            fixed_texts=FixedTexts.of(workspace),
            links=Links.of(workspace),
            now=now,
            limits=limits,
            patience=patience,
            metrics=metrics,
        )

    def on(self, workspace: Workspace) -> Self:
        """The same with a workspace's files, as they are of another release."""
        return replace(
            self,
            workspace=workspace,
            desk=Desk.load(workspace.desk_file),
            texts=Texts.load(workspace.settings.languages, workspace.texts_file),
            fixed_texts=FixedTexts.of(workspace),
        )


def gateway_on(
    ground: Ground, rasa: RasaClient, *, widget: Path, openapi: str, passwords: Passwords | None
) -> Gateway:
    """All that handlers may use; `openapi`: the document, as it is served."""
    workspace, settings, database = ground.workspace, ground.workspace.settings, ground.database
    talking = _talking(ground, rasa)
    uploads = Uploads(workspace.uploads)
    help_centre = _help_centre(ground)
    tickets = TicketStore(database, ground.desk, ground.links)
    key = workspace.secret("gateway_token")
    return Gateway(
        settings=settings,
        texts=ground.texts,
        secret_words=SecretWords.load(workspace.secret_words_file),
        limits=ground.limits,
        patience=ground.patience,
        rates=Rates(settings.limits),
        proxies=Proxies.of(settings.gateway.proxies),
        now=ground.now,
        tokens=ConversationTokens(key, lifetime_seconds=ground.patience.token),
        visitor_tokens=VisitorTokens.load(workspace),
        conversations=talking.conversations,
        sharing=Sharing(database),
        erasures=Erasures(database, uploads),
        callbacks=_callbacks(ground),
        deliveries=deliveries_of(tickets, ground.desk),
        private=_private_tickets(ground, tickets),
        ticket_pages=_ticket_pages(ground),
        help_centre=help_centre,
        help_pages=_help_pages(settings, help_centre, ground.texts),
        widget=widget,
        openapi=openapi,
        blocking=talking.blocking,
        reading_files=Blocking(FILE_THREADS),
        moving_files=Blocking(UPLOAD_THREADS),
        uploads=uploads,
        links=SignedLinks.of(workspace),
        time_zone=ground.desk.time_zone,
        feed=talking.feed,
        flow=talking.flow,
        door=Door(),
        desk=ground.desk,
        accounts=AccountStore(database, passwords),
        handoffs=talking.handoffs,
        agents_feed=talking.agents_feed,
        checking_passwords=Blocking(PASSWORD_THREADS),
        metrics=ground.metrics,
    )


def console_on(ground: Ground, gateway: Gateway, *, passwords: Passwords | None) -> Console:
    """The workbench, on the gateway's own parts: it edits what the next release is made of."""
    return console_of(
        ground.workspace.as_edited(),
        ground.database,
        desk=ground.desk,
        accounts=gateway.accounts,
        handoffs=gateway.handoffs,
        conversations=gateway.conversations,
        find_articles=gateway.help_centre.found,
        passwords=passwords,
        now=ground.now,
    )


def take_up(gateway: Gateway, ground: Ground) -> None:
    """Goes over to the files that `ground` stands on; conversations, streams, counts go on."""
    workspace = ground.workspace
    help_centre = _help_centre(ground)
    tickets = TicketStore(ground.database, ground.desk, ground.links)
    gateway.settings = workspace.settings
    gateway.desk, gateway.texts = ground.desk, ground.texts
    gateway.secret_words = SecretWords.load(workspace.secret_words_file)
    gateway.callbacks = _callbacks(ground)
    gateway.deliveries = deliveries_of(tickets, ground.desk)
    gateway.private = _private_tickets(ground, tickets)
    gateway.ticket_pages = _ticket_pages(ground)
    gateway.help_centre = help_centre
    gateway.help_pages = _help_pages(workspace.settings, help_centre, ground.texts)
    gateway.time_zone = ground.desk.time_zone
    gateway.handoffs = HandoffStore.of(workspace, ground.database, ground.desk, ground.fixed_texts)
    gateway.flow.take_up(gateway.handoffs, HonestLines(ground.texts))


def intakes_of(ground: Ground, gateway: Gateway) -> Intakes:
    """Who takes in what comes by other channels than the chat."""
    mail = ground.workspace.settings.mail
    if mail is None or mail.inbox is None:
        return Intakes(())
    threads = Threads(ground.database, ground.workspace.secret(CHANNELS_SECRET))
    channels = channels_of(ground.workspace).values()
    aside = timedelta(days=mail.inbox.aside_days)
    return Intakes(
        [Intake(each, gateway, threads, every=mail.inbox.seconds, aside=aside) for each in channels]
    )


def tidying_of(ground: Ground, gateway: Gateway) -> Tidying:
    """What erasures have left, and old conversations where the settings say so."""
    days, uploads = ground.workspace.settings.privacy.retention_days, gateway.uploads
    retention = Retention(ground.database, days=days, uploads=uploads) if days else None
    return Tidying(gateway.erasures, retention, now=ground.now)


@dataclass(frozen=True, slots=True)
class _Talking:
    """What carries messages between contacts, Rasa and people."""

    conversations: ConversationStore
    handoffs: HandoffStore
    blocking: Blocking
    feed: Feed
    agents_feed: AgentsFeed
    flow: Flow


def _talking(ground: Ground, rasa: RasaClient) -> _Talking:
    conversations, blocking = ConversationStore(ground.database), Blocking()
    handoffs = HandoffStore.of(ground.workspace, ground.database, ground.desk, ground.fixed_texts)
    agents_feed = AgentsFeed(lambda: blocking(handoffs.open_cases))
    feed = Feed(
        lambda ids: blocking(conversations.last_seq, ids), comfortable=ground.limits.streams
    )
    flow = Flow(
        conversations,
        rasa,
        handoffs,
        feed=feed,
        lines=HonestLines(ground.texts),
        blocking=blocking,
        patience=ground.patience,
        backlog=ground.limits.backlog,
        now=ground.now,
        tell_agents=agents_feed.stir,
        metrics=ground.metrics,
    )
    return _Talking(conversations, handoffs, blocking, feed, agents_feed, flow)


def _callbacks(ground: Ground) -> Callbacks:
    followed = FollowedTickets(ground.database, ground.desk.two_way_names())
    return Callbacks(ground.database, ground.desk, followed, ground.workspace.secret)


def _private_tickets(ground: Ground, tickets: TicketStore) -> PrivateTickets:
    letters = letters_of(ground.workspace)
    return PrivateTickets(
        tickets,
        Progress(ground.database, ground.desk, ground.fixed_texts, ground.links, letters=letters),
        desk=ground.desk,
        fields=Fields.load(ground.workspace.fields_file),
        links=ground.links,
        texts=ground.texts,
        company=ground.workspace.settings.company,
    )


def _ticket_pages(ground: Ground) -> TicketPages:
    return TicketPages(
        company=ground.workspace.settings.company,
        texts=ground.texts,
        moment=lambda at, language: moment(at, ground.desk, ground.texts, language),
    )


def _help_centre(ground: Ground) -> HelpCentre:
    controls = Watched(ControlsStore(ground.database))
    return HelpCentre(
        PublishedArticles(
            ground.workspace.index_root, stays=ground.workspace.settings.processes.index
        ),
        desk=ground.desk,
        languages=ground.workspace.settings.languages,
        may_show=may_show(ground.desk, controls, ground.now),
    )


def _help_pages(settings: Settings, help_centre: HelpCentre, texts: Texts) -> HelpPages:
    return HelpPages(
        company=settings.company,
        index_twins=help_centre.index_twins(),
        base=settings.gateway.public_url or "",
        texts=texts,
    )
