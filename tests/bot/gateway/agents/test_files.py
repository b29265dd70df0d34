"""Files between an agent and a contact."""

from tests.bot.gateway.agents.test_conversations import texts
from tests.bot.gateway.refusals import words_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c"
    "6360000002000001e221bc330000000049454e44ae426082"
)


def uploaded(desk, chat, content=PNG):
    return desk.http.post(
        f"/v1/agent/conversations/{chat.id}/attachments",
        headers=desk.headers,
        files={"file": ("label.png", content, "image/png")},
    )


def downloaded(desk, attachment_id):
    return desk.asks("GET", f"/attachments/{attachment_id}")


def test_an_agents_file_reaches_the_contact_with_a_message_of_its_own(asking, arrives):
    chat, lucia = asking(), arrives("Lucía", "care")
    lucia.does(chat, "take")
    file = uploaded(lucia, chat).json()
    body = {"client_message_id": "a1", "attachments": [file["attachment_id"]]}
    assert lucia.does(chat, "messages", body).status_code == 201
    (card,) = chat.messages()[-1]["attachments"]
    assert card["name"] == "label.png"
    got = chat.http.get(f"/v1/attachments/{card['attachment_id']}", headers=chat.headers)
    assert got.content == PNG
    assert texts(chat)[-1] == ("agent", "")


def test_a_contacts_file_is_read_by_those_who_see_the_conversation_and_nobody_else(asking, arrives):
    chat, lucia, marta = asking(), arrives("Lucía", "care"), arrives("Marta", "orders")
    sent = chat.http.post(
        f"{chat.path}/attachments", headers=chat.headers, files={"file": ("x.png", PNG)}
    ).json()
    chat.post({"client_message_id": "f", "attachments": [sent["attachment_id"]]})
    assert downloaded(lucia, sent["attachment_id"]).content == PNG
    assert downloaded(marta, sent["attachment_id"]).status_code == 404
    refused = [downloaded(marta, each) for each in ("att_nobody", sent["attachment_id"])]
    assert words_of(refused[0]) == words_of(refused[1])
    assert texts(chat)[-1][0] == "contact"  # the bot says nothing to it, too


def test_only_who_has_the_conversation_sends_files(asking, arrives):
    chat, lucia = asking(), arrives("Lucía", "care")
    assert uploaded(lucia, chat).status_code == 409
    lucia.does(chat, "take")
    assert uploaded(lucia, chat, b"MZ" + bytes(200)).status_code == 415
    body = {"client_message_id": "a1", "attachments": ["att_nobody"]}
    assert lucia.does(chat, "messages", body).status_code == 422
    assert lucia.does(chat, "messages", {"client_message_id": "a2"}).status_code == 422
