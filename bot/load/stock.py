"""The same trained model and actions under `rasa run` as it comes, asked without our gateway.

What differs is what `bot/components/server.py` and the tracker store change: it is Rasa's own store
of all events, in SQLite, its own runner, checks and logs. The gateway's work is not in its times.
"""

import asyncio
import socket
import subprocess
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from actions.workspace import REPOSITORY
from bot.load.primera import MB, Primera
from bot.load.visitor import Exchange

READY_SECONDS = 300
STOP_SECONDS = 30

ENDPOINTS = """
action_endpoint:
  url: {actions}
tracker_store:
  type: SQL
  dialect: sqlite
  db: {database}
"""


@dataclass(frozen=True, slots=True)
class Stock:
    """Where stock Rasa answers."""

    url: str
    pid: int

    def resident_mb(self) -> int:
        """What it holds."""
        return round(int(psutil.Process(self.pid).memory_info().rss) / MB)


@dataclass(slots=True)
class StockVisitor:
    """One conversation with Rasa's REST channel."""

    http: httpx.AsyncClient
    conversation_id: str
    locale: str
    count: int = 0

    async def says(self, text: str) -> Exchange:
        """Sends words and waits for the reply."""
        self.count += 1
        message_id = uuid.uuid4().hex
        facts = {
            "message_id": message_id,
            "seq": 2 * self.count - 1,
            "text": text,
            "locale": self.locale,
            "page": {},
        }
        began = time.perf_counter()
        response = await self.http.post(
            "/webhooks/rest/webhook",
            json={"sender": self.conversation_id, "message": text, "metadata": facts},
        )
        took = time.perf_counter() - began
        said = response.raise_for_status().json()
        kinds = tuple(each["custom"]["message"]["kind"] for each in said if "custom" in each)
        return Exchange(self.conversation_id, message_id, took, kinds)


@asynccontextmanager
async def stock_rasa(primera: Primera, folder: Path) -> AsyncIterator[Stock]:
    """`rasa run` on a free port, with the model, encoder and action server of a running Primera."""
    slot = psutil.Process(primera.children["rasa"])
    variables = slot.environ()
    folder.mkdir(parents=True, exist_ok=True)
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(
        ENDPOINTS.format(actions=variables["PRIMERA_ACTIONS_URL"], database=folder / "rasa.db")
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "rasa.log").open("w") as log:
        process = subprocess.Popen(
            [
                *(slot.cmdline()[0], "-m", "rasa", "run", "--model", variables["PRIMERA_MODEL"]),
                *("--endpoints", str(endpoints), "--credentials", "bot/credentials.yml"),
                *("--interface", "127.0.0.1", "--port", str(port)),
            ],
            cwd=REPOSITORY,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        await _until_ready(url, process, folder / "rasa.log")
        yield Stock(url, process.pid)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, STOP_SECONDS)


async def _until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    async with asyncio.timeout(READY_SECONDS), httpx.AsyncClient(trust_env=False) as http:
        while process.poll() is None:
            try:
                (await http.get(f"{url}/")).raise_for_status()
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
    raise RuntimeError(f"Stock Rasa did not start; what it said is in {log}.")
