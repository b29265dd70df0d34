"""What the gateway counts."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from actions.conversations import Reply
from actions.metrics import database_waits

TURN_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 7.0, 15.0, 60.0)  # seconds
# What a reply is told to be, beyond its kind: nothing was found; a ticket was opened.
TOLD_APART = frozenset({"no_answer", "ticket_opened"})


class GatewayMetrics:
    """One gateway's counts, in a registry of their own: a test may have several."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.messages = Counter(
            "primera_messages", "Messages of contacts that were kept.", registry=registry
        )
        self._replies = Counter(
            "primera_replies",
            "Replies of the bot: answer, suggestions, no_answer, ticket_opened and others.",
            ["outcome"],
            registry=registry,
        )
        self._turn_seconds = Histogram(
            "primera_turn_seconds",
            "From a message that was kept to the reply that was kept.",
            buckets=TURN_BUCKETS,
            registry=registry,
        )
        self.waiting = Gauge(
            "primera_messages_waiting", "Messages that wait for an answer.", registry=registry
        )
        self.deadlines_missed = Counter(
            "primera_deadlines_missed",
            "Messages without an answer in time, whose contact got the honest line.",
            registry=registry,
        )
        self.given_up = Counter(
            "primera_messages_given_up", "Messages that were given up.", registry=registry
        )
        self.rasa_failures = Counter(
            "primera_rasa_failures", "Tries of Rasa without a whole answer.", registry=registry
        )
        self._refused = Counter(
            "primera_requests_refused",
            "Requests refused as too many, by problem.",
            ["problem"],
            registry=registry,
        )
        self.earlier_forms = Gauge(
            "primera_forms_on_earlier_release",
            "Conversations whose form began on a release that serves no new ones any more.",
            ["release"],
            registry=registry,
        )
        self._responses = Counter(
            "primera_responses", "Responses, by class of status.", ["status"], registry=registry
        )
        self.database_waits = database_waits(registry, "gateway")

    def answered(self, replies: Sequence[Reply], *, seconds: float) -> None:
        """A message has its replies, so long after it was kept."""
        self._turn_seconds.observe(seconds)
        for reply in replies:
            self._replies.labels(outcome_of(reply)).inc()

    def responded(self, status: int) -> None:
        """A response goes out."""
        self._responses.labels(f"{status // 100}xx").inc()

    def refused(self, problem: str) -> None:
        """A request was one too many; `problem` is the slug."""
        self._refused.labels(problem).inc()


def outcome_of(reply: Reply) -> str:
    """What a reply counts as: its kind, unless its decision tells more; never a free word."""
    decision = reply.turn.decision
    return decision if decision in TOLD_APART else reply.message.kind
