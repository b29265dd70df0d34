"""What the worker counts, and what waits in the outbox."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from actions.metrics import database_waits
from actions.tickets.backlog import Backlog

# (name, what it says, its value): read from the database when somebody asks.
GAUGES: tuple[tuple[str, str, Callable[[Backlog], float]], ...] = (
    (
        "primera_deliveries_pending",
        "Deliveries to help desks that wait or are under way.",
        lambda backlog: backlog.pending,
    ),
    (
        "primera_deliveries_dead",
        "Deliveries that were given up: a person has to look.",
        lambda backlog: backlog.dead,
    ),
    (
        "primera_oldest_delivery_seconds",
        "How long the oldest unsent delivery has waited.",
        lambda backlog: backlog.oldest_seconds,
    ),
    (
        "primera_helpdesks_disabled",
        "Help desks that answered 410 and get nothing until a delivery is replayed.",
        lambda backlog: len(backlog.disabled),
    ),
)


class WorkerMetrics:
    """One worker's counts."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._attempts = Counter(
            "primera_delivery_attempts",
            "Attempts to deliver, by what became of the delivery.",
            ["outcome"],
            registry=registry,
        )
        self._unanswered_lag = Gauge(
            "primera_unanswered_lag_seconds",
            "How long ago the unanswered questions of all conversations had been listed.",
            registry=registry,
        )
        self.alerts = Gauge(
            "primera_alerts_open",
            "Tickets whose promise runs and that do not get through to a help desk.",
            registry=registry,
        )
        self.database_waits = database_waits(registry, "worker")

    def attempted(self, state: str) -> None:
        """An attempt has ended; the delivery is `delivered`, `pending` or `dead`."""
        self._attempts.labels(state).inc()

    def watch(self, backlog: Callable[[], Backlog], lag: Callable[[], float]) -> None:
        """Tells of the outbox, too, and how far (s) the collector of questions is behind."""
        self._unanswered_lag.set_function(lag)
        self.registry.register(_OutboxCollector(backlog))


class _OutboxCollector:
    def __init__(self, backlog: Callable[[], Backlog]) -> None:
        self._backlog = backlog

    def describe(self) -> Iterator[Metric]:
        """Without asking the database, which may not be there yet."""
        return (GaugeMetricFamily(name, text) for name, text, _ in GAUGES)

    def collect(self) -> Iterator[Metric]:
        """A database that does not answer tells nothing, rather than something wrong."""
        try:
            backlog = self._backlog()
        except SQLAlchemyError:
            return
        for name, text, value in GAUGES:
            yield GaugeMetricFamily(name, text, value=value(backlog))
