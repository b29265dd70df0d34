import asyncio
import threading
from datetime import datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook

from actions.outgoing import OutgoingRules
from actions.tickets import Unsendable
from actions.tickets.webhook import send, signed_request, webhook_client
from tests.actions.tickets.receiver import answers, never_ends, receiver
from tests.actions.tickets.requests import ASKED_AT

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def signed(url="http://127.0.0.1:9/", body='{"type":"ticket.created"}', now=ASKED_AT):
    return signed_request(url=url, webhook_id="msg_p5jXN8", body=body, secret=SECRET, now=now)


def sent(request, timeout=5.0, rules=None):
    async def exchange():
        async with webhook_client(rules or OutgoingRules.of([request.url])) as client:
            return await send(client, request, timeout=timeout)

    return asyncio.run(exchange())


def test_the_signature_is_that_of_the_standards_published_example():
    request = signed_request(
        url="http://127.0.0.1:9/",
        webhook_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        body='{"test": 2432232314}',
        secret=SECRET,
        now=datetime.fromtimestamp(1614265330, tz=timezone(timedelta(hours=2))),
    )
    assert request.headers["webhook-timestamp"] == "1614265330"
    assert request.headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_can_verify_exactly_the_bytes_sent():
    now = datetime.now(timezone(timedelta(hours=-5)))
    with receiver(answers(204)) as desk:
        outcome = sent(signed(desk.url, '{"text":"año 🙂"}', now=now))
    [(headers, body)] = desk.received
    assert outcome.status == 204
    assert body == '{"text":"año 🙂"}'.encode()
    assert Webhook(SECRET).verify(body, headers) == {"text": "año 🙂"}
    assert headers["content-type"] == "application/json"


def test_people_see_only_the_beginning_of_a_signature():
    request = signed()
    assert (
        request.shown_headers()["webhook-signature"]
        == request.headers["webhook-signature"][:12] + "…"
    )
    assert SECRET not in repr(request)
    assert request.headers["webhook-signature"] not in repr(request)


@pytest.mark.parametrize("secret", ["", "not base64!", "whsec_"])
def test_a_secret_that_cannot_sign_is_told_without_showing_it(secret):
    with pytest.raises(Unsendable, match="cannot sign") as error:
        signed_request(url="http://x", webhook_id="m", body="{}", secret=secret, now=ASKED_AT)
    assert not secret or secret not in str(error.value)


def test_half_a_character_cannot_be_sent():
    with pytest.raises(Unsendable, match="Unicode"):
        signed(body="\ud800")


def test_a_redirect_is_not_followed():
    with receiver(answers(204)) as elsewhere:
        with receiver(answers(302, location=elsewhere.url)) as desk:
            assert sent(signed(desk.url)).status == 302
    assert elsewhere.received == []


def test_an_answer_that_drips_ends_with_the_time_out():
    released = threading.Event()
    with receiver(never_ends(released)) as desk:
        outcome = sent(signed(desk.url), timeout=0.2)
        released.set()
    assert (outcome.status, outcome.error) == (
        None,
        "timed out: no complete answer within 0.2 s",
    )


def test_of_an_endless_answer_only_the_beginning_is_read():
    written = []

    def endless(request):
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                written.append(request.wfile.write(b"x" * 65536))
        except OSError:
            return

    with receiver(endless) as desk:
        assert sent(signed(desk.url)).status == 200
    assert sum(written) < 50_000_000  # what fits into the sockets' buffers


def test_a_compressed_bomb_stays_small():
    with receiver(answers(200, b"not gzip at all", content_encoding="gzip")) as desk:
        assert sent(signed(desk.url)).status == 200


def test_nobody_there_is_an_outcome():
    outcome = sent(signed("http://127.0.0.1:9/"))
    assert outcome.status is None
    assert outcome.error.startswith("connection refused: ConnectError")


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    with receiver(answers(204)) as desk:
        assert sent(signed(desk.url)).status == 204


def test_a_host_that_is_not_allowed_is_an_outcome_that_names_the_way_out():
    with receiver(answers(204)) as desk:
        outcome = sent(signed(desk.url), rules=OutgoingRules.of(["https://desk.example"]))
    assert desk.received == []
    assert outcome.error.startswith("not allowed: NotAllowed: '127.0.0.1' is no host of a help")
    assert not outcome.unsendable  # tried again: once it is allowed, what waits is delivered
