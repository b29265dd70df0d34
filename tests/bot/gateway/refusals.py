"""What refusals say, to be compared."""

import httpx


def words_of(response: httpx.Response) -> bytes:
    """Its body; the id of the request, which is another each time, aside."""
    return response.content.replace(response.headers["x-request-id"].encode(), b"")
