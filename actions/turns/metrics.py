"""What the action server counts."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from actions.metrics import database_waits

ACTION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0)  # seconds

REGISTRY = CollectorRegistry()
DATABASE_WAITS = database_waits(REGISTRY, "actions")
ACTION_SECONDS = Histogram(
    "primera_action_seconds",
    "How long an action took, by its name.",
    ["action"],
    buckets=ACTION_BUCKETS,
    registry=REGISTRY,
)
ACTIONS_FAILED = Counter(
    "primera_actions_failed", "Actions that failed, by name.", ["action"], registry=REGISTRY
)
