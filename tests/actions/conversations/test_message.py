from actions.conversations import ArticleLink, Button, Message, Reply
from tests.actions.turn_record import record


def test_an_action_sends_payloads_and_the_public_form_leaves_them_out():
    message = Message(text="¿?", buttons=[Button(title="Sí", payload="/affirm", button_id="b1")])
    assert message.model_dump()["buttons"][0]["payload"] == "/affirm"
    assert message.public()["buttons"] == [{"title": "Sí", "button_id": "b1"}]
    assert "/affirm" not in repr(message)


def test_the_public_form_has_no_empty_fields():
    assert Message(text="Hola").public() == {
        "in_reply_to": [],
        "sender": "bot",
        "kind": "text",
        "text": "Hola",
    }


def test_a_reply_survives_the_way_through_rasa():
    reply = Reply(
        message=Message(
            text="30 días",
            kind="answer",
            article=ArticleLink(
                id="return-how", title="…", url="/help/es/return-how", revision="1"
            ),
        ),
        turn=record(),
    )
    assert Reply.model_validate_json(reply.model_dump_json()) == reply
