"""Looks at a page and its gateway as a browser would, and names what keeps the chat away."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx

from bot.doctor import Finding
from bot.embedding.page import Page, Script, address, origin_of, read_page
from bot.embedding.policy import (
    FOR_REQUESTS,
    FOR_SCRIPTS,
    Policy,
    lets_request,
    lets_script,
    read_policies,
    wants_trusted_types,
    what_decides,
)
from bot.embedding.visit import Patience, Visit

AGENT = "Primera (embed check)"
PASTE = "docs/embedding.md has the lines to paste"


def examine(
    url: str, *, gateway: str | None = None, site: str | None = None, patience: Patience
) -> Iterator[Finding]:
    """One finding after the other; what can only be known after one that failed is left out."""
    timeout = httpx.Timeout(patience.answer)
    with httpx.Client(headers={"user-agent": AGENT}, timeout=timeout, trust_env=False) as client:
        try:
            answer = client.get(url, follow_redirects=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            yield Finding("Page", False, f"{url} does not answer ({error}): open it in a browser")
            return
        if answer.status_code >= 400:
            yield Finding(
                "Page", False, f"{url} answers {answer.status_code}: name a page that is there"
            )
            return
        page = read_page(str(answer.url), answer.text)
        yield Finding("Page", True, page.url)
        yield from _paste(page, gateway)
        element = page.elements[0] if page.elements else {}
        told = gateway or element.get("gateway") or "/"
        base = address(page.url, told)
        if base is None:
            yield Finding(
                "Gateway", False, f"{told!r} is no address; write e.g. https://help.example.com"
            )
            return
        sent = answer.headers.get_list("content-security-policy")
        yield from _policies(page, base, read_policies([*sent, *page.policies]))
        yield from _gateway(client, page, base, site or element.get("site"), patience)


def _paste(page: Page, gateway: str | None) -> Iterator[Finding]:
    """Whether the lines stand on the page as they should."""
    if page.script is None:
        yield Finding(
            "Script",
            None if gateway else False,
            f"the page's HTML names no script of a gateway (…/widget/v1.js); {PASTE}. A page that "
            "adds it by itself is checked with --gateway",
        )
    elif not page.script.is_module:
        yield Finding(
            "Script", False, 'the script lacks type="module", so browsers stop at it: add it'
        )
    elif page.script.integrity and not page.script.has_crossorigin and _is_elsewhere(page):
        yield Finding(
            "Script", False, "a script with integrity from another host needs crossorigin: add it"
        )
    else:
        yield Finding("Script", True, page.script.src)
    if not page.elements:
        way_out = f"the page's HTML has no <support-chat> element; {PASTE}"
        yield Finding("Element", None if gateway else False, way_out)


def _is_elsewhere(page: Page) -> bool:
    return page.script is not None and origin_of(page.script.src) != page.origin


def _policies(page: Page, base: str, policies: list[Policy]) -> Iterator[Finding]:
    """What the page's own rules forbid."""
    if urlsplit(page.url).scheme == "https" and urlsplit(base).scheme == "http":
        yield Finding(
            "Secure",
            False,
            f"the page is https and the gateway {origin_of(base)} is not, so browsers ask it for "
            "nothing: put a proxy with a certificate before it and write its https address",
        )
    script = page.script or Script(urljoin(base, "/widget/v1.js"), is_module=True)
    faults = [fault for policy in policies for fault in _forbidden(policy, script, page, base)]
    for fault in dict.fromkeys(faults):
        yield Finding("Policy (CSP)", False, fault)
    if not faults:
        told = "lets the chat in" if policies else "the page has none, so nothing is forbidden"
        yield Finding("Policy (CSP)", True, told)


def _forbidden(policy: Policy, script: Script, page: Page, base: str) -> Iterator[str]:
    if not lets_script(policy, script, page.url):
        decides = what_decides(policy, FOR_SCRIPTS)
        if "'strict-dynamic'" in policy[decides or ""]:
            yield f"{decides} has 'strict-dynamic': give the script the page's nonce"
        else:
            source = origin_of(script.src)
            added = _added("script-src", decides, source)
            yield f"{decides} does not let {source} run scripts: add {added}"
    if not lets_request(policy, urljoin(base, "/v1/conversations"), page.url):
        decides, source = what_decides(policy, FOR_REQUESTS), origin_of(base)
        added = _added("connect-src", decides, source)
        yield f"{decides} does not let pages ask {source}: add {added}"
    if wants_trusted_types(policy):
        yield (
            "require-trusted-types-for keeps the chat from reading the HTML of answers: take it "
            "out on the pages that have the chat"
        )


def _added(name: str, decides: str | None, source: str) -> str:
    """The directive to write; one that only falls back on default-src has to be begun."""
    return f"{source} to it" if decides != "default-src" else f"`{name} {source}` to the policy"


def _gateway(
    client: httpx.Client, page: Page, base: str, site: str | None, patience: Patience
) -> Iterator[Finding]:
    """What the gateway, and what stands before it, answers to a page of this origin."""
    visit = Visit(client, page, base, patience)
    script = page.script.src if page.script else urljoin(base, "/widget/v1.js")
    try:
        yield visit.loads(script)
        yield visit.asks_before()
        yield visit.starts(site)
        if visit.is_open:
            yield visit.streams()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = str(error) or type(error).__name__
        yield Finding(
            "Gateway", False, f"{visit.origin} does not answer ({told}): is it the right address?"
        )
    finally:
        visit.ends()
