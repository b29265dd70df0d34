"""A page's content security policy: whether it lets the chat's script run and reach the gateway.

Follows Content Security Policy Level 3 as far as the chat needs it.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from bot.embedding.page import Script, origin_of

Policy = Mapping[str, tuple[str, ...]]

# Where a browser looks, the first that is there decides.
FOR_SCRIPTS = ("script-src-elem", "script-src", "default-src")
FOR_REQUESTS = ("connect-src", "default-src")

HOST = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9._-]+|\[[0-9a-f:]+\])"
    r"(?::(?P<port>[0-9]+|\*))?(?P<path>/.*)?",
    re.IGNORECASE,
)
PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
# A source that names the plain scheme takes the secure one, too.
TAKES = {"http": {"http", "https"}, "https": {"https"}, "ws": {"ws", "wss"}, "wss": {"wss"}}


def read_policies(headers: Sequence[str]) -> list[Policy]:
    """The policies of headers, each of which may hold several; all of them apply at once."""
    texts = [text for header in headers for text in header.split(",")]
    return [policy for text in texts if (policy := _read(text))]


def _read(text: str) -> Policy:
    directives: dict[str, tuple[str, ...]] = {}
    for directive in text.split(";"):
        name, *values = directive.split() or [""]
        if name:
            directives.setdefault(name.lower(), tuple(values))
    return directives


def what_decides(policy: Policy, names: Sequence[str]) -> str | None:
    """The directive that decides; None: nothing is forbidden."""
    return next((name for name in names if name in policy), None)


def lets_script(policy: Policy, script: Script, page: str) -> bool:
    """Whether the page may run the script."""
    decides = what_decides(policy, FOR_SCRIPTS)
    if decides is None:
        return True
    sources = policy[decides]
    if script.nonce and f"'nonce-{script.nonce}'" in sources:
        return True
    hashes = script.integrity.split()
    if hashes and all(f"'{each}'" in sources for each in hashes):
        return True
    # Addresses count for nothing beside 'strict-dynamic'.
    return "'strict-dynamic'" not in sources and _any(sources, script.src, page)


def lets_request(policy: Policy, url: str, page: str) -> bool:
    """Whether the page may ask the address for something."""
    decides = what_decides(policy, FOR_REQUESTS)
    return decides is None or _any(policy[decides], url, page)


def wants_trusted_types(policy: Policy) -> bool:
    """Whether text that becomes a document has to be vouched for by the page."""
    return "require-trusted-types-for" in policy


def _any(sources: Sequence[str], url: str, page: str) -> bool:
    return any(matches(source, url, page) for source in sources)


def matches(source: str, url: str, page: str) -> bool:
    """Whether a source of a directive covers the address, for a page at another."""
    target = urlsplit(url)
    if source.lower() == "'self'":
        return origin_of(url) == origin_of(page) or _is_the_secure_one(url, page)
    if source == "*":
        return target.scheme in ("http", "https") or target.scheme == urlsplit(page).scheme
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:", source, re.IGNORECASE):
        return target.scheme in TAKES.get(source[:-1].lower(), {source[:-1].lower()})
    parsed = HOST.fullmatch(source)
    if source.startswith("'") or parsed is None:
        return False
    scheme = (parsed["scheme"] or urlsplit(page).scheme).lower()
    return (
        target.scheme in TAKES.get(scheme, {scheme})
        and _host_covers(parsed["host"].lower(), (target.hostname or "").lower())
        and _port_covers(parsed["port"], scheme, target.port, target.scheme)
        and _path_covers(parsed["path"] or "", target.path)
    )


def _is_the_secure_one(url: str, page: str) -> bool:
    ours, theirs = urlsplit(page), urlsplit(url)
    usual = (ours.port or 80) == 80 and (theirs.port or 443) == 443
    return (
        (ours.scheme, theirs.scheme) == ("http", "https")
        and usual
        and (ours.hostname == theirs.hostname)
    )


def _host_covers(pattern: str, host: str) -> bool:
    if pattern.startswith("*"):
        return pattern == "*" or (host.endswith(pattern[1:]) and host != pattern[2:])
    return pattern.strip("[]") == host


def _port_covers(pattern: str | None, scheme: str, port: int | None, target: str) -> bool:
    reached = port or PORTS.get(target)
    if pattern == "*":
        return True
    if pattern is None:
        return reached in (PORTS.get(scheme), PORTS.get(target))
    return int(pattern) == reached or (pattern == "80" and reached == 443)


def _path_covers(pattern: str, path: str) -> bool:
    if not pattern or pattern == "/":
        return True
    return path.startswith(pattern) if pattern.endswith("/") else path == pattern
