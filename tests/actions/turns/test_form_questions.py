"""What a question of the form tells the chat about the field that it asks for."""


def asked(replies):
    return replies[-1].get("field")


def test_each_question_names_its_field_also_when_it_is_asked_again(small_bot):
    talk = small_bot.talk()
    assert asked(talk.says("a person, please", act="person")) == "summary"
    assert asked(talk.says("my screen stays black since yesterday evening", act="ask")) == "contact"
    assert asked(talk.says("later", act="smalltalk")) == "contact"
    assert asked(talk.says("eva@example.com", details={"email": "eva@example.com"})) == "name"
    assert (
        asked(talk.says("Eva Luna", details={"name": "Eva Luna"})) is None
    )  # yes or no is no field
