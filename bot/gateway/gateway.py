"""The parts that handlers work with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.accounts import AccountStore
from actions.channels import Sharing
from actions.conversations import ConversationStore
from actions.handoffs import HandoffStore
from actions.helpdesks import Callbacks
from actions.links import SignedLinks
from actions.privacy import Erasures
from actions.settings import Settings
from actions.tickets import Desk
from actions.uploads import Uploads
from bot.gateway.agents.feed import AgentsFeed
from bot.gateway.blocking import Blocking
from bot.gateway.bodies import PublicDelivery
from bot.gateway.caller import Proxies
from bot.gateway.door import Door
from bot.gateway.feed import Feed
from bot.gateway.flow import Flow
from bot.gateway.help_centre import HelpCentre
from bot.gateway.help_page import HelpPages
from bot.gateway.limits import Limits, Patience
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.private_tickets import PrivateTickets
from bot.gateway.rates import Rates
from bot.gateway.secret_words import SecretWords
from bot.gateway.texts import Texts
from bot.gateway.ticket_page import TicketPages
from bot.gateway.tokens import ConversationTokens
from bot.gateway.visitor_tokens import VisitorTokens


@dataclass(slots=True)
class Gateway:
    """Everything a handler may use; what the company's files say changes with their release."""

    settings: Settings
    texts: Texts
    secret_words: SecretWords
    limits: Limits
    patience: Patience
    rates: Rates
    proxies: Proxies
    now: Callable[[], datetime]
    tokens: ConversationTokens
    visitor_tokens: VisitorTokens
    conversations: ConversationStore
    sharing: Sharing
    erasures: Erasures
    # (conversation) → what help desks receive about its tickets.
    deliveries: Callable[[str], Sequence[PublicDelivery]]
    callbacks: Callbacks
    help_centre: HelpCentre
    help_pages: HelpPages
    private: PrivateTickets
    ticket_pages: TicketPages
    widget: Path
    openapi: str
    blocking: Blocking
    # Apart, so that a reader of pages never keeps a message waiting for the database.
    reading_files: Blocking
    # Apart, too: a scanner may take its time.
    moving_files: Blocking
    uploads: Uploads
    links: SignedLinks
    time_zone: str  # where the desk is
    feed: Feed
    flow: Flow
    door: Door
    desk: Desk
    accounts: AccountStore
    handoffs: HandoffStore
    agents_feed: AgentsFeed
    # Apart and few: each keeps a processor busy for a while.
    checking_passwords: Blocking
    metrics: GatewayMetrics
