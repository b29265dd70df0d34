"""Secrets that the company's files name: whether there is one, and another one. Never shown."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from actions.kept_secrets import keep_secret, kept_names
from bot.console.addresses import HOME
from bot.console.changing import desk_of
from bot.console.console import Console
from bot.console.errors import NotThere, WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to

SECRETS = f"{HOME}/company-secrets"


class NewSecret(FormModel):
    """What a secret is from now on."""

    name: str
    value: Annotated[str, Field(min_length=8, max_length=1_000)]


def secrets_page(console: Console, visit: Visit) -> Reply:
    """See which secrets there are; none is shown."""
    return _page(console, visit)


def save_secret(console: Console, visit: Visit) -> Reply:
    """Put a secret in the place of the one before."""
    try:
        sent = read(NewSecret, visit)
    except WrongForm as refused:
        return _page(console, visit, refused.form, status=422)
    if sent.name not in dict(_named(console)):
        raise NotThere
    keep_secret(console.workspace.home / "secrets.json", sent.name, sent.value)
    console.note(visit, "secret.changed", about=sent.name)
    return goes_to(SECRETS, said("company-secret-saved", name=sent.name))


def _page(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    kept = kept_names(console.workspace.home / "secrets.json")
    given = console.workspace.environment
    found = [(name, use, _state(name, kept, given)) for name, use in dict(_named(console)).items()]
    return console.page(
        visit,
        "company/secrets.html",
        title="company-secrets-title",
        form=form,
        status=status,
        secrets=found,
        names=[(name, name) for name, _, _ in found],
    )


def _state(name: str, kept: frozenset[str], given: Any) -> str:
    if f"PRIMERA_SECRET_{name.upper()}" in given:
        return "given"
    return "kept" if name in kept else "missing"


def _named(console: Console) -> Iterator[tuple[str, str]]:
    """Each secret that a file of the company's names, and what for."""
    desk = desk_of(console)
    for helpdesk in desk.helpdesks:
        yield helpdesk.secret, helpdesk.name
        if helpdesk.callback.secret:
            yield helpdesk.callback.secret, helpdesk.name
    settings = console.workspace.settings
    if settings.mail and settings.mail.username:
        yield settings.mail.secret, settings.mail.host
    if settings.mail and settings.mail.inbox:
        yield settings.mail.inbox.secret, settings.mail.inbox.host
    for site, about in settings.sites.items():
        for key in about.visitor_keys.values():
            if key.secret:
                yield key.secret, site


ROUTES = (
    Route(GET, SECRETS, secrets_page, role="lead", section="company"),
    Route(POST, SECRETS, save_secret, role="lead", section="company"),
)
