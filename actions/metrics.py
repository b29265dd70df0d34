"""What a process counts, for Prometheus: on a loopback port that the supervisor asks.

Every name begins with `primera_`. Labels hold names from our own code and files, never an id, an
address or a word of anybody: their number is bounded.
"""

import prometheus_client
from prometheus_client import CollectorRegistry, Histogram, start_http_server

LOOPBACK = "127.0.0.1"
# A gauge beside every counter that says when it began doubles what is stored.
prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]

WAIT_BUCKETS = (0.001, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0)  # seconds


def database_waits(registry: CollectorRegistry, process: str) -> Histogram:
    """How long writers of this process waited until the database was theirs."""
    waits = Histogram(
        "primera_database_wait_seconds",
        "How long a write waited until the database was free.",
        ["process"],
        buckets=WAIT_BUCKETS,
        registry=registry,
    )
    return waits.labels(process)


def serve(registry: CollectorRegistry, port: int | None) -> None:
    """Answers `/metrics` on loopback, in a thread; without a port nobody asks."""
    if port is not None:
        start_http_server(port, addr=LOOPBACK, registry=registry)
