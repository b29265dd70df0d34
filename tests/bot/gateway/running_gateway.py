"""The real gateway on a free loopback port, in a thread of its own."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.gateway.app import App

SECONDS = 10.0


def lasting(response: httpx.Response) -> tuple[str, dict[str, str]]:
    """Body and headers, without what differs from one request to the next."""
    asked = response.headers["x-request-id"]
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    return response.text.replace(asked, "…"), headers | {"x-request-id": "…"}


class RunningGateway:
    def __init__(self, app: App) -> None:
        self._app = app
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        self._address = self.url
        self._thread.start()
        assert self._ready.wait(SECONDS)
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await self._app.create_server(sock=self._socket, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        self._ready.set()
        await self._stopping.wait()
        await server.before_stop()
        await server.close()
        for connection in server.connections:
            connection.close_if_idle()
        while server.connections:
            await asyncio.sleep(0.01)
        await server.after_stop()


@dataclass
class Chat:
    """A conversation as a client sees it."""

    http: httpx.Client
    id: str
    token: str
    _count: int = field(default=0)

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: dict[str, Any], *, wait: int | None = None) -> httpx.Response:
        headers = self.headers | ({"Prefer": f"wait={wait}"} if wait else {})
        return self.http.post(f"{self.path}/messages", json=body, headers=headers)

    def write(self, text: str, *, wait: int | None = None) -> dict[str, Any]:
        self._count += 1
        response = self.post({"client_message_id": f"m{self._count}", "text": text}, wait=wait)
        assert response.status_code in (200, 202), response.text
        return dict(response.json())

    def press(self, button_id: str, *, wait: int | None = None) -> dict[str, Any]:
        self._count += 1
        body = {"client_message_id": f"m{self._count}", "button_id": button_id}
        response = self.post(body, wait=wait)
        assert response.status_code in (200, 202), response.text
        return dict(response.json())

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        response = self.http.get(f"{self.path}/messages?after={after}", headers=self.headers)
        assert response.status_code == 200, response.text
        return list(response.json()["messages"])

    def events(self, after: int | None = None) -> Iterator[tuple[str, str | None, Any]]:
        """(name, id, data) of each event, pings as `ping`, as they come."""
        headers = self.headers | ({} if after is None else {"Last-Event-ID": str(after)})
        with self.http.stream("GET", f"{self.path}/events", headers=headers) as response:
            assert response.status_code == 200
            yield from _parsed(response.iter_lines())

    def until(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Follows the conversation until so many messages of a kind are there."""
        seen: list[dict[str, Any]] = []
        for name, _, data in self.events():
            if name == "message":
                seen.append(data)
                if sum(message["kind"] == kind for message in seen) == count:
                    return seen
        raise AssertionError(f"the stream ended before {count} of kind {kind}")


def _parsed(lines: Iterator[str]) -> Iterator[tuple[str, str | None, Any]]:
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            yield line[1:].strip(), None, None
        elif line:
            name, _, value = line.partition(": ")
            fields[name] = value
        else:
            if "event" in fields:
                yield fields["event"], fields.get("id"), json.loads(fields["data"])
            fields = {}
