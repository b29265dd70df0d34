from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from actions.bridges.webhook import verified
from tests.actions.bridges.events import SECRET, signed_webhook, ticket_data


def test_a_signed_webhook_is_believed():
    body, headers = signed_webhook(ticket_data())
    assert verified(body, headers, SECRET)["data"]["ticket"]["number"] == "T-1001"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "dlv_other"),
        ("webhook-id", ""),
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", "v1"),  # the library fails to split this one
        ("webhook-signature", "v1,ñ"),
        ("webhook-signature", ""),
        ("webhook-timestamp", " 1"),
        ("webhook-timestamp", "+1"),
        ("webhook-timestamp", "1e9"),
        ("webhook-timestamp", "١٧٧٤"),  # digits, but not ASCII
        ("webhook-timestamp", "9999999999999"),
        ("webhook-timestamp", ""),
    ],
)
def test_a_wrong_header_is_not(name, value):
    body, headers = signed_webhook(ticket_data())
    assert verified(body, headers | {name: value}, SECRET) is None


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_not(name):
    body, headers = signed_webhook(ticket_data())
    del headers[name]
    assert verified(body, headers, SECRET) is None


def test_another_body_is_not():
    body, headers = signed_webhook(ticket_data())
    assert verified(body.replace(b"AU-48213", b"AU-00000"), headers, SECRET) is None


def test_another_secret_is_not():
    body, headers = signed_webhook(ticket_data())
    assert verified(body, headers, SECRET[::-1]) is None


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_future_webhook_is_not(minutes):
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    headers = {
        "webhook-id": "dlv_one",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("dlv_one", moment, "{}"),
    }
    assert verified(b"{}", headers, SECRET) is None


@pytest.mark.parametrize("body", [b"\xff", b"[]", b"no json", b""])
def test_a_body_that_is_no_event_is_not(body):
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "dlv_one",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("dlv_one", now, body.decode("latin-1")),
    }
    assert verified(body, headers, SECRET) is None
