from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.accounts import (
    AccountExists,
    LockedOut,
    UnknownAccount,
    UnusableAccount,
    WrongCredentials,
)
from actions.accounts.presence import available_in
from actions.accounts.store import SIGNED_IN_FOR
from actions.accounts.tables import accounts as accounts_table
from actions.accounts.tables import sign_ins
from actions.database import reading
from tests.actions.accounts.conftest import PASSWORD, QUICK

WRONG = "a loud house by the road"


def test_whoever_knows_the_password_signs_in_however_the_email_is_spelt(accounts, lucia, now):
    signed_in = accounts.sign_in(" LUCIA@aurora.example ", PASSWORD, now=now)
    assert signed_in.account == lucia
    assert accounts.signed_in(signed_in.token, now=now).account == lucia


def test_neither_password_nor_token_is_in_the_database(accounts, lucia, database, now):
    token = accounts.sign_in(lucia.email, PASSWORD, now=now).token
    with reading(database) as connection:
        kept = [*connection.execute(select(sign_ins)), *connection.execute(select(accounts_table))]
    assert token not in str(kept)
    assert PASSWORD not in str(kept)
    assert "$argon2id$" in str(kept)


def test_a_token_ends_by_time_and_by_signing_out(accounts, lucia, now):
    one, other = (accounts.sign_in(lucia.email, PASSWORD, now=now).token for _ in range(2))
    accounts.sign_out(one, now=now)
    assert accounts.signed_in(one, now=now) is None
    assert accounts.signed_in(other, now=now + SIGNED_IN_FOR - timedelta(seconds=1)) is not None
    assert accounts.signed_in(other, now=now + SIGNED_IN_FOR) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "\x00"])
def test_what_is_no_token_opens_nothing(accounts, token, now):
    assert accounts.signed_in(token, now=now) is None


@pytest.mark.parametrize("email", ["lucia@aurora.example", "nobody@aurora.example"])
def test_a_known_and_an_unknown_email_are_refused_alike_and_shut_alike(accounts, lucia, email, now):
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            accounts.sign_in(email, WRONG, now=now)
    with pytest.raises(LockedOut) as locked:
        accounts.sign_in(email, PASSWORD, now=now)
    assert locked.value.wait == timedelta(seconds=30)


def test_after_the_wait_the_right_password_opens_and_the_failures_are_forgotten(
    accounts, lucia, now
):
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            accounts.sign_in(lucia.email, WRONG, now=now)
    later = now + timedelta(seconds=30)
    accounts.sign_in(lucia.email, PASSWORD, now=later)
    with pytest.raises(WrongCredentials):
        accounts.sign_in(lucia.email, WRONG, now=later)
    accounts.sign_in(lucia.email, PASSWORD, now=later)


def test_a_reset_changes_the_password_ends_what_is_open_and_unlocks(accounts, lucia, now):
    token = accounts.sign_in(lucia.email, PASSWORD, now=now).token
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            accounts.sign_in(lucia.email, WRONG, now=now)
    accounts.reset(lucia.email, "a small boat in the harbour", now=now)
    assert accounts.signed_in(token, now=now) is None
    with pytest.raises(WrongCredentials):
        accounts.sign_in(lucia.email, PASSWORD, now=now)
    accounts.sign_in(lucia.email, "a small boat in the harbour", now=now)


def test_whoever_is_deactivated_is_out_at_once_and_not_there_to_talk(
    accounts, lucia, database, now
):
    token = accounts.sign_in(lucia.email, PASSWORD, now=now).token
    accounts.say_presence(lucia.id, "available", now=now)
    accounts.deactivate(lucia.email, now=now)
    assert accounts.signed_in(token, now=now) is None
    with pytest.raises(WrongCredentials):
        accounts.sign_in(lucia.email, PASSWORD, now=now)
    with reading(database) as connection:
        assert available_in(connection, "care", now) == []


def test_a_deactivated_account_can_be_added_anew_and_an_active_one_not(accounts, lucia, now):
    asked = {"name": "Lucía P.", "role": "lead", "teams": [], "password": PASSWORD, "now": now}
    with pytest.raises(AccountExists, match="users reset"):
        accounts.add(lucia.email, **asked)
    accounts.deactivate(lucia.email, now=now)
    again = accounts.add(lucia.email, **asked)
    assert (again.id, again.role, again.is_active) == (lucia.id, "lead", True)


@pytest.mark.parametrize("role", ["viewer", "agent"])
def test_an_account_that_would_see_nothing_is_refused(accounts, lucia, role, now):
    asked = {"name": "Pol", "role": role, "teams": [], "password": PASSWORD, "now": now}
    with pytest.raises(UnusableAccount, match="name one"):
        accounts.add("pol@aurora.example", **asked)
    with pytest.raises(UnusableAccount, match="name one"):
        accounts.change(lucia.email, role=role, teams=[], now=now)


def test_a_short_password_is_refused_with_what_would_do(accounts, now):
    asked = {"name": "Pol", "role": "owner", "teams": [], "now": now}
    with pytest.raises(UnusableAccount, match="15 to 200"):
        accounts.add("pol@aurora.example", password="fourteen chars", **asked)


def test_another_role_and_other_teams_hold_for_who_is_signed_in(accounts, lucia, now):
    token = accounts.sign_in(lucia.email, PASSWORD, now=now).token
    accounts.change(lucia.email, role="viewer", teams=["orders", "returns"], now=now)
    account = accounts.signed_in(token, now=now).account
    assert (account.role, account.teams) == ("viewer", {"orders", "returns"})
    accounts.change(lucia.email, role="lead", now=now)
    assert accounts.signed_in(token, now=now).account.sees("billing")


def test_whom_nobody_knows_cannot_be_changed(accounts, now):
    with pytest.raises(UnknownAccount):
        accounts.deactivate("nobody@aurora.example", now=now)


def test_presence_ends_by_itself_unless_it_is_said_again(accounts, lucia, database, now):
    def available(after: int) -> list[str]:
        with reading(database) as connection:
            return available_in(connection, "care", now + timedelta(seconds=after))

    accounts.say_presence(lucia.id, "available", now=now)
    assert available(89) == [lucia.id]
    assert available(90) == []
    accounts.say_presence(lucia.id, "available", now=now + timedelta(seconds=60))
    assert available(149) == [lucia.id]
    accounts.say_presence(lucia.id, "away", now=now + timedelta(seconds=70))
    assert available(71) == []


def test_a_viewer_is_never_there_to_talk_and_nobody_for_a_team_that_is_not_theirs(
    accounts, lucia, database, now
):
    viewer = accounts.add(
        "pol@aurora.example", name="Pol", role="viewer", teams=["care"], password=PASSWORD, now=now
    )
    for account in (lucia, viewer):
        accounts.say_presence(account.id, "available", now=now)
    with reading(database) as connection:
        assert available_in(connection, "care", now) == [lucia.id]
        assert available_in(connection, "care", now, but=[lucia.id]) == []
        assert available_in(connection, "orders", now) == []


def test_what_was_done_is_in_the_audit_with_who_did_it_and_no_secret(accounts, lucia, now):
    with pytest.raises(WrongCredentials):
        accounts.sign_in(lucia.email, WRONG, now=now)
    token = accounts.sign_in(lucia.email, PASSWORD, now=now).token
    accounts.sign_out(token, now=now)
    accounts.deactivate(lucia.email, now=now)
    entries = accounts.audit()
    assert [(entry.who, entry.act) for entry in reversed(entries)] == [
        ("command line", "account.added"),
        (lucia.email, "sign_in.refused"),
        (lucia.email, "signed_in"),
        (lucia.email, "signed_out"),
        ("command line", "account.deactivated"),
    ]
    assert not any(secret in str(entries) for secret in (WRONG, PASSWORD, token))


def test_a_hash_that_cannot_be_read_opens_nothing():
    assert not QUICK.fits(PASSWORD, "nonsense")
    assert not QUICK.fits("", None)
