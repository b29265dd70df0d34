from dataclasses import replace
from datetime import timedelta

import pytest

from actions.accounts.store import IDLE_FOR
from tests.actions.accounts.conftest import PASSWORD, QUICK
from tests.bot.console.person import words_of

NEW = "another house by the road"


def test_whoever_signs_in_comes_to_the_page_that_they_asked_for(arrives, browser):
    ana = arrives("Ana", role="owner")
    visitor = browser(email=ana.email)
    led = visitor.opens("/console/account?from=mail")
    assert led.headers["location"] == "/console/sign-in?next=%2Fconsole%2Faccount%3Ffrom%3Dmail"
    page = visitor.follows(led)
    assert 'value="/console/account?from=mail"' in page.text
    sent = visitor.sends(
        "/console/sign-in", email=ana.email, password=PASSWORD, next="/console/account?from=mail"
    )
    assert sent.headers["location"] == "/console/account?from=mail"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/help", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_place(arrives, stranger, elsewhere):
    ana = arrives("Ana", role="owner")
    stranger.opens("/console/sign-in")
    sent = stranger.sends("/console/sign-in", email=ana.email, password=PASSWORD, next=elsewhere)
    assert sent.headers["location"] == "/console"


def test_the_session_is_the_browsers_alone(serve, workspace, accounts, clock):
    gateway = workspace.settings.gateway.model_copy(update={"public_url": "https://help.example"})
    settings = workspace.settings.model_copy(update={"gateway": gateway})
    http = serve(workspace=replace(workspace, settings=settings), passwords=QUICK)
    accounts.add("a@b.example", name="Ana", role="owner", teams=(), password=PASSWORD, now=clock())
    page = http.get("/console/sign-in")
    cookie = page.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/console", "Secure"):
        assert part in cookie


def test_signing_in_changes_the_session_and_signing_out_ends_it(arrives, stranger, browser):
    ana = arrives("Ana", role="owner")
    stranger.opens("/console/sign-in")
    before = stranger.http.cookies["primera_console"]
    stranger.signs_in(ana.email)
    during = stranger.http.cookies["primera_console"]
    assert during != before
    page = stranger.follows(stranger.sends("/console/sign-out"))
    assert "You have signed out." in words_of(page)
    assert stranger.http.cookies["primera_console"] not in (before, during)
    again = browser()
    again.http.cookies.set("primera_console", during, path="/console")
    assert again.opens("/console/account").status_code == 303


def test_known_and_unknown_emails_are_refused_in_the_same_words(arrives, stranger):
    ana = arrives("Ana", role="owner")
    told = {
        words_of(stranger.signs_in(email, "a loud house by the road")).replace(email, "")
        for email in (ana.email, "nobody@aurora.example")
    }
    assert len(told) == 1
    assert "The e-mail or the password is not right." in told.pop()


def test_after_five_wrong_passwords_not_even_the_right_one_opens(arrives, stranger):
    ana = arrives("Ana", role="owner")
    for _ in range(5):
        stranger.signs_in(ana.email, "a loud house by the road")
    shut = stranger.signs_in(ana.email, PASSWORD)
    assert shut.status_code == 422
    assert "Too many wrong passwords" in words_of(shut)


def test_a_session_ends_when_it_is_not_used(arrives, clock):
    ana = arrives("Ana", role="owner")
    clock.ahead = IDLE_FOR - timedelta(minutes=1)
    assert ana.opens("/console/account").status_code == 200
    clock.ahead += IDLE_FOR
    assert ana.opens("/console/account").status_code == 303


def test_a_session_ends_at_the_end_of_the_day_however_much_it_is_used(arrives, clock):
    ana = arrives("Ana", role="owner")
    for hour in range(1, 12):
        clock.ahead = timedelta(hours=hour)
        assert ana.opens("/console/account").status_code == 200
    clock.ahead = timedelta(hours=12)
    assert ana.opens("/console/account").status_code == 303


def test_the_language_is_the_browsers_until_another_is_chosen(arrives):
    ana = arrives("Ana", role="owner")
    assert "My account" in words_of(ana.opens("/console/account"))
    page = ana.follows(ana.sends("/console/language", language="es", here="/console/account"))
    assert page.headers["content-language"] == "es"
    assert "Mi cuenta" in words_of(page)


def test_another_language_after_a_form_that_was_refused_leads_to_a_page(arrives):
    ana = arrives("Ana", role="owner")
    refused = ana.sends("/console/account/password")
    assert 'name="here" value="/console"' in refused.text
    led = ana.follows(ana.sends("/console/language", language="es", here="/console"))
    assert ana.follows(led).status_code == 200


def test_a_password_is_changed_by_whoever_knows_the_old_one(arrives, browser):
    ana = arrives("Ana", role="owner")
    elsewhere = browser(email=ana.email)
    elsewhere.signs_in()
    refused = ana.sends("/console/account/password", old_password=NEW, password=NEW)
    assert "That is not the current password." in words_of(refused)
    refused = ana.sends("/console/account/password", old_password=PASSWORD, password="short")
    assert "15 to 200 characters" in words_of(refused)
    changed = ana.sends("/console/account/password", old_password=PASSWORD, password=NEW)
    assert "Password changed." in words_of(ana.follows(changed))
    assert elsewhere.opens("/console/account").status_code == 303
    assert elsewhere.signs_in(password=NEW).status_code == 303


def test_a_form_that_is_not_filled_in_says_so_at_its_fields(stranger):
    stranger.opens("/console/sign-in")
    page = stranger.sends("/console/sign-in", email="ana@aurora.example")
    assert page.status_code == 422
    assert 'value="ana@aurora.example"' in page.text
    assert 'id="password-wrong">Fill this in.<' in page.text
    assert 'aria-invalid="true"' in page.text


def test_what_is_not_there_is_said_on_a_page(stranger):
    page = stranger.opens("/console/nothing/here")
    assert page.status_code == 404
    assert "There is nothing here that you can see" in words_of(page)
    assert stranger.opens("/console/static/../console.py").status_code == 404


def test_too_large_a_form_is_refused_on_a_page(stranger):
    stranger.opens("/console/sign-in")
    page = stranger.sends("/console/sign-in", email="a" * 600_000)
    assert page.status_code == 413
    assert "That is too large" in words_of(page)


def test_what_is_typed_is_escaped(stranger):
    stranger.opens("/console/sign-in")
    page = stranger.sends("/console/sign-in", email='"><script>alert(1)</script>')
    assert "<script>alert" not in page.text
