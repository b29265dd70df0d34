"""A supervisor of two small children: `python -m tests.bot.supervisor.small_crew HOME`."""

import asyncio
import os
import sys
from pathlib import Path

from bot.supervisor.child import Service
from bot.supervisor.crew import Crew
from bot.supervisor.keeper import Keeper
from bot.supervisor.run_file import RunFile
from bot.supervisor.supervisor import until_signalled
from tests.running import free_port

ANSWERS = """
import http.server, sys
class Fine(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *arguments): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Fine).serve_forever()
"""
# A child that does not end when it is asked to, with a child of its own.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("grandchild", grandchild.pid, flush=True)
time.sleep(600)
"""


def answering(name: str, port: int | None = None) -> Service:
    port = port or free_port()
    command = [sys.executable, "-c", ANSWERS, str(port)]
    return Service(name, command, dict(os.environ), f"http://127.0.0.1:{port}/", ready_within=10)


def broken(name: str) -> Service:
    """One that cannot start, whatever it is asked."""
    command = [sys.executable, "-c", "raise SystemExit('broken settings')"]
    return Service(name, command, {}, f"http://127.0.0.1:{free_port()}/", settling=10)


def services() -> list[Service]:
    stubborn = Service("stubborn", [sys.executable, "-c", STUBBORN], dict(os.environ))
    return [answering("answers"), stubborn]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def run(home: Path) -> None:
    run_file, keeper = RunFile(home), Keeper()
    crew = Crew(run_file, keeper, home, say, {"url": "http://127.0.0.1", "keeper": keeper.pid})
    try:
        for service in services():
            await crew.start(service)
        say("ready")
        await asyncio.Event().wait()
    finally:
        await crew.stop()
        keeper.close()
        run_file.close()


if __name__ == "__main__":
    until_signalled(run(Path(sys.argv[1])))
