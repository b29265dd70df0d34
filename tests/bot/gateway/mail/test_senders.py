"""Who writes: what a sender's address alone opens, and what it does not."""

from datetime import timedelta

import jwt
import pytest

from actions.conversations import ConversationStore, Visitor
from actions.conversations.tables import conversations, messages, visitors
from bot.gateway.app import utc_now
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.mail.conftest import SITE_SECRET
from tests.bot.gateway.stand_in_rasa import reply, said

pytestmark = pytest.mark.helpdesk

CHECKED = "mx.aurora.example; dmarc=pass header.from=correo.example"


def test_d1_who_knows_a_thread_but_writes_from_elsewhere_is_somebody_else(line):
    line.sends("mi pedido secreto es el AE-100234 y no llega")
    [answer] = line.answered()
    line.sends("¿y qué más sabes?", to=answer, sender="Eve <eve@otro.example>")
    [other] = line.answered()
    assert other["To"].addresses[0].addr_spec == "eve@otro.example"
    assert "AE-100234" not in other.as_string()
    assert len(line.rows(conversations)) == 2


def test_d1_a_forged_sender_gets_nothing_and_has_nobody_mailed_their_words(line):
    """D1: a forged sender gets nothing and has nobody mailed their words."""
    line.rasa.say = lambda asked: said(asked, reply("Aquí tienes."))
    line.sends("COMPRE YA en http://malo.example", subject="COMPRE YA")
    [answer] = line.answered()
    assert "COMPRE" not in answer.as_string()
    [visitor] = line.rows(visitors)
    assert not visitor.vouched
    line.sends("sigo yo, y quiero saber más de esto", to=answer)
    line.answered()
    [visitor] = line.rows(visitors)
    assert visitor.vouched  # whoever wrote has read the mailbox


@pytest.mark.parametrize(
    ("results", "shared"),
    [
        ([CHECKED], True),
        ([], False),
        (["mx.evil.example; dmarc=pass header.from=correo.example"], False),
    ],
)
def test_e4_web_and_mail_share_one_transcript_by_verified_identity_alone(line, results, shared):
    """E4: web and mail share one transcript, by verified identity alone."""
    now = utc_now()
    store = ConversationStore(line.database)
    visitor = Visitor("c-1", now + timedelta(hours=1), name="Ana", email="Ana@Correo.example")
    web = store.create(locale="es", site="demo", visitor=visitor, now=now)
    store.receive(
        web.id, client_message_id="w1", text="en el chat", receipt=lambda _: "vale", now=now
    )
    mail = line.writes("sigo por correo con lo que os decía en la web")
    for each in results:
        mail["Authentication-Results"] = each
    line.puts(mail)
    [answer] = line.answered()
    assert "en el chat" not in answer.as_string()
    talks = {row.conversation_id for row in line.rows(messages)}
    assert talks == {web.id} if shared else len(talks) == 2
    if shared:
        assert line.talk()[0] == ("contact", "en el chat")
        assert answer["Subject"] == "Re: Pregunta"
        # What is said in the chat is not mailed.
        store.receive(
            web.id, client_message_id="w2", text="otra", receipt=lambda _: "¡chat!", now=now
        )
        line.ahead = timedelta(minutes=1)
        line.works()
        assert line.smtp.came[1:] == []


def test_e4_who_is_signed_in_on_the_site_goes_on_with_what_they_wrote_by_mail(signing_line):
    line = signing_line
    line.sends("¿dónde está lo que os pedí la semana pasada?")
    [answer] = line.answered()
    # Anybody may have written that address in From.
    assert talk(open_chat(line.http, visitor_jwt=signed("c-9"))) == []
    line.sends("sigo sin saber nada de lo que os pedí", to=answer)
    line.answered()
    chat = open_chat(line.http, visitor_jwt=signed("c-1"))
    told = [text for sender, text in talk(chat) if sender == "contact"]
    assert told == [
        "¿dónde está lo que os pedí la semana pasada?",
        "sigo sin saber nada de lo que os pedí",
    ]
    # As any of the site's: the token is renewed, the visitor known, and the chat answers there.
    renewed = {"visitor_jwt": signed("c-1")}
    put = line.http.put(f"{chat.path}/visitor", json=renewed, headers=chat.headers)
    assert put.status_code == 204
    assert chat.write("sigo en la web", wait=20)["replies"]
    line.ahead = timedelta(minutes=1)
    line.works()
    assert len(line.smtp.came) == line.sent
    # And a mail is answered by mail, in the same transcript.
    line.sends("y ahora otra vez por correo, a ver si llega", to=answer)
    line.answered()
    assert talk(chat)[-2] == ("contact", "y ahora otra vez por correo, a ver si llega")


def signed(sub):
    now = int(utc_now().timestamp())
    told = {"sub": sub, "aud": "demo", "iat": now, "exp": now + 3600, "email": "ana@correo.example"}
    return jwt.encode(told, SITE_SECRET, algorithm="HS256", headers={"kid": "k1"})


def talk(chat):
    return [(each["sender"], each["text"]) for each in chat.messages()]
