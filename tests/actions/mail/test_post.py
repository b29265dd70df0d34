"""A letter through a real mail server."""

import asyncio
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from actions.mail import Letter, MailFailed, Post
from actions.settings import Mail
from tests.actions.mail.server import mail_server
from tests.running import free_port

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)


def post(port: int) -> Post:
    mail = Mail(host="127.0.0.1", port=port, security="none", sender="ayuda@tienda.example")
    return Post(mail, "Aurora Electrónica", None, now=lambda: NOW)


def letter(number: int = 1, **changed) -> Letter:
    fields = {
        "id": f"let_{number}",
        "to": "ana@example.com",
        "subject": "Tu solicitud T-1001 está resuelta",
        "text": "Hola:\nCreemos que está resuelta. ¿Lo ves así?",
        "language": "es",
    }
    return Letter(**{**fields, **changed})


def test_a_letter_arrives_as_it_was_written_and_threaded_with_those_before():
    with mail_server() as mailbox:
        asyncio.run(post(mailbox.port).send(letter(1)))
        asyncio.run(post(mailbox.port).send(letter(3, after=("let_1", "let_2"))))
    (recipient, first), (_, third) = mailbox.came
    assert recipient == "ana@example.com"
    assert first["From"].addresses[0].display_name == "Aurora Electrónica"
    assert first["Subject"] == "Tu solicitud T-1001 está resuelta"
    assert first.get_content().splitlines() == letter().text.splitlines()
    assert first["Message-ID"] == "<let_1@tienda.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["In-Reply-To"] is None
    assert third["In-Reply-To"] == "<let_2@tienda.example>"
    assert third["References"] == "<let_1@tienda.example> <let_2@tienda.example>"


@pytest.mark.parametrize(("answer", "for_good"), [("451 later", False), ("550 no such", True)])
def test_a_refusal_says_whether_it_is_for_good_and_names_nobody(answer, for_good):
    with mail_server() as mailbox:
        mailbox.refusals = [answer]
        with pytest.raises(MailFailed) as failed:
            asyncio.run(post(mailbox.port).send(letter()))
    assert failed.value.for_good is for_good
    assert "ana" not in str(failed.value)


def test_a_server_that_is_not_there_may_be_there_later():
    with pytest.raises(MailFailed, match="no connection") as failed:
        asyncio.run(post(free_port()).send(letter()))
    assert not failed.value.for_good


def sent_by(name, *, at, networks=()):
    """Sends a letter to a server that is known by a name, and is at an address."""

    async def look_up(host):
        assert host == name
        return [at]

    with mail_server() as mailbox:
        mail = Mail(host=name, port=mailbox.port, security="none", sender="ayuda@tienda.example")
        sender = Post(mail, "Aurora", None, networks, look_up=look_up)
        asyncio.run(sender.send(letter()))
    return mailbox.came


def test_a_server_in_a_private_network_is_asked_only_where_the_settings_allow_it():
    with pytest.raises(MailFailed, match=r"outgoing: \{networks: \[127.0.0.1/32\]\}") as failed:
        sent_by("mail.shop.example", at="127.0.0.1")
    assert not failed.value.for_good  # it goes once the line is there
    assert len(sent_by("mail.shop.example", at="127.0.0.1", networks=("127.0.0.0/8",))) == 1
    with pytest.raises(MailFailed, match="may not be asked"):
        sent_by("mail.shop.example", at="169.254.169.254")


def test_no_address_can_add_a_header_or_a_recipient():
    with mail_server() as mailbox:
        for other in ("\nBcc: eve@example.com", ", eve@example.com"):
            with pytest.raises(MailFailed) as failed:
                asyncio.run(post(mailbox.port).send(letter(to=f"ana@example.com{other}")))
            assert failed.value.for_good
    assert mailbox.came == []


def test_a_password_is_not_sent_in_the_clear_over_the_network():
    with pytest.raises(ValidationError, match="starttls or tls"):
        Mail(host="mail.example.com", security="none", sender="a@b.example", username="a")
