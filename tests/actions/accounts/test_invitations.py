from datetime import timedelta

import pytest

from actions.accounts import InvitationOver, Invitations, UnusableAccount, WrongCredentials
from actions.accounts.invitations import HOLDS_FOR
from actions.accounts.tables import accounts as account_rows
from actions.accounts.tables import invitations as rows
from tests.actions.accounts.conftest import PASSWORD, QUICK

OWNER = "ana@aurora.example"
NEW = "another house by the road"


@pytest.fixture
def invitations(database, accounts):
    return Invitations(database, accounts, QUICK)


@pytest.fixture
def invited(invitations, now):
    return invitations.invite(
        "pol@aurora.example", name="Pol", role="agent", teams=["care"], by=OWNER, now=now
    )


def test_whoever_is_invited_chooses_a_password_once(invitations, accounts, invited, now):
    assert invitations.behind(invited.token, now=now).email == "pol@aurora.example"
    invitations.accept(invited.token, PASSWORD, now=now)
    assert accounts.sign_in("pol@aurora.example", PASSWORD, now=now).account.name == "Pol"
    with pytest.raises(InvitationOver):
        invitations.accept(invited.token, NEW, now=now)
    with pytest.raises(WrongCredentials):
        accounts.sign_in("pol@aurora.example", NEW, now=now)


def test_a_password_that_will_not_do_leaves_the_link_open(invitations, invited, now):
    with pytest.raises(UnusableAccount):
        invitations.accept(invited.token, "short", now=now)
    invitations.accept(invited.token, PASSWORD, now=now)


def test_a_link_ends_by_itself_by_a_newer_one_and_with_the_account(
    invitations, accounts, invited, now
):
    with pytest.raises(InvitationOver):
        invitations.behind(invited.token, now=now + HOLDS_FOR)
    newer = invitations.reset(invited.account, by=OWNER, now=now)
    with pytest.raises(InvitationOver):
        invitations.behind(invited.token, now=now)
    accounts.deactivate("pol@aurora.example", now=now)
    with pytest.raises(InvitationOver):
        invitations.behind(newer.token, now=now)


def test_a_reset_ends_sessions_and_the_old_password(invitations, accounts, lucia, now):
    session = accounts.sign_in(lucia.email, PASSWORD, now=now)
    link = invitations.reset(lucia, by=OWNER, now=now)
    assert accounts.signed_in(session.token, now=now) is None
    with pytest.raises(WrongCredentials):
        accounts.sign_in(lucia.email, PASSWORD, now=now)
    later = now + timedelta(hours=1)
    invitations.accept(link.token, NEW, now=later)
    assert accounts.sign_in(lucia.email, NEW, now=later)


def test_neither_link_nor_password_is_kept_and_the_log_says_who_did_what(
    database, invitations, accounts, invited, now
):
    invitations.accept(invited.token, PASSWORD, now=now)
    told = [(entry.who, entry.act) for entry in accounts.audit()]
    assert told == [
        ("pol@aurora.example", "account.password_chosen"),
        (OWNER, "account.link_made"),
        (OWNER, "account.added"),
    ]
    with database.connect() as connection:
        kept = [*connection.execute(rows.select()), *connection.execute(account_rows.select())]
    assert invited.token not in str(kept) + str(accounts.audit())
    assert PASSWORD not in str(kept) + str(accounts.audit())
