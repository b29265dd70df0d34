"""Every route of the workbench × every role, everybody else, and forms that are not ours.

Generated from the route table, so that a page is covered as soon as it is there.
"""

import re

import pytest

from actions.accounts import ROLES
from bot.console.routes import ROUTES
from tests.bot.console.person import Person

# Signing out would end what the next route needs; it is tried in test_signing_in.py.
TRIED = [route for route in ROUTES if not route.path.endswith("/sign-out")]
GUARDED = [route for route in TRIED if route.role is not None]
CHANGING = [route for route in TRIED if route.changes]
NOBODYS = "nobodys-id"


def ask(person: Person, route, csrf: str | None = None):
    path = re.sub(r"{\w+}", NOBODYS, route.path)
    if route.changes:
        return person.sends(path, csrf=csrf)
    return person.opens(path)


def names(routes) -> list[str]:
    return [f"{route.method} {route.path}" for route in routes]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(arrives, role):
    person = arrives("Somebody", "care", role=role)
    token = person.csrf
    wrongly = [
        (name, status)
        for name, route in zip(names(GUARDED), GUARDED, strict=True)
        for status in [ask(person, route, token).status_code]
        if (status == 403) == (ROLES.index(role) >= ROLES.index(route.role))
    ]
    assert wrongly == []


def test_whoever_has_not_signed_in_is_sent_to_do_so(stranger):
    stranger.opens("/console/sign-in")
    led = {name: ask(stranger, route) for name, route in zip(names(GUARDED), GUARDED, strict=True)}
    wrongly = [
        name
        for name, answer in led.items()
        if answer.status_code != 303
        or not answer.headers["location"].startswith("/console/sign-in")
        or answer.text
    ]
    assert wrongly == []


@pytest.mark.parametrize("token", ["missing", "wrong", "of another session"])
def test_what_changes_something_needs_the_token_of_this_browsers_session(arrives, token):
    owner = arrives("Ana", role="owner")
    other = arrives("Pol", role="owner")
    sent = {"missing": "", "wrong": "0" * 64, "of another session": other.csrf}[token]
    answers = {
        name: ask(owner, route, sent) for name, route in zip(names(CHANGING), CHANGING, strict=True)
    }
    assert [name for name, answer in answers.items() if answer.status_code != 403] == []


def test_without_any_session_no_form_is_taken(browser):
    for name, route in zip(names(CHANGING), CHANGING, strict=True):
        answer = ask(browser(), route, "0" * 64)
        expected = 403 if route.role is None else 303
        assert (name, answer.status_code) == (name, expected)


def test_only_signing_in_its_language_and_one_time_links_are_open_to_everybody():
    is_open = {name for name in names(route for route in ROUTES if route.role is None)}
    assert {re.sub(r"{\w+}", "…", name) for name in is_open} == OPEN


OPEN = {
    "GET /console/sign-in",
    "POST /console/sign-in",
    "POST /console/language",
    "GET /console/join/…",
    "POST /console/join/…",
}


def test_a_page_is_shown_in_no_frame_kept_nowhere_and_runs_our_scripts_alone(arrives, console):
    owner = arrives("Ana", role="owner")
    for route in (route for route in ROUTES if not route.changes):
        headers = ask(owner, route).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
