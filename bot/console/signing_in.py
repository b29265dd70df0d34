"""Signing in and out, the language, and one's own account."""

from actions.accounts import LockedOut, UnusableAccount, WrongCredentials
from bot.console.addresses import HOME, SIGN_IN, place_in_console
from bot.console.catalogue import LANGUAGES
from bot.console.console import Console
from bot.console.csrf import new_key
from bot.console.errors import NotThere, WrongForm
from bot.console.form import NO_FORM, WHOLE, Form, FormModel, read, wrong
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to

ACCOUNT = f"{HOME}/account"


class Credentials(FormModel):
    """Who one is."""

    email: str
    password: str
    next: str = HOME


class NewPassword(FormModel):
    """One's own, changed."""

    old_password: str
    password: str


def home(console: Console, visit: Visit) -> Reply:
    """Go to the first section that one may see."""
    seen = [line.entry.path for line in console.menu if visit.account.may(line.role)]
    return goes_to(seen[0] if seen else ACCOUNT)


def sign_in_page(console: Console, visit: Visit) -> Reply:
    """See where to sign in."""
    if visit.signed_in is not None:
        return goes_to(place_in_console(visit.query.get("next", HOME)))
    return _sign_in_page(console, visit, Form.of(next=visit.query.get("next", HOME)))


def sign_in(console: Console, visit: Visit) -> Reply:
    """Sign in with e-mail and password."""
    try:
        sent = read(Credentials, visit)
        signed_in = _signed_in(console, visit, sent)
    except WrongForm as refused:
        return _sign_in_page(console, visit, refused.form, status=422)
    return goes_to(place_in_console(sent.next), key=signed_in)


def sign_out(console: Console, visit: Visit) -> Reply:
    """Sign out; the browser's session opens nothing any more."""
    console.accounts.sign_out(visit.key, now=visit.now)
    return goes_to(SIGN_IN, said("signed-out"), key=new_key())


def choose_language(console: Console, visit: Visit) -> Reply:
    """Have the pages in another language, in this browser."""
    language = Form(visit.asked.fields).value("language")
    if language not in LANGUAGES:
        raise NotThere
    here = place_in_console(Form(visit.asked.fields).value("here"))
    return goes_to(here, language=language)


def account_page(console: Console, visit: Visit) -> Reply:
    """See one's own account."""
    return _account_page(console, visit)


def change_password(console: Console, visit: Visit) -> Reply:
    """Choose another password; every other browser is signed out."""
    try:
        sent = read(NewPassword, visit)
        _refuse_unless_known(console, visit, sent.old_password)
        console.accounts.reset(
            visit.account.email, sent.password, by=visit.account.email, now=visit.now
        )
    except WrongForm as refused:
        return _account_page(console, visit, refused.form, status=422)
    except UnusableAccount:
        return _account_page(console, visit, wrong(visit, "password", "password-length").form, 422)
    again = console.accounts.sign_in(
        visit.account.email, sent.password, ends_idle=True, now=visit.now
    )
    return goes_to(ACCOUNT, said("account-password-changed"), key=again.token)


def _sign_in_page(console: Console, visit: Visit, form: Form, status: int = 200) -> Reply:
    return console.page(visit, "sign_in.html", title="sign-in-title", form=form, status=status)


def _account_page(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    teams = [
        console.desk.team_name(team, visit.language)
        for team in sorted(visit.account.teams)
        if team in console.desk.teams
    ]
    return console.page(
        visit, "account.html", title="account-title", form=form, status=status, teams=teams
    )


def _signed_in(console: Console, visit: Visit, sent: Credentials) -> str:
    try:
        return console.accounts.sign_in(
            sent.email, sent.password, ends_idle=True, now=visit.now
        ).token
    except WrongCredentials:
        raise wrong(visit, WHOLE, "sign-in-refused") from None
    except LockedOut as locked:
        minutes = max(1, round(locked.wait.total_seconds() / 60))
        raise wrong(visit, WHOLE, "sign-in-locked", minutes=minutes) from None


def _refuse_unless_known(console: Console, visit: Visit, password: str) -> None:
    # By the same door as signing in, so that its lock counts these tries, too.
    try:
        known = console.accounts.sign_in(visit.account.email, password, now=visit.now)
    except WrongCredentials:
        raise wrong(visit, "old_password", "account-old-password-wrong") from None
    except LockedOut as locked:
        minutes = max(1, round(locked.wait.total_seconds() / 60))
        raise wrong(visit, WHOLE, "sign-in-locked", minutes=minutes) from None
    console.accounts.sign_out(known.token, now=visit.now)


ROUTES = (
    Route(GET, HOME, home, role="viewer"),
    Route(GET, SIGN_IN, sign_in_page, role=None),
    Route(POST, SIGN_IN, sign_in, role=None, checks_password=True),
    Route(POST, f"{HOME}/sign-out", sign_out, role="viewer"),
    Route(POST, f"{HOME}/language", choose_language, role=None),
    Route(GET, ACCOUNT, account_page, role="viewer", section="account"),
    Route(
        POST,
        f"{ACCOUNT}/password",
        change_password,
        role="viewer",
        section="account",
        checks_password=True,
    ),
)
