import re

from tests.actions.accounts.conftest import PASSWORD
from tests.bot.console.person import words_of


def link_on(page) -> str:
    return re.search(r'value="http://[^/]+(/console/join/[\w-]+)"', page.text)[1]


def invite(owner, **fields):
    owner.opens("/console/people/new")
    sent = {"email": "pol@aurora.example", "name": "Pol", "role": "agent", "teams": "care"}
    return owner.sends("/console/people/new", **{**sent, **fields})


def test_whoever_is_invited_chooses_a_password_and_comes_in(arrives, stranger):
    owner = arrives("Ana", role="owner")
    link = link_on(invite(owner))
    page = stranger.opens(link)
    assert "Pol: with it you sign in to the workbench" in words_of(page)
    assert "15 to 200" in words_of(stranger.sends(link, password="short"))
    sent = stranger.follows(stranger.sends(link, password=PASSWORD))
    assert "Password kept." in words_of(sent)
    assert stranger.signs_in("pol@aurora.example").status_code == 303
    assert "Agent" in words_of(stranger.opens("/console/account"))
    again = stranger.opens(link)
    assert again.status_code == 404
    assert "This link does not work any more" in words_of(again)


def test_an_invitation_says_at_its_fields_what_will_not_do(arrives):
    owner = arrives("Ana", role="owner")
    for fields, told in [
        ({"email": "not an address"}, "That is no e-mail address."),
        ({"email": "ana@aurora.example"}, "There is an account with this e-mail already."),
        ({"teams": "no-such-team"}, "Choose one of the options."),
        ({"role": "king"}, "Choose one of the options."),
        ({"name": ""}, "Fill this in."),
    ]:
        page = invite(owner, **fields)
        assert (page.status_code, told in words_of(page)) == (422, True)
    page = owner.sends("/console/people/new", email="b@b.example", name="B", role="agent")
    assert "Choose a team at least" in words_of(page)


def test_a_role_is_changed_from_the_next_page_on(arrives):
    owner = arrives("Ana", role="owner")
    pol = arrives("Pol", "care", role="agent")
    assert pol.opens("/console/privacy").status_code == 403
    owner.opens("/console/people")
    sent = owner.sends(f"/console/people/{pol.account_id}", role="lead")
    assert "Pol: saved" in words_of(owner.follows(sent))
    assert pol.opens("/console/privacy").status_code == 200


def test_who_is_deactivated_is_out_at_once(arrives):
    owner = arrives("Ana", role="owner")
    pol = arrives("Pol", "care", role="agent")
    sent = owner.sends(f"/console/people/{pol.account_id}/deactivate")
    assert "Pol cannot sign in any more." in words_of(owner.follows(sent))
    assert pol.opens("/console/account").status_code == 303
    assert pol.signs_in().status_code == 422
    assert owner.sends(f"/console/people/{pol.account_id}/reset").status_code == 404


def test_a_reset_ends_the_old_password_and_gives_a_link(arrives, browser):
    owner = arrives("Ana", role="owner")
    pol = arrives("Pol", "care", role="agent")
    link = link_on(owner.sends(f"/console/people/{pol.account_id}/reset"))
    assert pol.opens("/console/account").status_code == 303
    assert pol.signs_in().status_code == 422
    elsewhere = browser()
    elsewhere.opens(link)
    assert elsewhere.sends(link, password=PASSWORD).status_code == 303
    assert pol.signs_in().status_code == 303


def test_nobody_takes_the_last_key_from_themselves(arrives):
    owner = arrives("Ana", role="owner")
    for act in ("", "/deactivate", "/reset"):
        sent = owner.sends(f"/console/people/{owner.account_id}{act}", role="viewer", teams="care")
        assert sent.status_code == 404
    assert "This is your own account." in words_of(
        owner.opens(f"/console/people/{owner.account_id}")
    )


def test_the_audit_log_says_who_did_what_to_whom_and_holds_no_secret(arrives, stranger):
    owner = arrives("Ana", role="owner")
    link = link_on(invite(owner))
    stranger.opens(link)
    stranger.sends(link, password=PASSWORD)
    page = owner.opens("/console/audit")
    for told in ("New account", "One-time link made", "Password chosen by a link", "Signed in"):
        assert told in words_of(page)
    file = owner.opens("/console/audit.csv")
    assert file.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    token = link.rpartition("/")[2]
    for text in (page.text, file.text):
        assert token not in text
        assert PASSWORD not in text
    only = words_of(owner.opens("/console/audit?who=pol%40aurora.example"))
    assert "Password chosen by a link" in only
    assert "New account" not in only


def test_the_log_is_paged(arrives, accounts, clock):
    owner = arrives("Ana", role="owner")
    account = accounts.find(owner.account_id)
    for number in range(105):
        accounts.note(account, "test.done", about=f"thing{number}", now=clock())
    page = owner.opens("/console/audit")
    assert "thing104" in page.text
    assert "thing4<" not in page.text
    older = re.search(r'href="(/console/audit\?before=\d+)', page.text)[1]
    assert "thing4<" in owner.opens(older).text
