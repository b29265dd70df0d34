from email.message import EmailMessage

import pytest

from actions.bridges.email.helpdesk import Places
from actions.bridges.email.reply import ABOVE, said_by, written
from actions.bridges.settings import BridgeSettingsError

TEAM = ("@aurora.example", "luz@partner.example")


def mail(text, sender="Marta Gil <marta@aurora.example>", subtype="plain"):
    message = EmailMessage()
    message["From"] = sender
    message.set_content(text, subtype=subtype)
    return message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#answer\nHola", ("Hola", None)),
        ("  #ANSWER \n\nHola\n", ("Hola", None)),
        ("#resuelto", ("", "resolved")),
        (
            "#waiting\n¿Dirección?\n\nOn Monday wrote:\n> secret",
            ("¿Dirección?", "waiting_for_contact"),
        ),
        (f"#answer\nHola\n{ABOVE}\nsecret", ("Hola", None)),
        ("#answer\nHola\n--\nMarta, phone 1", ("Hola", None)),
        ("Hola\n#answer\nsecret", None),
        ("#answers\nsecret", None),
        ("# answer\nsecret", None),
        ("> #answer\n> secret", None),
        ("", None),
    ],
)
def test_only_what_follows_a_word_is_the_customers(text, said):
    found = said_by(mail(text), TEAM)
    assert (None if found is None else (found.text, found.state)) == said


def test_html_alone_is_read_as_text():
    markup = "<p>#answer</p><p>Hola &amp; adiós</p><blockquote>&gt; no</blockquote>"
    assert said_by(mail(markup, subtype="html"), TEAM).text == "Hola & adiós"


@pytest.mark.parametrize(
    ("sender", "heard"),
    [
        ("marta@AURORA.example", True),
        ("luz@partner.example", True),
        ("eva@partner.example", False),
        ("marta@aurora.example.evil.example", False),
        ("evil@notaurora.example", False),
        ("aurora.example", False),
        ("", False),
    ],
)
def test_only_the_team_is_listened_to(sender, heard):
    assert (said_by(mail("#answer\nHola", sender), TEAM) is not None) == heard


def test_a_mail_in_no_known_character_set_says_nothing():
    message = mail("#answer\nHola")
    message.replace_header("Content-Type", 'text/plain; charset="nobodys"')
    assert isinstance(written(message), str)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SMTP", "", "Write smtps://HOST:PORT"),
        ("SMTP", "smtp://mail.example:25", "in the clear"),
        ("IMAP", "imap://mail.example:143", "in the clear"),
        ("IMAP", "imaps://mail.example", "Write imaps://HOST:PORT"),
        ("TEAM", "everybody", "names nobody"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_the_way_out(name, value, told):
    good = {
        "PRIMERA_BRIDGE_SMTP": "smtps://mail.example:465",
        "PRIMERA_BRIDGE_IMAP": "imaps://mail.example:993",
        "PRIMERA_BRIDGE_TEAM": "@aurora.example",
    }
    Places.of(good)
    with pytest.raises(BridgeSettingsError, match=told):
        Places.of(good | {f"PRIMERA_BRIDGE_{name}": value})
