"""What requests carry and responses hold: the public contract, version 1."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from actions.conversations import (
    ArticleLink,
    Attachment,
    AttachmentCard,
    Author,
    FormField,
    Kind,
    Message,
    Sender,
    TicketCard,
    card_of,
)
from actions.settings import PrivacyNotice
from actions.tickets.ratings import BEST, COMMENT_CHARACTERS, WORST
from bot.gateway.edge import clean_text

LONGEST_TEXT = 4_000  # code points
LONGEST_SEARCH = 200
LARGEST_SEQ = 2**53 - 1  # what JavaScript counts exactly

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)
]
AttachmentId = Annotated[str, StringConstraints(pattern=r"^att_[A-Za-z0-9_-]{1,60}$")]
Seq = Annotated[int, Field(ge=0, le=LARGEST_SEQ)]


class Given(BaseModel):
    """A request's content: unknown fields are mistakes, and 1 is not "1"."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Page(Given):
    """The page the visitor was on."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=4_000)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] = ""


class Localised(Given):
    """What tells the language that the page shows now; one that we do not have changes nothing."""

    locale: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{2,35}$")] | None = None


VisitorToken = Annotated[str, StringConstraints(min_length=1, max_length=4_096)]


class KnownVisitor(Given):
    """Who the visitor is, signed by the site."""

    visitor_jwt: VisitorToken


class NewConversation(Localised):
    """How a conversation starts; without a language of ours it gets the caller's preferred one."""

    site: Annotated[str, StringConstraints(max_length=100)] | None = None
    visitor_jwt: VisitorToken | None = None
    page: Page | None = None
    context: Annotated[dict[Line, Line | int | float | bool | None], Field(max_length=20)] = {}

    def site_among(self, sites: Collection[str]) -> str | None:
        """The site that is asked for, the first one if none is; None for one that is not there."""
        if self.site:
            return self.site if self.site in sites else None
        return next(iter(sites), "")


class NewMessage(Localised):
    """What the contact writes or presses; the id is the client's, one per message."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"anyOf": [{"required": ["text"]}, {"required": ["attachments"]}]},
                {"required": ["button_id"]},
            ]
        }
    )

    client_message_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]
    text: Text | None = None
    button_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    attachments: Annotated[list[AttachmentId], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def _written_or_pressed(self) -> Self:
        written = self.text is not None or self.attachments is not None
        if written == (self.button_id is not None):
            raise PydanticCustomError("text_or_button", "a text, attachments or both, or a button")
        return self


class TicketReply(Given):
    """What a contact adds behind the private link, or whether the ticket is solved."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["solved"]}]}
    )

    client_message_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]
    text: Text | None = None
    solved: Literal["yes", "no"] | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.text is None) == (self.solved is None):
            raise PydanticCustomError("text_or_solved", "a text or solved, one of the two")
        return self


class TicketRating(Given):
    """How a contact was served, 1 to 5, and a line about it."""

    rating: Annotated[int, Field(ge=WORST, le=BEST)]
    comment: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=COMMENT_CHARACTERS)
    ] = ""


class TicketHappening(BaseModel):
    """Something that happened to a ticket, in the contact's words; `text` as somebody wrote it."""

    at: datetime
    act: str
    actor: str
    told: str
    text: str | None = None


class TicketDetail(BaseModel):
    """What the contact answered to one of the company's fields, in words."""

    title: str
    value: str


class TicketPage(BaseModel):
    """A ticket as its private page shows it."""

    ticket: TicketCard
    opened_at: datetime
    language: str
    follows: str | None = None
    closes_at: datetime | None = None
    may_reply: bool
    may_rate: bool
    rating: int | None = None
    details: list[TicketDetail] = []
    progress: str | None = None  # of the parts that other teams do
    timeline: list[TicketHappening]


class History(BaseModel):
    """Which part of the conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}$")] = "0"


def _words(given: Any) -> str:
    first = given[0] if isinstance(given, list) else given
    return " ".join(clean_text(str(first)).split())[:LONGEST_SEARCH].rstrip()


class HelpSearch(BaseModel):
    """What a reader looks for; whatever an address holds is taken, as a page has no 422."""

    model_config = ConfigDict(frozen=True)

    q: Annotated[str, BeforeValidator(_words)] = ""


class OpenedConversation(BaseModel):
    """A conversation and the token that opens it."""

    conversation_id: str
    token: str
    locale: str


class RenewedToken(BaseModel):
    """A fresh token for the same conversation."""

    token: str


class PublicButton(BaseModel):
    """A choice; send its id back as `button_id`."""

    button_id: str
    title: str


class PublicMessage(BaseModel):
    """One message of the transcript, as anyone in the conversation sees it."""

    seq: int
    message_id: str
    in_reply_to: list[str] = []
    sender: Sender
    author: Author | None = None
    kind: Kind
    field: FormField | None = None
    text: str
    html: str | None = None
    buttons: list[PublicButton] | None = None
    article: ArticleLink | None = None
    ticket: TicketCard | None = None
    attachments: list[AttachmentCard] | None = None
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> Self:
        """Without what never leaves the server."""
        return cls.model_validate(message.public())


class AcceptedMessage(BaseModel):
    """The message is kept; what comes of it follows."""

    message_id: str
    seq: int
    for_people: bool = False  # people have the conversation: no assistant is at work on it


class AnsweredMessage(AcceptedMessage):
    """The message is kept and dealt with."""

    replies: list[PublicMessage]


class MessageList(BaseModel):
    """Messages in the order they were written."""

    messages: list[PublicMessage]


class PublicAttachment(AttachmentCard):
    """A file that was uploaded; send its id in the `attachments` of a message."""

    @classmethod
    def of(cls, attachment: Attachment) -> Self:
        """As its sender sees it."""
        return cls.model_validate(card_of(attachment).model_dump())


class DeliveryAttempt(BaseModel):
    """One try to reach the help desk: its status, or in a word why there was none."""

    at: datetime
    status: int | None = None
    error: str | None = None


class PublicDelivery(BaseModel):
    """One event on its way to one help desk; the signature is shortened, `url` is its origin."""

    id: str
    type: str
    ticket: str
    helpdesk: str
    url: str | None = None
    state: str
    attempts: list[DeliveryAttempt]
    next_attempt_at: datetime | None = None
    headers: dict[str, str]
    payload: dict[str, Any]


class DeliveryList(BaseModel):
    """What help desks receive about this conversation's tickets."""

    deliveries: list[PublicDelivery]


class Health(BaseModel):
    """The gateway answers."""

    status: Literal["ok"] = "ok"


class DemoConfiguration(BaseModel):
    """What the demo page shows of this workspace."""

    company: str
    languages: list[str]
    site: str
    starters: dict[str, list[str]]
    privacy: dict[str, PrivacyNotice]
    demo: bool


class FieldError(BaseModel):
    """A field that breaks a rule."""

    pointer: str
    code: str


class ProblemDocument(BaseModel):
    """RFC 9457: what was wrong, in the caller's language."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    taken_by: str | None = None
    request_id: str  # for who asks the company about it: in its logs, every line has it
