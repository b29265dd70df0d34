"""The one checked way in: who asks, whether they may, and what they are answered if not."""

from urllib.parse import quote

from bot.console.addresses import HOME, SIGN_IN
from bot.console.catalogue import LANGUAGES
from bot.console.console import Console
from bot.console.cookies import LANGUAGE, SAID, SESSION
from bot.console.csrf import FIELD, HEADER, is_csrf_of, new_key
from bot.console.errors import FormExpired, Refused, RoleTooLow, SignInFirst
from bot.console.route import Route
from bot.console.said import unsealed
from bot.console.visit import Asked, Reply, Visit


def answer(console: Console, route: Route, asked: Asked, *, language: str) -> tuple[Visit, Reply]:
    """The page, or why it is not shown; raises only surprises."""
    visit = begin(console, asked, language=language, route=route)
    try:
        _admit(route, visit)
        reply = route.handler(console, visit)
    except SignInFirst:
        reply = _to_sign_in(route, visit)
    except Refused as refused:
        reply = refuse(console, visit, refused.slug, refused.status)
    return visit, reply


def begin(console: Console, asked: Asked, *, language: str, route: Route | None = None) -> Visit:
    """Who asks; a browser that comes for the first time gets a session that opens nothing yet."""
    known = asked.cookies.get(SESSION, "")
    counts = route is None or not route.by_itself
    signed_in = console.accounts.signed_in(known, now=console.now(), counts=counts)
    chosen = asked.cookies.get(LANGUAGE, "")
    return Visit(
        asked=asked,
        language=chosen if chosen in LANGUAGES else language,
        key=known or new_key(),
        now=console.now(),
        section=route.section if route else "",
        signed_in=signed_in,
        told=unsealed(asked.cookies.get(SAID, ""), known),
        # What was posted is no page to come back to.
        place=HOME if route is None or route.changes else asked.address,
    )


def refuse(console: Console, visit: Visit, slug: str, status: int) -> Reply:
    """Why there is no page, and the way on."""
    return console.page(
        visit,
        "refused.html",
        title=f"refused-{slug}",
        status=status,
        slug=slug,
        # Nothing that went wrong is swapped into the middle of a page.
        headers={"HX-Retarget": "body", "HX-Reswap": "innerHTML"},
    )


def _admit(route: Route, visit: Visit) -> None:
    if route.role is not None and visit.signed_in is None:
        raise SignInFirst
    if route.role is not None and not visit.account.may(route.role):
        raise RoleTooLow
    if route.changes and not is_csrf_of(visit.asked.cookies.get(SESSION, ""), _token(visit.asked)):
        raise FormExpired


def _token(asked: Asked) -> str:
    return asked.headers.get(HEADER) or (asked.fields.get(FIELD) or ("",))[-1]


def _to_sign_in(route: Route, visit: Visit) -> Reply:
    # What was to be changed is not done by coming back, so its page is not come back to.
    place = "" if route.changes else f"?next={quote(visit.asked.address, safe='')}"
    address = f"{SIGN_IN}{place}"
    if visit.asked.by_htmx:
        return Reply(status=401, headers={"HX-Redirect": SIGN_IN})
    return Reply(status=303, headers={"Location": address})
