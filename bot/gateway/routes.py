"""The route table: every address the gateway answers, and everything about it."""

from http import HTTPMethod

from bot.gateway.articles import (
    help_article,
    help_home,
    help_index,
    help_style,
    read_robots,
    read_sitemap,
)
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
    RenewedToken,
)
from bot.gateway.conversations import (
    erase_conversation,
    list_messages,
    open_conversation,
    read_transcript,
    renew_token,
    send_message,
)
from bot.gateway.deliveries import list_deliveries
from bot.gateway.events import stream_events
from bot.gateway.exchange import Access, Route
from bot.gateway.pages import (
    demo_configuration,
    demo_page,
    health,
    read_openapi,
    widget_file,
)
from bot.gateway.problems import (
    ButtonNotOffered,
    NotFound,
    OtherMessageWithSameId,
    TooManyMessages,
    TooManyStreams,
    TooOften,
    VisitorTokenRefused,
)
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
        problems=(OtherMessageWithSameId, ButtonNotOffered, TooManyMessages, TooOften),
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
        GET,
        f"{CONVERSATION}/transcript",
        read_transcript,
        access=Access.CONVERSATION,
        answers={200: "text/plain"},
    ),
    Route(
        GET,
        f"{CONVERSATION}/deliveries",
        list_deliveries,
        access=Access.CONVERSATION,
        answers={200: DeliveryList},
        demo_only=True,
    ),
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
