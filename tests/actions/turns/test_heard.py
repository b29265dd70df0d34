"""Reading what Rasa passes on."""

from actions.turns.heard import Detail, heard_in

CLAUSE = {
    "text": "¿y los portes?",
    "asks": True,
    "act": "ask",
    "act_confidence": 0.9,
    "topics": {"returns": 0.7},
    "out_of_scope": 0.1,
}
TYPED = {
    "text": "quiero devolver el AU48213",
    "intent": {"name": "ask", "confidence": 0.91},
    "act_topic": {
        "act": "ask",
        "act_confidence": 0.91,
        "topic": "returns",
        "topic_confidence": 0.8,
        "topics": {"returns": 0.8, "refunds": 0.1},
        "out_of_scope": 0.05,
    },
    "clauses": {"leans": "perhaps", "cuts": [[CLAUSE, CLAUSE | {"asks": False}]]},
    "language": {"name": "es", "confidence": 0.97},
    "entities": [{"entity": "order_number", "value": "AU-48213", "raw": "AU48213"}],
    "metadata": {"message_id": "msg_1", "text": "/quiero devolver el AU48213", "locale": "en"},
}


def test_the_contact_s_own_words_come_from_the_gateway_not_from_rasa():
    assert heard_in("cnv_1", TYPED).text == "/quiero devolver el AU48213"


def test_act_topic_and_details_are_read():
    heard = heard_in("cnv_1", TYPED)
    assert (heard.act, heard.topic, heard.language, heard.locale) == ("ask", "returns", "es", "en")
    assert heard.detail("order_number") == Detail("order_number", "AU-48213", "AU48213")
    assert not heard.is_button


def test_clauses_are_read_with_what_each_is_understood_as():
    heard = heard_in("cnv_1", TYPED)
    ((left, right),) = heard.cuts
    assert (left.text, left.asks, right.asks) == ("¿y los portes?", True, False)
    assert heard.leans == "perhaps"


def test_a_button_is_sure_and_has_no_topic():
    pressed = {
        "text": '/choose_article{"article": "return-how"}',
        "intent": {"name": "choose_article", "confidence": 1.0},
        "entities": [{"entity": "article", "value": "return-how"}],
        "metadata": {"message_id": "msg_2", "text": "Cómo devolver"},
    }
    heard = heard_in("cnv_1", pressed)
    assert heard.is_button
    assert heard.act_confidence == 1.0
    assert heard.topic == ""


def test_a_message_that_was_not_understood_is_out_of_scope():
    heard = heard_in("cnv_1", {"text": "…", "metadata": {"message_id": "msg_3"}})
    assert heard.act == "out_of_scope"
    assert heard.act_confidence == 0.0
