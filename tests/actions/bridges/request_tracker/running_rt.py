"""A real Request Tracker on loopback, with a database of its own; and a bridge to it.

Debian's packages request-tracker5, rt5-standalone and rt5-db-sqlite; no service of the machine is
touched.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.running import REPOSITORY

LIBRARY = Path("/usr/share/request-tracker5/lib")
SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
MISSING = "Request Tracker: apt-get install request-tracker5 rt5-standalone rt5-db-sqlite"
READY_SECONDS = 120

CONFIGURATION = """\
Set($rtname, 'example.com'); Set($Organization, 'example.com');
Set($WebPath, ''); Set($WebDomain, '127.0.0.1'); Set($WebPort, {port});
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '{home}/rt.db');
Set($DatabaseUser, ''); Set($DatabasePassword, '');
Set($LogToSyslog, undef); Set($LogToSTDERR, 'warning'); Set($MailCommand, 'testfile');
1;
"""
# A queue for each team, and two people: one works here, the token is the bridge's.
FILL = """\
my $token = sub {
  my ($name, $real) = @_;
  my $user = RT::User->new(RT->SystemUser);
  $user->Create(Name => $name, RealName => $real, Privileged => 1);
  $user->PrincipalObj->GrantRight(Right => 'SuperUser', Object => RT->System);
  my $token = RT::AuthToken->new(RT->SystemUser);
  my (undef, undef, $text) = $token->Create(Owner => $user->id, Description => 'tests');
  return $text;
};
RT::Queue->new(RT->SystemUser)->Create(Name => $_) for qw(Delivery Returns);
print $token->('primera', 'Primera'), "\\n", $token->('marta', 'Marta Gil'), "\\n";
"""


def is_installed() -> bool:
    return SERVER.exists() and shutil.which("rt-setup-database-5") is not None


@dataclass(frozen=True)
class Rt:
    url: str
    bridge_token: str
    agent_token: str
    home: Path


@contextmanager
def request_tracker(home: Path, port: int) -> Iterator[Rt]:
    (home / "site.d").mkdir()
    configuration = home / "RT_SiteConfig.pm"
    configuration.write_text(CONFIGURATION.format(port=port, home=home))
    environment = {
        **os.environ,
        "RT_SITE_CONFIG": str(configuration),
        "RT_SITE_CONFIG_DIR": str(home / "site.d"),
    }
    setup = ["rt-setup-database-5", "--action", "init", "--skip-create"]
    setup += ["--dba", "", "--dba-password", ""]
    subprocess.run(setup, env=environment, check=True, capture_output=True)
    fill = ["perl", f"-I{LIBRARY}", "-MRT=-init", "-e", FILL]
    made = subprocess.run(fill, env=environment, check=True, capture_output=True, text=True)
    tokens = made.stdout.split()
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(SERVER), "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/REST/2.0/rt", {"authorization": f"token {tokens[0]}"})
        yield Rt(url, tokens[0], tokens[1], home)
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # a session of its own: it and its children
        process.wait(20)


@contextmanager
def bridge(module: str, port: int, log: Path, **variables: str) -> Iterator[subprocess.Popen]:
    """A bridge's process, as an operator starts it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "PRIMERA_BRIDGE_PORT": str(port),
        **{f"PRIMERA_BRIDGE_{name.upper()}": value for name, value in variables.items()},
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=environment,
            cwd=REPOSITORY,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str, headers: dict[str, str] | None = None) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, headers=headers, trust_env=False, timeout=10).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")
