"""A mailbox by TLS and with a password, and to whom that is told."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.channels.channel import ChannelDown
from actions.channels.mail.inbox import Inbox
from actions.settings import Inbox as Settings
from tests.actions.bridges.email import dovecot
from tests.actions.mail.certificate import Certificate, make_certificate
from tests.conftest import need

pytestmark = pytest.mark.helpdesk


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def office(certificate):
    need(dovecot.is_installed(), dovecot.MISSING)
    with dovecot.post_office(certificate) as office:
        yield office


def inbox(office: dovecot.Post, security: str, password: str = dovecot.PASSWORD) -> Inbox:
    port = office.imaps_port if security == "tls" else office.imap_port
    settings = Settings(host="127.0.0.1", port=port, security=security, username=dovecot.USER)
    return Inbox(settings, password)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_is_read_by_tls_and_with_the_password(office, certificate, monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    office.put(b"Subject: hello\r\n\r\nwords\r\n")
    box = inbox(office, security)
    [raw] = box.waiting(since=datetime.now(UTC) - timedelta(hours=1))
    assert raw.content is not None
    assert b"words" in raw.content
    box.settle(done=[raw.receipt], aside=[])
    assert box.waiting(since=datetime.now(UTC) - timedelta(hours=1)) == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_wrong_password_opens_nothing(office, certificate, monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with pytest.raises(ChannelDown, match="does not let us in"):
        inbox(office, security, "wrong").check()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mailbox_that_nobody_vouches_for_does_not_get_the_password(office, security):
    with pytest.raises(ChannelDown, match="SSLCertVerificationError"):
        inbox(office, security).check()
