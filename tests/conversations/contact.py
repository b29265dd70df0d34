"""The contact's side of a conversation with a running Primera, through its public API."""

import json
import uuid
from typing import Any, Self

import httpx

WAIT_SECONDS = 20


class ContactSide:
    """Opens a conversation and talks; keeps the buttons of the last replies, and earlier ones."""

    def __init__(self, base_url: str, locale: str, page: dict[str, str] | None = None) -> None:
        self._client = httpx.Client(base_url=base_url, timeout=WAIT_SECONDS + 10)
        opened = self._client.post("/v1/conversations", json={"locale": locale, "page": page})
        assert opened.status_code == 201, opened.text
        self.conversation_id: str = opened.json()["conversation_id"]
        self._client.headers["authorization"] = f"Bearer {opened.json()['token']}"
        self.buttons: dict[str, str] = {}
        self._earlier: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def says(self, text: str) -> list[dict[str, Any]]:
        """Sends words; the replies."""
        return self._send({"text": text})

    def sends(self, text: str) -> None:
        """Sends words and does not wait for replies."""
        self._post({"text": text}, {})

    def tries(self, text: str) -> httpx.Response:
        """Sends words that may be refused; the answer as it comes."""
        return self._kept(self._post({"text": text}, {"prefer": f"wait={WAIT_SECONDS}"}))

    def throws(self, text: str) -> httpx.Response:
        """Sends what may be no text at all, escaped as JSON can; the gateway's own answer."""
        return self._client.post(
            f"/v1/conversations/{self.conversation_id}/messages",
            content=json.dumps({"client_message_id": uuid.uuid4().hex, "text": text}),
            headers={"prefer": f"wait={WAIT_SECONDS}", "content-type": "application/json"},
        )

    def presses(self, title: str) -> list[dict[str, Any]]:
        """Presses a button of the last replies by its title; the replies."""
        assert title in self.buttons, f"no button {title!r} among {sorted(self.buttons)}"
        return self._send({"button_id": self.buttons[title]})

    def presses_earlier(self, title: str) -> list[dict[str, Any]]:
        """Presses a button of replies further up; the replies."""
        return self._send({"button_id": self._earlier[title]})

    def deliveries(self) -> list[dict[str, Any]]:
        """What help desks are sent about this conversation."""
        answer = self._client.get(f"/v1/conversations/{self.conversation_id}/deliveries")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["deliveries"])

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """The transcript from a sequence number on."""
        answer = self._client.get(
            f"/v1/conversations/{self.conversation_id}/messages", params={"after": after}
        )
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    def _send(self, body: dict[str, str]) -> list[dict[str, Any]]:
        answer = self._kept(self._post(body, {"prefer": f"wait={WAIT_SECONDS}"}))
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        return list(answer.json()["replies"])

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        """The answer; the buttons of its replies can be pressed from now on."""
        if answer.status_code == 200:
            self._earlier |= self.buttons
            self.buttons = {
                button["title"]: button["button_id"]
                for reply in answer.json()["replies"]
                for button in reply.get("buttons") or ()
            }
        return answer

    def _post(self, body: dict[str, str], headers: dict[str, str]) -> httpx.Response:
        return self._client.post(
            f"/v1/conversations/{self.conversation_id}/messages",
            json={"client_message_id": uuid.uuid4().hex, **body},
            headers=headers,
        )
