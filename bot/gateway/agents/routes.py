"""The part of the route table that is for people of the company."""

from http import HTTPMethod

from actions.accounts import Role
from bot.gateway.agents.bodies import (
    AgentMessage,
    AgentNote,
    CaseList,
    Colleagues,
    Credentials,
    NewTask,
    NoteList,
    OpenedSession,
    PublicCase,
    PublicNote,
    Session,
    TaskList,
    Transfer,
    Typing,
    WhichConversations,
    WishedPresence,
)
from bot.gateway.agents.conversations import (
    add_note,
    attach_file,
    list_conversations,
    list_notes,
    read_conversation,
    read_file,
    read_messages,
    release_conversation,
    reply_to_contact,
    resolve_conversation,
    say_typing,
    take_conversation,
    transfer_conversation,
)
from bot.gateway.agents.events import stream_agent_events
from bot.gateway.agents.signing_in import (
    list_colleagues,
    read_session,
    say_presence,
    sign_in,
    sign_out,
)
from bot.gateway.agents.tasks import add_task, finish_task, list_open_tasks, list_tasks
from bot.gateway.bodies import AcceptedMessage, History, MessageList, PublicAttachment
from bot.gateway.exchange import Access, Handler, Route
from bot.gateway.problems import (
    AttachmentNotChecked,
    AttachmentNotThere,
    AttachmentRefused,
    AttachmentTypeRefused,
    ConversationGivenBack,
    CredentialsRefused,
    NoRoomForAttachment,
    NotFound,
    NotTaken,
    OtherMessageWithSameId,
    Problem,
    TakenByOther,
    TaskNotPossible,
    TooManyStreams,
    TooOften,
)

GET, POST, PUT, DELETE = HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.DELETE
AGENT = "/v1/agent"
TASKS = f"{AGENT}/tickets/{{number}}/tasks"
CONVERSATION = f"{AGENT}/conversations/{{conversation_id}}"
NOT_NOW: tuple[type[Problem], ...] = (NotFound, TakenByOther, NotTaken, ConversationGivenBack)


def _act(name: str, handler: Handler) -> Route:
    """What an agent does to a conversation, without a word."""
    return Route(
        POST,
        f"{CONVERSATION}/{name}",
        handler,
        access=Access.AGENT,
        role="agent",
        answers={200: PublicCase},
        problems=NOT_NOW,
    )


def _look(path: str, handler: Handler, answer: type, role: Role = "viewer") -> Route:
    """What an agent looks at."""
    return Route(
        GET,
        path,
        handler,
        access=Access.AGENT,
        role=role,
        answers={200: answer},
        problems=(NotFound,) if "{" in path else (),
    )


AGENT_ROUTES: tuple[Route, ...] = (
    Route(
        POST,
        f"{AGENT}/session",
        sign_in,
        body=Credentials,
        answers={201: OpenedSession},
        problems=(CredentialsRefused, TooOften),
    ),
    _look(f"{AGENT}/session", read_session, Session),
    Route(
        DELETE,
        f"{AGENT}/session",
        sign_out,
        access=Access.AGENT,
        role="viewer",
        answers={204: None},
    ),
    Route(
        PUT,
        f"{AGENT}/presence",
        say_presence,
        access=Access.AGENT,
        role="agent",
        body=WishedPresence,
        answers={200: Session},
    ),
    _look(f"{AGENT}/colleagues", list_colleagues, Colleagues),
    Route(
        GET,
        f"{AGENT}/events",
        stream_agent_events,
        access=Access.AGENT,
        role="viewer",
        answers={200: "text/event-stream"},
        problems=(TooManyStreams, TooOften),
    ),
    Route(
        GET,
        f"{AGENT}/conversations",
        list_conversations,
        access=Access.AGENT,
        role="viewer",
        query=WhichConversations,
        answers={200: CaseList},
    ),
    _look(CONVERSATION, read_conversation, PublicCase),
    Route(
        GET,
        f"{CONVERSATION}/messages",
        read_messages,
        access=Access.AGENT,
        role="viewer",
        query=History,
        answers={200: MessageList},
        problems=(NotFound,),
    ),
    Route(
        POST,
        f"{CONVERSATION}/messages",
        reply_to_contact,
        access=Access.AGENT,
        role="agent",
        body=AgentMessage,
        answers={201: AcceptedMessage},
        problems=(*NOT_NOW, OtherMessageWithSameId, AttachmentNotThere),
    ),
    Route(
        POST,
        f"{CONVERSATION}/attachments",
        attach_file,
        access=Access.AGENT,
        role="agent",
        takes_file=True,
        answers={201: PublicAttachment},
        problems=(
            *NOT_NOW,
            AttachmentTypeRefused,
            AttachmentRefused,
            NoRoomForAttachment,
            AttachmentNotChecked,
        ),
    ),
    Route(
        GET,
        f"{AGENT}/attachments/{{attachment_id}}",
        read_file,
        access=Access.AGENT,
        role="viewer",
        answers={200: "*/*"},
        problems=(NotFound,),
    ),
    _look(f"{AGENT}/tasks", list_open_tasks, TaskList),
    _look(TASKS, list_tasks, TaskList),
    Route(
        POST,
        TASKS,
        add_task,
        access=Access.AGENT,
        role="agent",
        body=NewTask,
        answers={201: TaskList},
        problems=(NotFound, TaskNotPossible),
    ),
    Route(
        POST,
        f"{TASKS}/{{task}}/finish",
        finish_task,
        access=Access.AGENT,
        role="agent",
        answers={200: TaskList},
        problems=(NotFound, TaskNotPossible),
    ),
    _act("take", take_conversation),
    _act("release", release_conversation),
    _act("resolve", resolve_conversation),
    Route(
        POST,
        f"{CONVERSATION}/transfer",
        transfer_conversation,
        access=Access.AGENT,
        role="agent",
        body=Transfer,
        answers={204: None},
        problems=NOT_NOW,
    ),
    Route(
        POST,
        f"{CONVERSATION}/typing",
        say_typing,
        access=Access.AGENT,
        role="agent",
        body=Typing,
        answers={204: None},
        problems=NOT_NOW,
    ),
    _look(f"{CONVERSATION}/notes", list_notes, NoteList),
    Route(
        POST,
        f"{CONVERSATION}/notes",
        add_note,
        access=Access.AGENT,
        role="agent",
        body=AgentNote,
        answers={201: PublicNote},
        problems=(NotFound, OtherMessageWithSameId),
    ),
)
