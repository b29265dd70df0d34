"""The route table: every address the gateway answers, and everything about it."""

from http import HTTPMethod

from actions.tickets.links import RECEIPT_PATH, STATUS_PATH, SURVEY_PATH
from bot.gateway.agents.routes import AGENT_ROUTES
from bot.gateway.articles import (
    help_article,
    help_home,
    help_index,
    help_style,
    read_robots,
    read_sitemap,
)
from bot.gateway.attachments import read_attachment, send_attachment
from bot.gateway.bodies import (
    AcceptedMessage,
    AnsweredMessage,
    DeliveryList,
    DemoConfiguration,
    Health,
    HelpSearch,
    History,
    KnownVisitor,
    MessageList,
    NewConversation,
    NewMessage,
    OpenedConversation,
    PublicAttachment,
    RenewedToken,
    TicketPage,
    TicketRating,
    TicketReply,
)
from bot.gateway.conversations import (
    erase_conversation,
    list_messages,
    open_conversation,
    renew_token,
    send_message,
)
from bot.gateway.deliveries import list_deliveries
from bot.gateway.events import stream_events
from bot.gateway.exchange import Access, Route
from bot.gateway.helpdesks import hear_helpdesk
from bot.gateway.pages import (
    demo_configuration,
    demo_page,
    health,
    read_openapi,
    widget_file,
)
from bot.gateway.private_link import (
    rate_ticket,
    read_receipt,
    read_status,
    read_survey,
    reply_to_ticket,
)
from bot.gateway.problems import (
    AttachmentNotChecked,
    AttachmentNotThere,
    AttachmentRefused,
    AttachmentTypeRefused,
    ButtonNotOffered,
    NoRoomForAttachment,
    NotClosedYet,
    NotFound,
    OtherMessageWithSameId,
    RatedBefore,
    TooManyMessages,
    TooManyStreams,
    TooOften,
    Unauthorised,
    VisitorTokenRefused,
)
from bot.gateway.transcripts import read_linked_transcript, read_transcript
from bot.gateway.visitors import forget_visitor, introduce_visitor

GET, POST = HTTPMethod.GET, HTTPMethod.POST
PUT, DELETE = HTTPMethod.PUT, HTTPMethod.DELETE
CONVERSATION = "/v1/conversations/{conversation_id}"

ROUTES: tuple[Route, ...] = (
    Route(
        POST,
        "/v1/conversations",
        open_conversation,
        body=NewConversation,
        answers={201: OpenedConversation},
        problems=(VisitorTokenRefused, TooOften),
    ),
    Route(
        DELETE,
        CONVERSATION,
        erase_conversation,
        access=Access.CONVERSATION,
        answers={204: None},
    ),
    Route(
        POST,
        f"{CONVERSATION}/token",
        renew_token,
        access=Access.RENEWAL,
        answers={200: RenewedToken},
    ),
    Route(
        PUT,
        f"{CONVERSATION}/visitor",
        introduce_visitor,
        access=Access.CONVERSATION,
        body=KnownVisitor,
        answers={204: None},
        problems=(VisitorTokenRefused,),
    ),
    Route(
        DELETE,
        f"{CONVERSATION}/visitor",
        forget_visitor,
        access=Access.CONVERSATION,
        answers={204: None},
    ),
    Route(
        POST,
        f"{CONVERSATION}/messages",
        send_message,
        access=Access.CONVERSATION,
        body=NewMessage,
        headers=("Prefer",),
        answers={200: AnsweredMessage, 202: AcceptedMessage},
        problems=(
            OtherMessageWithSameId,
            ButtonNotOffered,
            AttachmentNotThere,
            TooManyMessages,
            TooOften,
        ),
    ),
    Route(
        GET,
        f"{CONVERSATION}/messages",
        list_messages,
        access=Access.CONVERSATION,
        query=History,
        answers={200: MessageList},
    ),
    Route(
        GET,
        f"{CONVERSATION}/events",
        stream_events,
        access=Access.CONVERSATION,
        headers=("Last-Event-ID",),
        answers={200: "text/event-stream"},
        problems=(TooManyStreams, TooOften),
    ),
    Route(
        POST,
        f"{CONVERSATION}/attachments",
        send_attachment,
        access=Access.CONVERSATION,
        takes_file=True,
        answers={201: PublicAttachment},
        problems=(
            AttachmentTypeRefused,
            AttachmentRefused,
            NoRoomForAttachment,
            TooOften,
            AttachmentNotChecked,
        ),
    ),
    Route(
        GET,
        "/v1/attachments/{attachment_id}",
        read_attachment,
        access=Access.ATTACHMENT,
        answers={200: "*/*"},
    ),
    Route(
        GET,
        f"{CONVERSATION}/transcript",
        read_transcript,
        access=Access.CONVERSATION,
        answers={200: "text/plain"},
    ),
    Route(
        GET,
        "/v1/transcripts/{signed}",
        read_linked_transcript,
        answers={200: "text/plain"},
        problems=(NotFound,),
    ),
    Route(
        GET,
        f"{CONVERSATION}/deliveries",
        list_deliveries,
        access=Access.CONVERSATION,
        answers={200: DeliveryList},
        demo_only=True,
    ),
    Route(
        GET,
        STATUS_PATH,
        read_status,
        answers={200: TicketPage},
        problems=(NotFound, TooOften),
        page=True,
    ),
    Route(
        POST,
        STATUS_PATH,
        reply_to_ticket,
        body=TicketReply,
        answers={200: TicketPage, 303: None},
        problems=(NotFound, TooOften),
        page=True,
    ),
    Route(
        GET,
        RECEIPT_PATH,
        read_receipt,
        answers={200: "text/plain"},
        problems=(NotFound, TooOften),
    ),
    Route(
        GET,
        SURVEY_PATH,
        read_survey,
        answers={200: TicketPage},
        problems=(NotFound, TooOften),
        page=True,
    ),
    Route(
        POST,
        SURVEY_PATH,
        rate_ticket,
        body=TicketRating,
        answers={200: TicketPage, 303: None},
        problems=(NotFound, NotClosedYet, RatedBefore, TooOften),
        page=True,
    ),
    Route(
        POST,
        "/v1/helpdesks/{name}/events",
        hear_helpdesk,
        answers={204: None},
        problems=(Unauthorised,),
    ),
    *AGENT_ROUTES,
    Route(GET, "/health", health, answers={200: Health}),
    Route(GET, "/openapi.json", read_openapi, answers={200: "application/json"}),
    Route(GET, "/demo/config.json", demo_configuration, answers={200: DemoConfiguration}),
    Route(GET, "/", demo_page, answers={200: "text/html"}, problems=(NotFound,)),
    Route(GET, "/widget/{path}", widget_file, answers={200: "*/*"}, problems=(NotFound,)),
    Route(GET, "/help", help_home, answers={302: "text/html"}),
    Route(GET, "/help/help_page.css", help_style, answers={200: "text/css"}),
    Route(
        GET,
        "/help/{language}",
        help_index,
        query=HelpSearch,
        answers={200: "text/html", 404: "text/html"},
    ),
    Route(
        GET,
        "/help/{language}/{article}",
        help_article,
        answers={200: "text/html", 404: "text/html"},
    ),
    Route(GET, "/sitemap.xml", read_sitemap, answers={200: "application/xml"}),
    Route(GET, "/robots.txt", read_robots, answers={200: "text/plain"}),
)


def routes_of(*, demo: bool) -> tuple[Route, ...]:
    """The routes that are there, in a demo or where customers write."""
    return tuple(route for route in ROUTES if demo or not route.demo_only)
