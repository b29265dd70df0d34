"""The calls of a conversation."""

import asyncio
import re
from contextlib import suppress

from actions.conversations import (
    ConflictingMessage,
    Conversation,
    Received,
    UnknownAttachment,
    UnknownButton,
    UnknownConversation,
    Visitor,
)
from bot.gateway.bodies import (
    AcceptedMessage,
    AnsweredMessage,
    History,
    MessageList,
    NewConversation,
    NewMessage,
    OpenedConversation,
    Page,
    PublicMessage,
    RenewedToken,
)
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.language import offered
from bot.gateway.masking import masked, masked_address, masked_facts
from bot.gateway.problems import (
    AttachmentNotThere,
    ButtonNotOffered,
    InvalidRequest,
    NotFound,
    OtherMessageWithSameId,
)
from bot.gateway.rates import Caller
from bot.gateway.secret_words import SecretWords

# RFC 7240: a preference that cannot be read is no preference.
WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?([0-9]{1,4})\"?\s*(?=[,;]|$)", re.IGNORECASE)


async def open_conversation(gateway: Gateway, call: Call[NewConversation, None]) -> Response:
    """Start a conversation, or take up the visitor's own one that began by mail, with its token."""
    site = call.body.site_among(gateway.settings.sites)
    if site is None:
        raise InvalidRequest.field("site", "unknown_site")
    gateway.rates.count("conversations", Caller(call.address, site))
    token = call.body.visitor_jwt
    known = gateway.visitor_tokens.visitor(token, site=site, now=gateway.now()) if token else None
    conversation = await _opened(gateway, call, site, known)
    token = gateway.tokens.issue(conversation.id, now=gateway.now())
    opened = OpenedConversation(
        conversation_id=conversation.id, token=token, locale=conversation.locale
    )
    return Response(opened, status=201)


async def _opened(
    gateway: Gateway, call: Call[NewConversation, None], site: str, visitor: Visitor | None
) -> Conversation:
    page = _masked_page(call.body.page, gateway.secret_words) if call.body.page else {}
    context = masked_facts(call.body.context, gateway.secret_words)
    now = gateway.now()
    if visitor is not None:
        taken = await gateway.blocking(
            gateway.sharing.take_up, visitor, site=site, page=page, context=context, now=now
        )
        if taken and (going_on := await gateway.blocking(gateway.conversations.get, taken)):
            return going_on
    return await gateway.blocking(
        gateway.conversations.create,
        locale=call.language,
        site=site,
        page=page,
        context=context,
        visitor=visitor,
        now=now,
    )


async def renew_token(gateway: Gateway, call: Call[None, None]) -> Response:
    """Exchange the token for a fresh one of the same conversation."""
    token = gateway.tokens.issue(call.conversation.id, now=gateway.now())
    return Response(RenewedToken(token=token))


async def erase_conversation(gateway: Gateway, call: Call[None, None]) -> Response:
    """Delete the conversation and everything known from it, for good."""
    there = await gateway.flow.erase(
        call.conversation.conversation,
        lambda: gateway.blocking(gateway.erasures.erase, call.conversation.id, now=gateway.now()),
    )
    if not there:  # somebody else was quicker
        raise NotFound
    return Response("", status=204)


async def send_message(gateway: Gateway, call: Call[NewMessage, None]) -> Response:
    """Keep what the contact writes or presses, then let the bot act on it."""
    gateway.rates.count("messages", call.caller)
    written = masked(call.body.text or "", gateway.secret_words)
    try:
        received = await gateway.flow.receive(
            call.conversation.conversation,
            client_message_id=call.body.client_message_id,
            text=written.text,
            secrets=written.secrets,
            button_id=call.body.button_id,
            attachment_ids=call.body.attachments or (),
            locale=offered(call.body.locale, gateway.settings.languages),
        )
    except UnknownConversation:  # erased since the token was looked at
        raise NotFound from None
    except ConflictingMessage:
        raise OtherMessageWithSameId from None
    except UnknownAttachment:
        raise AttachmentNotThere from None
    except UnknownButton:
        raise ButtonNotOffered from None
    kept = PublicMessage.of(received.message)
    wait = wait_wished(call.headers.get("prefer", ""), longest=gateway.patience.longest_wait)
    if wait and not received.for_people:  # people take their time, and it comes by the events
        replies = await _replies(gateway, call.conversation.id, kept, within=wait)
        if replies:
            answered = AnsweredMessage(message_id=kept.message_id, seq=kept.seq, replies=replies)
            return Response(answered, headers={"Preference-Applied": f"wait={wait}"})
    with_people = await _is_with_people(gateway, call.conversation.id, received)
    accepted = AcceptedMessage(message_id=kept.message_id, seq=kept.seq, for_people=with_people)
    return Response(accepted, status=202)


async def _is_with_people(gateway: Gateway, conversation_id: str, received: Received) -> bool:
    """Also of a message that is sent again, when its receipt was lost on the way."""
    if received.new:
        return received.for_people
    standing = await gateway.blocking(
        gateway.conversations.standing, conversation_id, received.message.message_id or ""
    )
    return bool(standing.with_people)


async def list_messages(gateway: Gateway, call: Call[None, History]) -> Response:
    """Read what was said after a sequence number."""
    after = int(call.query.after)
    said = await gateway.blocking(gateway.conversations.messages, call.conversation.id, after=after)
    return Response(MessageList(messages=[PublicMessage.of(message) for message in said]))


def wait_wished(prefer: str, *, longest: int) -> int:
    """The seconds of `Prefer: wait=N`, at most the longest; 0 without one."""
    wish = WAIT.search(prefer)
    return min(int(wish[1]), longest) if wish else 0


async def _replies(
    gateway: Gateway, conversation_id: str, kept: PublicMessage, *, within: float
) -> list[PublicMessage]:
    """What is said to the message in that time."""
    with suppress(TimeoutError), gateway.feed.watch(conversation_id) as watch:
        async with asyncio.timeout(within):
            while True:
                said = await gateway.blocking(
                    gateway.conversations.messages, conversation_id, after=kept.seq
                )
                replies = [one for one in said if kept.message_id in one.in_reply_to]
                if any(one.sender != "system" for one in replies):  # not only that it was masked
                    return [PublicMessage.of(reply) for reply in replies]
                wake = await watch.next(within=within)
                if wake is None or wake.closed:
                    break
    return []


def _masked_page(page: Page, words: SecretWords) -> dict[str, str]:
    return {
        "url": masked_address(page.url, words),
        "title": masked(page.title, words).text,
    }
