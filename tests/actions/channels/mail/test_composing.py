"""A turn as one mail."""

import pytest

from actions.channels.mail.composing import composed
from actions.conversations import ArticleLink, Button, Message, TicketCard
from actions.texts import Texts
from actions.workspace import Workspace

RATINGS = ["1 (muy mal)", "2", "3", "4", "5 (muy bien)"]


@pytest.fixture(scope="module")
def texts():
    return Texts.of(Workspace.load())


def buttons(titles):
    return [Button(title=title, button_id=f"b-{title}") for title in titles]


def test_d5_an_answer_names_its_article_and_c8_a_ticket_where_it_stands(texts):
    article = ArticleLink(id="a", title="Envíos", url="/help/es/envios", revision="r")
    card = TicketCard(
        number="T-1", status="open", label="Abierta", team="Envíos", url="/v1/status/x"
    )
    said = [Message(text="En 48 h.", article=article), Message(text="Hecho.", ticket=card)]
    mail = composed(said, texts=texts, language="es", base="https://ayuda.example")
    assert mail.text.split("\n\n")[:4] == [
        "En 48 h.",
        "Más sobre esto: Envíos\nhttps://ayuda.example/help/es/envios",
        "Hecho.",
        "Solicitud T-1: Abierta · Envíos\nAquí ves cómo va: https://ayuda.example/v1/status/x\n"
        "El enlace es solo tuyo: no lo compartas.",
    ]
    nowhere = composed(said, texts=texts, language="es", base="").text
    assert "/v1/status" not in nowhere
    assert "Solicitud T-1: Abierta" in nowhere


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_mail_of_the_bot_says_that_it_is_automatic(texts, language):
    mail = composed([Message(text="x")], texts=texts, language=language, base="")
    assert mail.text.endswith(f"\n-- \n{texts.say('utter_mail_foot_bot', language)}")


def test_numbers_go_on_from_one_message_to_the_next_and_ratings_have_their_own(texts):
    said = [Message(text="a", buttons=buttons("AB")), Message(text="c", buttons=buttons("C"))]
    mail = composed(said, texts=texts, language="es", base="")
    assert "  1. A\n  2. B" in mail.text
    assert "  3. C" in mail.text
    assert [title for _, title in mail.offered] == ["A", "B", "C"]
    rated = composed(
        [Message(text="?", buttons=buttons(RATINGS))], texts=texts, language="es", base=""
    )
    assert "  1 (muy mal)\n  2. 2" not in rated.text
    assert "  1 (muy mal)\n  2\n  3\n" in rated.text
