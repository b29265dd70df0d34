"""What is said in a conversation, as the gateway shows it and as an action sends it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from actions.handoff_reason import HandoffReason

Kind = Literal["text", "answer", "suggestions", "question", "ticket", "handoff", "survey", "notice"]
Sender = Literal["contact", "bot", "agent", "system"]
# What a question of the ticket form asks for; `contact` is an e-mail or a phone, what stands behind
# it the kind of a field of the company's own.
FormField = Literal[
    "summary",
    "order_number",
    "contact",
    "name",
    "email",
    "phone",
    "amount",
    "date",
    "product",
    "postcode",
    "address",
    "shop",
    "text",
    "number",
    "choice",
    "yes_no",
    "call_time",
]


class Author(BaseModel):
    """The person behind a message, or of whom a handoff tells that they have the conversation."""

    name: str


class Button(BaseModel):
    """A choice. `payload` is what Rasa receives, e.g. `/affirm`; it never leaves the server."""

    title: str
    payload: str = Field(default="", repr=False)
    button_id: str = ""


class ArticleLink(BaseModel):
    """The approved article revision that an answer shows."""

    id: str
    title: str
    url: str
    revision: str


class TicketCard(BaseModel):
    """What the contact is told about a ticket."""

    number: str
    status: str
    label: str
    team: str
    due_at: datetime | None = None
    time_zone: str | None = None  # the company's, in which `due_at` is said
    time_zone_name: str | None = None  # the city whose time it is, in the contact's language
    stages: list[str] = []
    outcomes: list[str] = []
    url: str | None = None  # the private page
    receipt_url: str | None = None


class AttachmentCard(BaseModel):
    """A file that came with a message; `size` in bytes, `type` as its content says."""

    attachment_id: str
    name: str
    type: str
    size: int


class Message(BaseModel):
    """One message; the store gives `seq`, `message_id`, `created_at` and the button ids."""

    seq: int | None = None
    message_id: str | None = None
    in_reply_to: list[str] = []
    sender: Sender = "bot"
    author: Author | None = None
    kind: Kind = "text"
    field: FormField | None = None  # of a question: a phone chooses its keyboard by it
    text: str
    html: str | None = None
    buttons: list[Button] = []
    article: ArticleLink | None = None
    ticket: TicketCard | None = None
    attachments: list[AttachmentCard] = []
    created_at: datetime | None = None

    def public(self) -> dict[str, Any]:
        """The message as JSON for a browser: no payloads, no empty fields."""
        content = self.model_dump(mode="json", exclude=WITHHELD, exclude_none=True)
        for empty in ("buttons", "attachments"):
            if not content[empty]:
                del content[empty]
        return content


WITHHELD: Any = {"buttons": {"__all__": {"payload"}}}


class Hit(BaseModel):
    """A passage the knowledge base considered; `score` is raw, higher is nearer."""

    article: str
    passage: str
    revision: str
    score: float


class Start(BaseModel):
    """What a turn was decided from, less the message itself, which the transcript holds."""

    at: datetime
    in_form: bool
    heard: dict[str, Any]
    memory: dict[str, Any]
    controls: dict[str, Any]
    visitor: dict[str, Any] | None = None  # whom the site vouched for


class HandoffWish(BaseModel):
    """A turn that ends in people's hands: whose, why, and how many wait there already.

    Of a grave case also its protocol, and who gets the ticket how soon if nobody comes.
    """

    reason: HandoffReason
    team: str
    topic: str = ""
    ahead: int = 0
    protocol: str | None = None
    ticket_team: str | None = None
    priority: Literal["urgent", "high", "normal", "low"] | None = None


class Turn(BaseModel):
    """Why the bot replied as it did, enough to decide again offline."""

    act: str
    act_confidence: float
    topic: str
    topic_confidence: float
    out_of_scope: float
    language: str
    decision: str
    hits: list[Hit] = []
    confidence: float | None = None
    threshold: float | None = None
    versions: dict[str, str] = {}
    passage: str | None = None  # what is shown of an article
    text_sha256: str | None = None
    start: Start | None = None  # in the first reply of a turn
    handoff: HandoffWish | None = None


class Reply(BaseModel):
    """Exactly what an action sends as `json_message`."""

    message: Message
    turn: Turn
