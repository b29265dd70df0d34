"""The worker process: delivers tickets, keeps their clocks, collects unanswered questions."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache

import httpx
from sqlalchemy import Engine

from actions import logs, metrics
from actions.alerts import Alert, Alerts, Digest, letter_of
from actions.alerts.wording import language_of
from actions.channels import Speaker, channels_of
from actions.clock import Clock
from actions.codes import CodeClerk
from actions.conversations import ConversationStore
from actions.database import engine
from actions.handoffs import HandoffStore
from actions.helpdesks import FollowedTickets, Follower
from actions.mail import Enclosed, Post, Postman, letters_of
from actions.outgoing import OutgoingRules
from actions.progress import Progress
from actions.redaction import Redactor, learned_details
from actions.texts import Texts
from actions.tickets.backlog import Backlog
from actions.tickets.desk import Desk
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.links import Links
from actions.tickets.metrics import WorkerMetrics
from actions.tickets.outbox import Outbox
from actions.tickets.store import TicketStore
from actions.tickets.webhook import send, signed_request, webhook_client
from actions.tickets.worker import Worker
from actions.unanswered.collector import Collector
from actions.uploads import Uploads
from actions.workspace import Workspace

# A promise is told in hours: that it was not kept is told within seconds of its minute.
PROMISES_SECONDS = 5.0
# Who waits for a person is told of minutes; a few rows are looked at.
HANDOFFS_SECONDS = 1.0


class NotTaken(Exception):
    """A help desk did not take an alert."""


async def work(workspace: Workspace) -> None:
    """Does a workspace's work until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    desk = Desk.load(workspace.desk_file)
    counts = WorkerMetrics()
    database = engine(workspace.database_url, waited=counts.database_waits.observe)
    texts = Texts.of(workspace)
    progress = Progress(database, desk, texts, Links.of(workspace), letters=letters_of(workspace))
    clocks = clocks_of(progress, HandoffStore.of(workspace, database, desk, texts))
    mail = mail_of(workspace, database)
    speakers = speakers_of(workspace, database, desk)
    collector = Collector(database, redactor_of(workspace), clock=utc_now)
    counts.watch(lambda: Backlog.of(database, utc_now()), collector.lag_seconds)
    metrics.serve(counts.registry, workspace.settings.processes.metrics_port)
    try:
        async with (
            webhook_client(outgoing_rules(workspace, desk)) as client,
            asyncio.TaskGroup() as under_way,
        ):
            followed = FollowedTickets(database, desk.two_way_names())
            worker = Worker(
                Outbox(database),
                desk,
                workspace.secret,
                client,
                attempted=counts.attempted,
                number_in=followed.number_in,
            )
            follower = Follower(
                followed,
                desk,
                workspace.secret,
                client,
                get=TicketStore(database, desk).get,
                act=progress.act,
            )
            under_way.create_task(worker.run(stop))
            under_way.create_task(follower.run(stop))
            alerts = Alerts(
                database,
                desk,
                tell=lead_mail(workspace, desk),
                post=poster(workspace.secret, client),
                count=counts.alerts.set,
            )
            digest = digest_of(workspace, database, desk)
            for each in (alerts, digest, collector, *clocks, *mail, *speakers):
                under_way.create_task(each.run(stop))
    finally:
        database.dispose()


def clocks_of(progress: Progress, handoffs: HandoffStore) -> tuple[Clock, ...]:
    """Those of the promises of tickets, and of the conversations that people have."""
    return (
        Clock(progress.ring, now=utc_now, every=PROMISES_SECONDS),
        Clock(handoffs.ring, now=utc_now, every=HANDOFFS_SECONDS),
    )


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def outgoing_rules(workspace: Workspace, desk: Desk) -> OutgoingRules:
    """Whom the worker may ask: the desk's help desks, at public addresses or allowed ones."""
    urls = (helpdesk.url for helpdesk in desk.helpdesks)
    return OutgoingRules.of(urls, workspace.settings.outgoing.networks)


def lead_mail(workspace: Workspace, desk: Desk) -> Callable[[Alert], Awaitable[None]] | None:
    """Mails a lead what is amiss; None if the settings name no mail server."""
    post = Post.of(workspace)
    if post is None:
        return None
    language, url = language_of(workspace.settings.languages), workspace.settings.gateway.public_url

    async def tell(alert: Alert) -> None:
        letter = letter_of(alert, desk, language=language, url=url)
        if letter is not None:
            await post.send(letter)

    return tell


def poster(
    secret_of: Callable[[str], str], client: httpx.AsyncClient
) -> Callable[[HelpDesk, Alert, str], Awaitable[None]]:
    """Sends an alert to a help desk, under its own id at every attempt."""

    async def post(helpdesk: HelpDesk, alert: Alert, body: str) -> None:
        request = signed_request(
            url=helpdesk.url,
            webhook_id=alert.id,
            body=body,
            secret=secret_of(helpdesk.secret),
            now=utc_now(),
        )
        outcome = await send(client, request)
        if outcome.error:
            raise NotTaken(outcome.error)

    return post


def digest_of(workspace: Workspace, database: Engine, desk: Desk) -> Digest:
    """The daily mail; it is never sent if the settings name no mail server."""
    post, settings = Post.of(workspace), workspace.settings
    return Digest(
        database,
        desk,
        company=settings.company,
        language=language_of(workspace.settings.languages),
        url=settings.gateway.public_url,
        at=settings.alerts.digest_time,
        send=post.send if post else None,
    )


def mail_of(workspace: Workspace, database: Engine) -> tuple[CodeClerk | Postman, ...]:
    """Who sends codes and letters; nobody if the settings name no mail server."""
    post = Post.of(workspace)
    if post is None:
        return ()
    key = workspace.secret("status_codes")
    clerk = CodeClerk(database, Texts.of(workspace), post.send, key)
    enclosed = enclosed_files(ConversationStore(database), Uploads(workspace.uploads))
    return clerk, Postman(database, post.send, enclosed=enclosed)


def speakers_of(workspace: Workspace, database: Engine, desk: Desk) -> tuple[Speaker, ...]:
    """Who says in other channels what is said in their conversations; nobody if there are none."""
    channels = channels_of(workspace)
    mails_tickets = not desk.left_to_helpdesk("mails_customer")
    return (Speaker(database, channels, mails_tickets=mails_tickets),) if channels else ()


def enclosed_files(
    conversations: ConversationStore, uploads: Uploads
) -> Callable[[str, str], Enclosed | None]:
    """(conversation, attachment) → the file that goes with a letter."""

    def enclosed(conversation_id: str, attachment_id: str) -> Enclosed | None:
        known = conversations.attachment(attachment_id)
        if known is None or known.conversation_id != conversation_id:
            return None
        try:
            content = uploads.place_of(conversation_id, attachment_id).read_bytes()
        except FileNotFoundError:  # erased meanwhile
            return None
        return Enclosed(known.name, known.type, content)

    return enclosed


def redactor_of(workspace: Workspace) -> Callable[[], Redactor]:
    """Reads the model when there is something to redact, and then once."""
    return cache(lambda: Redactor(learned_details(workspace)))


def main() -> None:
    """`python -m actions.worker`."""
    logs.configure("worker")
    asyncio.run(work(Workspace.load()))


if __name__ == "__main__":
    main()
