"""One conversation: what is said, the customer's whole case beside it, and articles at hand."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from actions.handoffs import Case, UnknownHandoff
from actions.people import Person, UnknownPerson
from actions.tickets import Ticket
from bot.console.console import Console
from bot.console.errors import NotThere
from bot.console.form import NO_FORM, Form
from bot.console.visit import Reply, Visit

MOST_ARTICLES = 6
LONGEST_WORDS = 200


def talk_page(console: Console, visit: Visit) -> Reply:
    """See a conversation, and whose it is."""
    return show(console, visit)


def talk_part(console: Console, visit: Visit) -> Reply:
    """See it again, if anything has changed."""
    parts = _talk(console, visit)
    if visit.query.get("seen") == parts["seen"]:
        return Reply(status=204)
    return console.page(visit, "inbox/said.html", title="inbox-talk-title", again=True, **parts)


def find_articles(console: Console, visit: Visit) -> Reply:
    """Find articles to answer with."""
    words = visit.query.get("q", "").strip()[:LONGEST_WORDS]
    language = visit.query.get("language", visit.language)
    known = language in console.workspace.settings.languages
    found = console.find_articles(words, language) if words and known else []
    return console.page(
        visit,
        "inbox/articles.html",
        title="inbox-articles",
        articles=found[:MOST_ARTICLES],
        words=words,
    )


def give_file(console: Console, visit: Visit) -> Reply:
    """Download a file of the conversation."""
    case_of(console, visit)
    conversation_id, attachment_id = visit.path["conversation"], visit.path["attachment"]
    attachment = console.conversations.attachment(attachment_id)
    if attachment is None or attachment.conversation_id != conversation_id:
        raise NotThere
    file = console.uploads.place_of(conversation_id, attachment_id)
    if not file.is_file():
        raise NotThere
    # Kept, never shown: whatever is in it does not run as a page of ours.
    headers = {
        "Content-Disposition": f'attachment; filename="{attachment_id}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Reply(file.read_bytes(), media_type=attachment.type, headers=headers)


def show(console: Console, visit: Visit, form: Form = NO_FORM, status: int = 200) -> Reply:
    """The conversation's page."""
    parts = _talk(console, visit)
    case: Case = parts["case"]
    return console.page(
        visit,
        "inbox/talk.html",
        title="inbox-talk-title",
        form=form,
        status=status,
        again=False,
        person=_person(console, case),
        tickets=_tickets(console, visit, case),
        notes=console.handoffs.notes(visit.account, case.handoff.conversation_id),
        message_id=form.value("message_id") or secrets.token_urlsafe(12),
        note_id=form.value("note_id") or secrets.token_urlsafe(12),
        whither=_whither(console, visit, case),
        topic=console.desk.topic_name(case.handoff.topic, visit.language),
        **parts,
    )


def case_of(console: Console, visit: Visit) -> Case:
    """The conversation of the address, if it is theirs to see; raises NotThere."""
    try:
        return console.handoffs.case(visit.account, visit.path["conversation"])
    except UnknownHandoff:
        raise NotThere from None


def _talk(console: Console, visit: Visit) -> dict[str, Any]:
    case = case_of(console, visit)
    handoff = case.handoff
    told = repr((handoff, case.last_seq)).encode()
    return {
        "case": case,
        "said": console.handoffs.messages(visit.account, handoff.conversation_id),
        "seen": hashlib.sha256(told).hexdigest()[:16],
        "is_mine": handoff.agent is not None and handoff.agent.id == visit.account.id,
        "team_name": lambda slug: console.desk.team_name(slug, visit.language),
    }


def _person(console: Console, case: Case) -> Person | None:
    try:
        return console.people.behind(case.handoff.conversation_id)
    except UnknownPerson:
        return None


def _tickets(console: Console, visit: Visit, case: Case) -> Sequence[Ticket]:
    person = _person(console, case)
    return [each for each in (person.tickets if person else ()) if visit.account.sees(each.team)]


def _whither(console: Console, visit: Visit, case: Case) -> Sequence[tuple[str, str]]:
    teams = [
        (f"team:{team}", console.desk.team_name(team, visit.language))
        for team in console.desk.teams
    ]
    colleagues = [
        (f"account:{each.id}", each.name)
        for each, _ in console.accounts.colleagues()
        if case.handoff.agent is None or each.id != case.handoff.agent.id
    ]
    return [*teams, *colleagues]
