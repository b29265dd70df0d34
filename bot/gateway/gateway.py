"""The parts that handlers work with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.conversations import ConversationStore
from actions.privacy import Erasures
from actions.workspace import Settings
from bot.gateway.blocking import Blocking
from bot.gateway.bodies import PublicDelivery
from bot.gateway.caller import Proxies
from bot.gateway.feed import Feed
from bot.gateway.flow import Flow
from bot.gateway.help_centre import HelpCentre
from bot.gateway.help_page import HelpPages
from bot.gateway.limits import Limits, Patience
from bot.gateway.rates import Rates
from bot.gateway.secret_words import SecretWords
from bot.gateway.texts import Texts
from bot.gateway.tokens import ConversationTokens
from bot.gateway.visitor_tokens import VisitorTokens


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything a handler may use."""

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
    erasures: Erasures
    # (conversation) → what help desks receive about its tickets.
    deliveries: Callable[[str], Sequence[PublicDelivery]]
    help_centre: HelpCentre
    help_pages: HelpPages
    widget: Path
    openapi: str
    blocking: Blocking
    # Apart, so that a reader of pages never keeps a message waiting for the database.
    reading_files: Blocking
    feed: Feed
    flow: Flow
