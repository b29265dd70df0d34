from socket import gaierror
from ssl import SSLCertVerificationError

import httpx
import pytest

from actions.tickets.failure import kind_of, told


def caused(error, *causes: BaseException):
    """The error as libraries raise it: each from the next."""
    for outer, inner in zip((error, *causes), causes, strict=False):
        outer.__cause__ = inner
    return error


SECRET = "desk.internal:8443/hook/s3cret"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(httpx.ConnectError(SECRET), ConnectionRefusedError()), "connection refused"),
        (
            caused(
                httpx.ConnectError(SECRET),
                OSError("All connection attempts failed"),
                ExceptionGroup("", [OSError("no route"), ConnectionRefusedError()]),
            ),
            "connection refused",
        ),
        (caused(httpx.ConnectError(SECRET), gaierror(-2, SECRET)), "host not found"),
        (caused(httpx.ConnectError(SECRET), SSLCertVerificationError()), "no secure connection"),
        (httpx.ConnectError(SECRET), "no connection"),
        (httpx.ReadError(SECRET), "connection lost"),
        (httpx.InvalidURL(SECRET), "failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_failure_has_a_kind_without_its_words_and_details_with_them(error, kind):
    text = told(error)
    assert SECRET in text
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Help desk 'inner' is not in actions/desk.yml. Add it, then replay.",
        "ConnectError: desk.internal",
        "timed outside: desk.internal",
        "answered 500",
        "",
    ],
)
def test_whatever_else_is_said_of_an_attempt_is_no_kind(text):
    assert kind_of(text) == "failed"
