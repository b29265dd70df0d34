"""Who can get at what: the secrets file, and whether settings and proxies fit together."""

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from actions.settings import Gateway
from actions.workspace import Workspace
from bot.doctor.finding import Finding


def access(workspace: Workspace) -> Iterator[Finding]:
    """Permissions and proxies."""
    yield secrets_file(workspace.home / "secrets.json")
    yield proxies(workspace.settings.gateway)


def secrets_file(path: Path) -> Finding:
    """Whether nobody but its owner may read the secrets."""
    if not path.exists():
        return Finding("Secrets", None, f"{path} is made at the first start")
    others = path.stat().st_mode & 0o077
    if others:
        return Finding("Secrets", False, f"other accounts may read {path}: chmod 600 {path}")
    return Finding("Secrets", True, f"{path}, for its owner alone")


def proxies(gateway: Gateway) -> Finding:
    """Whether the declared proxies can be right."""
    told = gateway.proxies
    if (gateway.public_url or "").startswith("https://") and not told:
        return Finding(
            "Proxies",
            False,
            "gateway.public_url is https, so a proxy stands in front, but none is declared: all "
            "callers count as one address. Name it as gateway.proxies in bot/settings.yml",
        )
    if isinstance(told, int) and told and not _is_loopback(gateway.host):
        return Finding(
            "Proxies",
            None,
            f"whoever reaches {gateway.host}:{gateway.port} past the proxies is believed about who "
            "they are: close the port to everybody else, or name the proxies' addresses",
        )
    return Finding("Proxies", True, f"{told or 'none'} declared")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
