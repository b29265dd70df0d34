from datetime import timedelta

import pytest

from tests.actions.accounts.conftest import PASSWORD
from tests.bot.gateway.conftest import utc_now
from tests.bot.gateway.refusals import words_of

WRONG = {"email": "lucía@aurora.example", "password": "a loud house by the road"}
UNKNOWN = {"email": "nobody@aurora.example", "password": "a loud house by the road"}


def test_who_signs_in_learns_who_they_are_and_until_when(arrives):
    desk = arrives("Lucía", "care", there=False)
    session = desk.asks("GET", "/session").json()
    assert session["account"] == {
        "account_id": desk.account_id,
        "name": "Lucía",
        "role": "agent",
        "teams": ["care"],
        "presence": "away",
    }
    assert session["expires_at"] > utc_now().isoformat()


def test_known_and_unknown_emails_are_refused_in_the_same_words(people):
    http, arrives = people
    arrives("Lucía", "care")
    refused = [http.post("/v1/agent/session", json=body) for body in (WRONG, UNKNOWN)]
    assert [one.status_code for one in refused] == [401, 401]
    assert words_of(refused[0]) == words_of(refused[1])
    assert PASSWORD not in refused[0].text


@pytest.mark.parametrize("body", [WRONG, UNKNOWN])
def test_after_five_wrong_passwords_the_email_is_shut_and_says_for_how_long(people, body):
    http, arrives = people
    arrives("Lucía", "care")
    for _ in range(5):
        http.post("/v1/agent/session", json=body)
    shut = http.post("/v1/agent/session", json=body | {"password": PASSWORD})
    assert shut.status_code == 429
    assert 25 <= int(shut.headers["retry-after"]) <= 31


def test_tries_are_limited_by_address(people):
    http, _ = people
    statuses = [
        http.post(
            "/v1/agent/session", json={"email": f"a{n}@b.example", "password": "x"}
        ).status_code
        for n in range(121)
    ]
    assert set(statuses[:120]) == {401}
    assert statuses[120] == 429


def test_who_signs_out_is_out_and_away(people, arrives):
    desk = arrives("Lucía", "care")
    assert desk.asks("DELETE", "/session").status_code == 204
    assert desk.asks("GET", "/session").status_code == 401
    colleague = arrives("Pol", "care")
    listed = colleague.asks("GET", "/colleagues").json()["colleagues"]
    assert [(one["name"], one["presence"]) for one in listed] == [
        ("Lucía", "away"),
        ("Pol", "available"),
    ]


def test_a_session_ends_by_itself(arrives, clock):
    desk = arrives("Lucía", "care")
    clock.ahead = timedelta(hours=12)
    assert desk.asks("GET", "/session").status_code == 401
