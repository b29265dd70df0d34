import pytest

from actions.accounts import ROLES, UnusableAccount
from actions.accounts.account import usable_email, usable_name


def test_each_role_may_what_those_before_it_may():
    assert ROLES == ("viewer", "agent", "lead", "owner")


def test_an_agent_may_what_an_agent_and_a_viewer_may(lucia):
    assert [role for role in ROLES if lucia.may(role)] == ["viewer", "agent"]


def test_an_agent_sees_the_own_teams_only(lucia):
    assert lucia.sees("care")
    assert not lucia.sees("orders")


@pytest.mark.parametrize("text", ["", "ana", "ana@", "@b.example", "a b@c.example", "ana@b"])
def test_what_is_no_email_is_refused_with_what_it_was(text):
    with pytest.raises(UnusableAccount, match="is no e-mail address"):
        usable_email(text)


@pytest.mark.parametrize("text", ["", "  ", "x" * 61])
def test_a_name_that_contacts_could_not_read_is_refused(text):
    with pytest.raises(UnusableAccount, match="1 to 60"):
        usable_name(text)
