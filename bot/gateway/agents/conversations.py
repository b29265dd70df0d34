"""What agents do with conversations that were handed over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from actions.accounts import Account
from actions.conversations import ConflictingMessage, UnknownAttachment, UnknownConversation
from actions.handoffs import Agent, HandoffOver, NotYours, TakenBySomebody, UnknownHandoff
from bot.gateway.agents.bodies import (
    STATES_OF,
    AgentMessage,
    AgentNote,
    CaseList,
    NoteList,
    PublicCase,
    PublicNote,
    Transfer,
    Typing,
    WhichConversations,
)
from bot.gateway.attachments import give_file, take_file
from bot.gateway.bodies import AcceptedMessage, History, MessageList, PublicMessage
from bot.gateway.exchange import Call, Response
from bot.gateway.feed import Hint
from bot.gateway.gateway import Gateway
from bot.gateway.problems import (
    AttachmentNotThere,
    ConversationGivenBack,
    InvalidRequest,
    NotFound,
    NotTaken,
    OtherMessageWithSameId,
    TakenByOther,
)


async def list_conversations(gateway: Gateway, call: Call[None, WhichConversations]) -> Response:
    """List the conversations that wait for people or that people have, of one's teams."""
    account, limit = call.agent.account, int(call.query.limit)
    cases = await gateway.blocking(
        gateway.handoffs.cases,
        account,
        states=STATES_OF[call.query.state],
        team=call.query.team,
        after=int(call.query.after),
        limit=limit,
    )
    more = str(cases[-1].handoff.id) if len(cases) == limit else None
    return Response(
        CaseList(conversations=[PublicCase.of(case, account) for case in cases], next=more)
    )


async def read_conversation(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read how a conversation was handed over and who has it."""
    return await _case(gateway, call)


async def read_messages(gateway: Gateway, call: Call[None, History]) -> Response:
    """Read what was said after a sequence number, as the contact sees it."""
    with _told():
        said = await gateway.blocking(
            gateway.handoffs.messages, *_place(call), after=int(call.query.after)
        )
    return Response(MessageList(messages=[PublicMessage.of(message) for message in said]))


async def take_conversation(gateway: Gateway, call: Call[None, None]) -> Response:
    """Take it: the contact is told who is with them; again, nothing changes."""
    return await _done(gateway, call, gateway.handoffs.take)


async def release_conversation(gateway: Gateway, call: Call[None, None]) -> Response:
    """Give it back to the bot, which says so."""
    return await _done(gateway, call, gateway.handoffs.release)


async def resolve_conversation(gateway: Gateway, call: Call[None, None]) -> Response:
    """Give it back to the bot as solved."""
    return await _done(gateway, call, gateway.handoffs.resolve)


async def transfer_conversation(gateway: Gateway, call: Call[Transfer, None]) -> Response:
    """Pass it to another team or agent; the contact is told to whom."""
    team, to = await _whither(gateway, call.body)
    with _told():
        await gateway.blocking(
            gateway.handoffs.transfer, *_place(call), team=team, to=to, now=gateway.now()
        )
    _tell(gateway, call)
    # Whose it is now may be nothing that this account sees.
    return Response("", status=204)


async def reply_to_contact(gateway: Gateway, call: Call[AgentMessage, None]) -> Response:
    """Say something to the contact; the same id and text again is the first message."""
    with _told():
        received = await gateway.blocking(
            gateway.handoffs.reply,
            *_place(call),
            client_message_id=call.body.client_message_id,
            text=call.body.text or "",
            attachment_ids=call.body.attachments or (),
            now=gateway.now(),
        )
    _tell(gateway, call)
    _typing(gateway, call, False)
    kept = PublicMessage.of(received.message)
    return Response(AcceptedMessage(message_id=kept.message_id, seq=kept.seq), status=201)


async def attach_file(gateway: Gateway, call: Call[None, None]) -> Response:
    """Upload a file, as the field `file` of a form; a message then takes it up by its id."""
    with _told():
        await gateway.blocking(gateway.handoffs.refuse_unless_held, *_place(call))
    return await take_file(gateway, call, call.path["conversation_id"])


async def read_file(gateway: Gateway, call: Call[None, None]) -> Response:
    """Download a file of a conversation that one sees."""
    attachment = await gateway.blocking(
        gateway.conversations.attachment, call.path["attachment_id"]
    )
    if attachment is None:
        raise NotFound
    with _told():
        await gateway.blocking(
            gateway.handoffs.case, call.agent.account, attachment.conversation_id
        )
    return await give_file(gateway, attachment)


async def say_typing(gateway: Gateway, call: Call[Typing, None]) -> Response:
    """Let the contact see that somebody is writing."""
    with _told():
        await gateway.blocking(gateway.handoffs.refuse_unless_held, *_place(call))
    _typing(gateway, call, call.body.typing)
    return Response("", status=204)


async def add_note(gateway: Gateway, call: Call[AgentNote, None]) -> Response:
    """Write something to colleagues; no contact reads it."""
    with _told():
        note = await gateway.blocking(
            gateway.handoffs.note,
            *_place(call),
            client_note_id=call.body.client_note_id,
            text=call.body.text,
            now=gateway.now(),
        )
    return Response(PublicNote.of(note), status=201)


async def list_notes(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read what was written to colleagues."""
    with _told():
        notes = await gateway.blocking(gateway.handoffs.notes, *_place(call))
    return Response(NoteList(notes=[PublicNote.of(note) for note in notes]))


async def _done(gateway: Gateway, call: Call[Any, None], act: Callable[..., Any]) -> Response:
    with _told():
        await gateway.blocking(act, *_place(call), now=gateway.now())
    _tell(gateway, call)
    return await _case(gateway, call)


async def _case(gateway: Gateway, call: Call[Any, None]) -> Response:
    with _told():
        case = await gateway.blocking(gateway.handoffs.case, *_place(call))
    return Response(PublicCase.of(case, call.agent.account))


async def _whither(gateway: Gateway, wish: Transfer) -> tuple[str, Agent | None]:
    if wish.team is not None and wish.team not in gateway.desk.teams:
        raise InvalidRequest.field("team", "unknown_team")
    if wish.account_id is None:
        return wish.team or "", None
    account = await gateway.blocking(gateway.handoffs.agent, wish.account_id)
    if account is None:
        raise InvalidRequest.field("account_id", "unknown_account")
    team = wish.team or min(account.teams or {gateway.desk.fallback})
    if not account.sees(team):
        raise InvalidRequest.field("team", "not_of_this_account")
    return team, Agent(account.id, account.name)


def _place(call: Call[Any, Any]) -> tuple[Account, str]:
    return call.agent.account, call.path["conversation_id"]


def _tell(gateway: Gateway, call: Call[Any, Any]) -> None:
    gateway.feed.announce(call.path["conversation_id"])
    gateway.agents_feed.stir()


def _typing(gateway: Gateway, call: Call[Any, Any], active: bool) -> None:
    author = {"name": call.agent.account.name}
    hint = Hint("typing", {"typing": active, "author": author})
    gateway.feed.hint(call.path["conversation_id"], hint)


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done, as the caller is told it."""
    try:
        yield
    except (UnknownHandoff, UnknownConversation):
        raise NotFound from None
    except TakenBySomebody as taken:
        raise TakenByOther(taken.by) from None
    except NotYours:
        raise NotTaken from None
    except HandoffOver:
        raise ConversationGivenBack from None
    except ConflictingMessage:
        raise OtherMessageWithSameId from None
    except UnknownAttachment:
        raise AttachmentNotThere from None
