import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from actions.helpdesks.verifying import call_id, is_its_own, ticket_named
from actions.tickets.helpdesk import Callback

SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"data": {"ticket": {"public_id": "tkt_one"}}, "ticket": {"id": 42}}'
STANDARD = Callback()
ZAMMAD = Callback(verify="hmac_sha1", ticket="ticket.id", id_header="X-Zammad-Delivery")
PLAIN = Callback(verify="shared_secret", header="X-Desk-Secret", ticket="ticket.id")


def signed(body=BODY, at=None, secret=SECRET, id="call_1"):
    at = at or datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, at, body.decode()),
    }


def test_our_bridges_sign_as_standard_webhooks_do():
    assert is_its_own(BODY, signed(), SECRET, STANDARD)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(secret="c29tZWJvZHkgZWxzZSdzIHNlY3JldCAhISE="),
        signed(body=BODY + b" "),
        signed(at=datetime.now(UTC) - timedelta(minutes=6)),
        signed(at=datetime.now(UTC) + timedelta(days=1)),
        *(
            signed() | {"webhook-signature": text}
            for text in ("", "v1", "v1,", "v1,ü", "v1,=", ",")
        ),
        *(
            signed() | {"webhook-timestamp": signed()["webhook-timestamp"] + tail}
            for tail in (".0", "_0", " ", "x", "\u0661")
        ),
        *(signed() | {"webhook-timestamp": text} for text in ("", "+1", " 1", "-1", "9" * 40)),
    ],
)
def test_what_is_not_signed_so_is_nobodys(headers):
    assert not is_its_own(BODY, headers, SECRET, STANDARD)


def test_zammad_signs_the_body_with_sha1():
    digest = hmac.new(SECRET.encode(), BODY, hashlib.sha1).hexdigest()
    assert is_its_own(BODY, {"x-hub-signature": f"sha1={digest}"}, SECRET, ZAMMAD)
    assert not is_its_own(BODY + b" ", {"x-hub-signature": f"sha1={digest}"}, SECRET, ZAMMAD)
    assert not is_its_own(BODY, {"x-hub-signature": digest}, SECRET, ZAMMAD)
    assert not is_its_own(BODY, {}, SECRET, ZAMMAD)


def test_githubs_published_way_of_signing_is_the_same():
    # The vector of its documentation has SHA-256; this is the same text under SHA-1.
    secret, body = "It's a Secret to Everybody", b"Hello, World!"
    wanted = hmac.new(secret.encode(), body, "sha1").hexdigest()
    assert is_its_own(body, {"x-hub-signature": f"sha1={wanted}"}, secret, ZAMMAD)


def test_who_does_not_sign_shows_the_secret_in_a_header():
    assert is_its_own(BODY, {"x-desk-secret": SECRET}, SECRET, PLAIN)
    for given in ("", SECRET + " ", SECRET[:-1], "ü"):
        assert not is_its_own(BODY, {"x-desk-secret": given}, SECRET, PLAIN)
    assert not is_its_own(BODY, {"x-desk-secret": ""}, "", PLAIN)  # no secret lets nobody in


@pytest.mark.parametrize(
    ("body", "how", "named"),
    [
        (BODY, STANDARD, "tkt_one"),
        (BODY, ZAMMAD, "42"),
        (b'{"ticket": {"id": true}}', ZAMMAD, None),
        (b'{"ticket": {"id": {"id": 1}}}', ZAMMAD, None),
        (b'{"ticket": []}', ZAMMAD, None),
        (b'{"ticket": {"id": "a\\u0000b"}}', ZAMMAD, None),
        (json.dumps({"ticket": {"id": "9" * 101}}).encode(), ZAMMAD, None),
        (b"[" * 100_000, ZAMMAD, None),
        (b"\xff", ZAMMAD, None),
        (b"", ZAMMAD, None),
    ],
)
def test_of_the_body_only_the_name_of_the_ticket_is_read(body, how, named):
    assert ticket_named(body, how) == named


def test_a_call_is_known_again_by_its_id():
    assert call_id({"webhook-id": "call_1"}, STANDARD) == "call_1"
    assert call_id({"x-zammad-delivery": "d1"}, ZAMMAD) == "d1"
    assert call_id({}, PLAIN) is None
    assert call_id({"webhook-id": "x" * 201}, STANDARD) is None
