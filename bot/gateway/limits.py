"""How much the gateway takes and how long it waits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a request is refused."""

    body_bytes: int = 64 * 1024
    header_bytes: int = 8 * 1024
    json_depth: int = 32
    # Messages of one conversation that wait for Rasa; more would never be read in time.
    backlog: int = 20
    # A contact has a few tabs open, not dozens.
    streams: int = 8


@dataclass(frozen=True, slots=True)
class Patience:
    """Times in seconds."""

    # An action may take 4 s, so a healthy turn is over well before this.
    attempt: float = 7.0
    # The contact is promised an honest line within 8 s: leaves time to commit fifty of them, one
    # after another, on a busy machine.
    honest_line: float = 6.5
    give_up: float = 600.0
    first_retry: float = 0.5
    longest_retry: float = 5.0
    longest_wait: int = 30
    ping: float = 15.0
    # Lines that other processes write are found by asking this often.
    poll: float = 0.5
    # What has been kept long enough is looked for this often.
    tidy: float = 600.0
    # Ten megabytes at a megabit a second.
    upload: float = 90.0
    reconnect: float = 1.0
    retry_after_backlog: int = 5
    token: int = 24 * 3600
    # A tab that slept over the weekend gets its conversation back.
    renewal: int = 7 * 24 * 3600

    def before_retry(self, failures: int) -> float:
        """How long to wait after so many failures in a row: doubling up to the longest."""
        return min(self.longest_retry, self.first_retry * 2.0 ** min(failures - 1, 16))


LIMITS = Limits()
PATIENCE = Patience()
