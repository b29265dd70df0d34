"""Whether the gateway still lets requests in."""

from bot.gateway.problems import Unavailable

# By then the next gateway is there, or the supervisor has given up on it.
COME_BACK_SECONDS = 2


class Door:
    """Open until the gateway is asked to stop."""

    def __init__(self) -> None:
        self._open = True

    def close(self) -> None:
        """From now on requests are told to come back; those inside go on."""
        self._open = False

    def pass_through(self) -> None:
        """Raises Unavailable when the gateway is stopping."""
        if not self._open:
            raise Unavailable(headers={"Retry-After": str(COME_BACK_SECONDS)})
