import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select

from actions.conversations import (
    Button,
    ConflictingMessage,
    Contact,
    ConversationStore,
    Message,
    Reply,
    Turn,
    UnknownButton,
    UnknownConversation,
    UnknownMessage,
    UnknownTurn,
    tables,
)
from actions.conversations.tables import dialogue_state, turns
from actions.database import engine, reading
from tests.actions.turn_record import record

ASK = record()


def said(text, **fields):
    return Reply(message=Message(text=text, **fields), turn=ASK)


@pytest.fixture
def conversation(conversations, now):
    return conversations.create(locale="es-ES", site="demo", page={"url": "/"}, now=now)


@pytest.fixture
def hello(conversations, conversation, now):
    return conversations.receive(
        conversation.id, client_message_id="c1", text="Hola", now=now
    ).message


def test_a_conversation_is_found_again(conversations, conversation):
    assert conversations.get(conversation.id) == conversation
    assert conversations.get("cnv_other") is None
    assert conversations.last_seq([conversation.id, "cnv_other"]) == {conversation.id: 0}


def test_a_message_sent_again_is_the_first_one(conversations, conversation, hello, now):
    again = conversations.receive(conversation.id, client_message_id="c1", text="Hola", now=now)
    assert again.message == hello
    assert not again.new
    assert conversations.last_seq([conversation.id]) == {conversation.id: 1}


def test_another_body_under_the_same_id_is_a_conflict(conversations, conversation, hello, now):
    with pytest.raises(ConflictingMessage, match="Use a new id"):
        conversations.receive(conversation.id, client_message_id="c1", text="Adiós", now=now)


def test_the_same_client_id_in_another_conversation_is_another_message(conversations, hello, now):
    other = conversations.create(locale="en", site="demo", now=now)
    assert conversations.receive(other.id, client_message_id="c1", text="Hi", now=now).new


def write(conversations, conversation, client_message_id, now, **message):
    return conversations.receive(
        conversation.id, client_message_id=client_message_id, now=now, **{"text": "Hi"} | message
    )


def test_a_message_brings_the_language_its_page_shows_now(conversations, conversation, hello, now):
    write(conversations, conversation, "c2", now, locale=None)
    assert conversations.get(conversation.id).locale == "es-ES"
    write(conversations, conversation, "c3", now, locale="en")
    assert conversations.get(conversation.id).locale == "en"


def test_a_message_sent_again_or_refused_changes_no_language(
    conversations, conversation, hello, now
):
    first = write(conversations, conversation, "c2", now, locale="en")
    write(conversations, conversation, "c3", now, locale="es")
    again = write(conversations, conversation, "c2", now, locale="en")
    assert (again.message, again.new) == (first.message, False)
    assert conversations.get(conversation.id).locale == "es"
    with pytest.raises(ConflictingMessage):
        write(conversations, conversation, "c3", now, text="Other", locale="en")
    with pytest.raises(UnknownButton):
        write(conversations, conversation, "c4", now, button_id="btn_none", locale="en")
    assert conversations.get(conversation.id).locale == "es"


def test_the_bot_speaks_as_it_did_last_until_the_page_changes(conversations, conversation, now):
    def answered(client_message_id, language, locale=None):
        message = write(conversations, conversation, client_message_id, now, locale=locale).message
        reply = Reply(
            message=Message(text="ok"), turn=ASK.model_copy(update={"language": language})
        )
        conversations.reply(
            conversation.id, in_reply_to=[message.message_id], replies=[reply], now=now
        )
        return conversations.language(conversation.id)

    assert conversations.language(conversation.id) == "es-ES"
    assert answered("c1", "es") == "es"
    assert answered("c2", "en") == "en"  # the contact wrote in English on a Spanish page
    write(conversations, conversation, "c3", now, locale="es-ES")  # the page is as it was
    assert conversations.language(conversation.id) == "en"
    write(conversations, conversation, "c4", now, locale="fr")
    assert conversations.language(conversation.id) == "fr"
    assert answered("c5", "es", locale="fr") == "es"
    with pytest.raises(UnknownConversation):
        conversations.language("cnv_gone")


def test_nobody_writes_in_a_conversation_that_is_not_there(conversations, now):
    with pytest.raises(UnknownConversation, match="cnv_gone"):
        conversations.receive("cnv_gone", client_message_id="c1", text="Hola", now=now)


def test_a_reply_is_kept_with_its_turn_and_ends_the_waiting(
    conversations, conversation, hello, now, database
):
    assert [pending.text for pending in conversations.unhandled()] == ["Hola"]
    replies = conversations.reply(
        conversation.id,
        in_reply_to=[hello.message_id],
        replies=[said("Tienes 30 días.", kind="answer"), said("¿Te sirve?")],
        now=now,
    )
    assert [(m.seq, m.in_reply_to) for m in replies] == [
        (2, [hello.message_id]),
        (3, [hello.message_id]),
    ]
    assert conversations.messages(conversation.id, after=1) == replies
    assert conversations.unhandled() == []
    with reading(database) as connection:
        kept = {row.message_id: row.turn for row in connection.execute(select(turns))}
    assert {Turn.model_validate(turn) == ASK for turn in kept.values()} == {True}
    assert kept.keys() == {message.message_id for message in replies}


def test_a_second_reply_to_the_same_message_says_nothing_new(
    conversations, conversation, hello, now
):
    first = conversations.reply(
        conversation.id, in_reply_to=[hello.message_id], replies=[said("Hola")], now=now
    )
    second = conversations.reply(
        conversation.id, in_reply_to=[hello.message_id], replies=[said("¡Hola!")], now=now
    )
    assert second == first
    assert len(conversations.transcript(conversation.id)) == 2


def test_only_the_contacts_own_messages_are_replied_to(conversations, conversation, now):
    with pytest.raises(UnknownMessage, match="msg_other"):
        conversations.reply(conversation.id, in_reply_to=["msg_other"], replies=[], now=now)


def test_a_notice_leaves_the_message_unhandled(conversations, conversation, hello, now):
    notice = conversations.notice(
        conversation.id, in_reply_to=[hello.message_id], text="Sigo en ello.", now=now
    )
    assert (notice.kind, notice.sender) == ("notice", "bot")
    assert [pending.message_id for pending in conversations.unhandled(conversation.id)] == [
        hello.message_id
    ]


def test_a_button_carries_its_payload_only_inside(conversations, conversation, hello, now):
    [question] = conversations.reply(
        conversation.id,
        in_reply_to=[hello.message_id],
        replies=[said("¿Es correcto?", buttons=[Button(title="Sí", payload="/affirm")])],
        now=now,
    )
    [button] = question.buttons
    assert button.payload == ""
    assert question.public()["buttons"] == [{"title": "Sí", "button_id": button.button_id}]
    pressed = conversations.receive(
        conversation.id, client_message_id="c2", text="", button_id=button.button_id, now=now
    )
    assert (pressed.message.text, pressed.payload) == ("Sí", "/affirm")
    assert conversations.unhandled()[0].payload == "/affirm"
    again = conversations.receive(
        conversation.id, client_message_id="c2", text="", button_id=button.button_id, now=now
    )
    assert (again.payload, again.new) == ("/affirm", False)


def test_a_button_of_another_conversation_is_unknown(conversations, conversation, hello, now):
    [question] = conversations.reply(
        conversation.id,
        in_reply_to=[hello.message_id],
        replies=[said("¿Sí?", buttons=[Button(title="Sí", payload="/affirm")])],
        now=now,
    )
    other = conversations.create(locale="es", site="demo", now=now)
    with pytest.raises(UnknownButton) as error:
        conversations.receive(
            other.id,
            client_message_id="c1",
            text="",
            button_id=question.buttons[0].button_id,
            now=now,
        )
    assert "/affirm" not in str(error.value)


def test_what_rasa_saved_is_found_by_message(conversations, conversation, hello, database):
    row = {
        "conversation_id": conversation.id,
        "message_id": hello.message_id,
        "state": "{}",
        "replies": json.dumps([said("Hola").model_dump(mode="json")]),
        "updated_at": 0.0,
    }
    with database.begin() as connection:
        connection.execute(insert(dialogue_state).values(row))
    assert conversations.standing(conversation.id, hello.message_id).replies == [said("Hola")]
    assert conversations.standing(conversation.id, "msg_later").replies is None


def test_a_contact_grows_and_forgets_nothing(conversations, conversation):
    assert conversations.contact(conversation.id) is None
    conversations.save_contact(conversation.id, name="Ana")
    conversations.save_contact(conversation.id, email="ana@example.com", name=None)
    assert conversations.contact(conversation.id) == Contact("Ana", "ana@example.com", None)


def test_errors_and_representations_hold_no_words_of_the_contact(
    conversations, conversation, hello, now
):
    [pending] = conversations.unhandled()
    assert "Hola" not in repr(pending)


WRITERS = 3
EACH = 12


def write_many(url: str, conversation_id: str, writer: int) -> list[int]:
    database = engine(url)
    store = ConversationStore(database)

    def write(number: int) -> int:
        now = datetime(2026, 3, 24, tzinfo=UTC)
        received = store.receive(
            conversation_id, client_message_id=f"{writer}-{number}", text="…", now=now
        )
        store.reply(
            conversation_id,
            in_reply_to=[received.message.message_id],
            replies=[said("ok")],
            now=now,
        )
        return received.message.seq

    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(write, range(EACH)))
    database.dispose()
    return numbers


def test_numbers_have_no_gaps_under_threads_and_processes(
    conversations, conversation, database_url, processes
):
    running = [
        processes.submit(write_many, database_url, conversation.id, writer)
        for writer in range(WRITERS)
    ]
    given = [number for writer in running for number in writer.result()]
    transcript = conversations.transcript(conversation.id)
    assert [message.seq for message in transcript] == list(range(1, 2 * WRITERS * EACH + 1))
    assert len(set(given)) == WRITERS * EACH
    assert conversations.unhandled() == []


def receive_the_same(url: str, conversation_id: str) -> tuple[str, bool]:
    database = engine(url)
    received = ConversationStore(database).receive(
        conversation_id,
        client_message_id="same",
        text="Hola",
        now=datetime(2026, 3, 24, tzinfo=UTC),
    )
    database.dispose()
    return received.message.message_id, received.new


def test_one_message_sent_by_many_at_once_is_kept_once(
    conversations, conversation, database_url, processes
):
    running = [processes.submit(receive_the_same, database_url, conversation.id) for _ in range(24)]
    results = [received.result() for received in running]
    assert len({message_id for message_id, _ in results}) == 1
    assert sum(new for _, new in results) == 1
    assert len(conversations.transcript(conversation.id)) == 1


def test_a_turn_is_found_by_its_conversation_and_by_any_message_of_it(
    conversations, conversation, hello, now
):
    yes = Button(title="Sí", payload="/affirm")
    replies = [said("Hola"), said("¿Algo más?", buttons=[yes])]
    kept = conversations.reply(
        conversation.id, in_reply_to=[hello.message_id], replies=replies, now=now
    )
    pressed = conversations.receive(
        conversation.id,
        client_message_id="c2",
        text="",
        button_id=kept[1].buttons[0].button_id,
        now=now,
    ).message
    conversations.reply(
        conversation.id, in_reply_to=[pressed.message_id], replies=[said("Bien")], now=now
    )
    first, second = conversations.turns(conversation.id)
    assert [reply.message.text for reply in first.replies] == ["Hola", "¿Algo más?"]
    assert [button.payload for button in first.replies[1].message.buttons] == ["/affirm"]
    assert (second.asked.text, second.asked.payload) == ("Sí", "/affirm")
    assert second.replies[0].turn == ASK
    for name in (hello.message_id, *(message.message_id for message in kept)):
        assert conversations.turns(name) == [first]


def test_a_conversation_that_is_deleted_takes_its_records_along(
    conversations, conversation, hello, database, now
):
    conversations.reply(
        conversation.id, in_reply_to=[hello.message_id], replies=[said("Hola")], now=now
    )
    with database.begin() as connection:
        connection.execute(delete(tables.conversations))
        assert connection.execute(select(turns)).all() == []


def test_what_is_no_turn_has_none(conversations, conversation, hello, now):
    line = conversations.notice(
        conversation.id, in_reply_to=[hello.message_id], text="Un momento", now=now
    )
    for name in (conversation.id, hello.message_id, line.message_id, "msg_other"):
        with pytest.raises(UnknownTurn):
            conversations.turns(name)
