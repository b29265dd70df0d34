"""How an address finds its route, in a time that tells nothing."""

from typing import Any

from sanic.router import Router


class ForgetfulRouter(Router):
    """Remembers no address.

    Sanic's own keeps the last thousand in a cache: whoever asks for a conversation that its owner
    has just used is answered sooner, and so learns that it is there.
    """

    def get(  # type: ignore[override]  # a cached function there
        self, path: str, method: str, host: str | None
    ) -> Any:
        """The route of an address, found anew each time."""
        return self._get(path, method, host)
