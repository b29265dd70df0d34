"""Letters by TLS and with a password, as a company's mail server wants them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from actions.mail import MailFailed, Post
from actions.settings import Mail
from tests.actions.mail.certificate import Certificate, make_certificate
from tests.actions.mail.server import mail_server
from tests.actions.mail.test_post import letter

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

FAREWELL_SECONDS = 0.3  # a worker lives on; a loop that ends at once cuts the end of TLS off
USER, PASSWORD = "primera", "a quiet house by the sea"


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def trusted(certificate, monkeypatch) -> Certificate:
    """As a company's own authority is: by name, in the environment."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    return certificate


def knows(_server, _session, _envelope, _mechanism, login) -> AuthResult:
    known = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


def server_with(security: str, certificate: Certificate) -> Any:
    """Takes nothing without TLS and the password."""
    context = certificate.of_server()
    wants = {"authenticator": knows, "auth_required": True}
    if security == "tls":
        # The server does not know that the connection under it is secret.
        return mail_server(ssl_context=context, auth_require_tls=False, **wants)
    return mail_server(tls_context=context, require_starttls=True, **wants)


def post(port: int, security: str, password: str = PASSWORD) -> Post:
    mail = Mail(
        host="127.0.0.1",
        port=port,
        security=security,
        sender="ayuda@tienda.example",
        username=USER,
        timeout_seconds=5,
    )
    return Post(mail, "Aurora Electrónica", password)


def send(by: Post) -> None:
    async def sending() -> None:
        try:
            await by.send(letter())
        finally:
            await asyncio.sleep(FAREWELL_SECONDS)

    asyncio.run(sending())


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_letter_goes_by_tls_and_with_the_password(security, trusted):
    with server_with(security, trusted) as mailbox:
        send(post(mailbox.port, security))
    [(recipient, mail)] = mailbox.came
    assert recipient == "ana@example.com"
    assert mail["Subject"] == "Tu solicitud T-1001 está resuelta"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_wrong_password_takes_no_letter_and_is_not_told(security, trusted):
    with server_with(security, trusted) as mailbox:
        with pytest.raises(MailFailed, match="answered 535") as failed:
            send(post(mailbox.port, security, "wrong word"))
    assert mailbox.came == []
    assert "wrong word" not in str(failed.value)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(security, certificate):
    with server_with(security, certificate) as mailbox:
        with pytest.raises(MailFailed, match="no connection") as failed:
            send(post(mailbox.port, security))
    assert mailbox.came == []
    assert not failed.value.for_good  # the certificate may be mended, the letter waits


def test_a_server_without_starttls_gets_no_password():
    with mail_server() as mailbox:
        with pytest.raises(MailFailed, match="no connection"):
            send(post(mailbox.port, "starttls"))
    assert mailbox.came == []
