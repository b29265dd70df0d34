"""People: who may sign in, as what, for which teams; and the links by which they come in."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from actions.accounts import (
    ROLES,
    Account,
    AccountExists,
    Invitation,
    InvitationOver,
    Role,
    UnusableAccount,
)
from actions.accounts.account import LONGEST_NAME, SEE_EVERY_TEAM, usable_email, usable_name
from bot.console.addresses import HOME, SIGN_IN
from bot.console.console import Console
from bot.console.errors import NotThere, Refused, WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read, wrong
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to

PEOPLE = f"{HOME}/people"
JOIN = f"{HOME}/join"


class LinkOver(Refused):
    """A link that was used, is too old, or never was."""

    status, slug = 404, "link-over"


class Place(FormModel):
    """What somebody may, and whose."""

    role: Role
    teams: frozenset[str] = frozenset()


class NewPerson(Place):
    """Who is invited."""

    email: Annotated[str, Field(max_length=320)]
    name: Annotated[str, Field(max_length=LONGEST_NAME)]


class Chosen(FormModel):
    """The password that somebody chooses."""

    password: str


def people_page(console: Console, visit: Visit) -> Reply:
    """See who may sign in, as what, and for which teams."""
    people = console.accounts.all()
    return console.page(
        visit,
        "people/list.html",
        title="people-title",
        people=sorted(people, key=lambda each: (not each.is_active, each.name.casefold())),
        team_name=lambda team: console.desk.team_name(team, visit.language),
    )


def new_person_page(console: Console, visit: Visit) -> Reply:
    """See what to say of somebody who is invited."""
    return _new_page(console, visit, Form.of(role="agent"))


def invite_person(console: Console, visit: Visit) -> Reply:
    """Make an account, and the link by which its owner chooses a password."""
    try:
        sent = read(NewPerson, visit)
        _refuse_odd_teams(console, visit, sent)
        invitation = _invited(console, visit, sent)
    except WrongForm as refused:
        return _new_page(console, visit, refused.form, status=422)
    return _link_page(console, visit, invitation)


def person_page(console: Console, visit: Visit) -> Reply:
    """See one account, and what can be done with it."""
    account = _account(console, visit)
    return _person_page(
        console, visit, account, Form.of(role=account.role, teams=sorted(account.teams))
    )


def change_person(console: Console, visit: Visit) -> Reply:
    """Give somebody another role or other teams."""
    account = _another(console, visit)
    try:
        sent = read(Place, visit)
        _refuse_odd_teams(console, visit, sent)
    except WrongForm as refused:
        return _person_page(console, visit, account, refused.form, status=422)
    console.accounts.change(
        account.email, role=sent.role, teams=sent.teams, by=visit.account.email, now=visit.now
    )
    return goes_to(PEOPLE, said("people-changed", name=account.name))


def deactivate_person(console: Console, visit: Visit) -> Reply:
    """Let somebody in no more."""
    account = _another(console, visit)
    console.accounts.deactivate(account.email, by=visit.account.email, now=visit.now)
    return goes_to(PEOPLE, said("people-deactivated", name=account.name))


def reset_person(console: Console, visit: Visit) -> Reply:
    """Sign somebody out everywhere, and make a link by which they choose another password."""
    account = _another(console, visit)
    if not account.is_active:
        raise NotThere
    return _link_page(
        console,
        visit,
        console.invitations.reset(account, by=visit.account.email, now=visit.now),
    )


def join_page(console: Console, visit: Visit) -> Reply:
    """See for whom a link is, and choose a password."""
    return _join_page(console, visit, _behind(console, visit))


def choose_password(console: Console, visit: Visit) -> Reply:
    """Choose it, once; then sign in with it."""
    account = _behind(console, visit)
    try:
        sent = read(Chosen, visit)
        console.invitations.accept(visit.path["token"], sent.password, now=visit.now)
    except InvitationOver:
        raise LinkOver from None
    except UnusableAccount:
        form = wrong(visit, "password", "password-length").form
        return _join_page(console, visit, account, form, status=422)
    except WrongForm as refused:
        return _join_page(console, visit, account, refused.form, status=422)
    return goes_to(SIGN_IN, said("people-joined"))


def _account(console: Console, visit: Visit) -> Account:
    account = console.accounts.find(visit.path["account"])
    if account is None:
        raise NotThere
    return account


def _another(console: Console, visit: Visit) -> Account:
    # Nobody takes the role from themselves: so there is always an owner left.
    account = _account(console, visit)
    if account.id == visit.account.id:
        raise NotThere
    return account


def _behind(console: Console, visit: Visit) -> Account:
    try:
        return console.invitations.behind(visit.path["token"], now=visit.now)
    except InvitationOver:
        raise LinkOver from None


def _invited(console: Console, visit: Visit, sent: NewPerson) -> Invitation:
    try:
        email = usable_email(sent.email)
    except UnusableAccount:
        raise wrong(visit, "email", "people-email-wrong") from None
    try:
        return console.invitations.invite(
            email,
            name=usable_name(sent.name),
            role=sent.role,
            teams=sent.teams,
            by=visit.account.email,
            now=visit.now,
        )
    except AccountExists:
        raise wrong(visit, "email", "people-email-taken") from None


def _refuse_odd_teams(console: Console, visit: Visit, sent: Place) -> None:
    if not set(sent.teams) <= console.desk.teams.keys():
        raise wrong(visit, "teams", "form-literal-error")
    if sent.role not in SEE_EVERY_TEAM and not sent.teams:
        raise wrong(visit, "teams", "people-team-needed")


def _new_page(console: Console, visit: Visit, form: Form, status: int = 200) -> Reply:
    return console.page(
        visit,
        "people/new.html",
        title="people-new-title",
        form=form,
        status=status,
        roles=_roles(console, visit),
        teams=_teams(console, visit),
    )


def _person_page(
    console: Console, visit: Visit, account: Account, form: Form, status: int = 200
) -> Reply:
    return console.page(
        visit,
        "people/person.html",
        title="people-person-title",
        form=form,
        status=status,
        account=account,
        roles=_roles(console, visit),
        teams=_teams(console, visit),
    )


def _link_page(console: Console, visit: Visit, invitation: Invitation) -> Reply:
    base = console.workspace.settings.gateway.public_url or (
        f"http://{visit.asked.headers.get('host', '')}"
    )
    return console.page(
        visit,
        "people/link.html",
        title="people-link-title",
        account=invitation.account,
        link=f"{base}{JOIN}/{invitation.token}",
        until=invitation.expires_at,
    )


def _join_page(
    console: Console, visit: Visit, account: Account, form: Form = NO_FORM, status: int = 200
) -> Reply:
    return console.page(
        visit,
        "people/join.html",
        title="people-join-title",
        account=account,
        form=form,
        status=status,
        action=f"{JOIN}/{visit.path['token']}",
    )


def _roles(console: Console, visit: Visit) -> Sequence[tuple[str, str]]:
    return [
        (role, console.pages.say(visit.language, f"people-role-{role}")) for role in reversed(ROLES)
    ]


def _teams(console: Console, visit: Visit) -> Sequence[tuple[str, str]]:
    return [(team, console.desk.team_name(team, visit.language)) for team in console.desk.teams]


PERSON = f"{PEOPLE}/{{account}}"
ROUTES = (
    Route(GET, PEOPLE, people_page, role="owner", section="people", in_menu=True),
    Route(GET, f"{PEOPLE}/new", new_person_page, role="owner", section="people"),
    Route(POST, f"{PEOPLE}/new", invite_person, role="owner", section="people"),
    Route(GET, PERSON, person_page, role="owner", section="people"),
    Route(POST, PERSON, change_person, role="owner", section="people"),
    Route(POST, f"{PERSON}/deactivate", deactivate_person, role="owner", section="people"),
    Route(POST, f"{PERSON}/reset", reset_person, role="owner", section="people"),
    Route(GET, f"{JOIN}/{{token}}", join_page, role=None),
    Route(POST, f"{JOIN}/{{token}}", choose_password, role=None, checks_password=True),
)
