"""A ticket of Primera in plain text, for a person at the help desk; pure."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

TITLE_LENGTH = 200
LINE_ENDS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
REFERENCE = re.compile(r"^Primera: \S+ \(\S+\)$", re.MULTILINE)


def reference(ticket: Mapping[str, Any]) -> str:
    """The line by which the ticket is found again.

    A title may be changed by an agent, and a number returns when a database is made anew; the
    public id does neither.
    """
    return f"Primera: {ticket['number']} ({ticket['public_id']})"


def is_ours(text: str) -> bool:
    """Whether the text is the description that we wrote: some help desks keep it as a reply."""
    return REFERENCE.search(text) is not None


def plain(markup: str) -> str:
    """HTML as text: its lines, and none of its tags."""
    return html.unescape(TAG.sub("", LINE_ENDS.sub("\n", markup)))


def title(ticket: Mapping[str, Any]) -> str:
    """Number and subject, in one line."""
    text = " ".join(f"[{ticket['number']}] {ticket['subject']}".split())
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


def description(ticket: Mapping[str, Any]) -> str:
    """Everything, ending with the reference."""
    return "\n".join(_description(ticket))


def note_for(event: Mapping[str, Any]) -> str:
    """What the team is told of an event in Primera; empty if there is nothing to tell."""
    data = event["data"]
    change = data.get("change") or {}
    lines = [line for line in (_said(data.get("message"), change), _happened(event)) if line]
    return "\n\n".join(lines)


def _said(message: Mapping[str, Any] | None, change: Mapping[str, Any]) -> str:
    if not message:
        return ""
    who = "The customer" if message["sender"] == "contact" else change.get("author") or "The bot"
    files = "".join(f"\n{_file(file)}" for file in message.get("attachments") or ())
    told = f"\n\nFiles (the links expire){files}" if files else ""
    return f"{who} wrote in the chat:\n\n{message['text']}{told}"


def _happened(event: Mapping[str, Any]) -> str:
    change = event["data"].get("change") or {}
    match change.get("act"), change.get("actor"):
        case "agree", _:
            return "The customer agrees that it is solved."
        case "disagree", _:
            return "The customer says that it is not solved."
        case "close", "clock":
            return "Closed: the customer said nothing more."
        case "warn", _:
            return f"A promise is about to end: {_promise(change)}."
        case "escalate", _:
            return f"A promise was not kept: {_promise(change)}. {_next(event)}"
        case "task", _:
            return _task(event, "is asked to do a part of it")
        case "finish", _:
            return _task(event, "has done its part")
        case "take" | "release" | "transfer" | "resolve" | "close" | "reopen" as act, "agent":
            return f"{change.get('author') or 'Somebody'} did this in Primera: {act}."
    return ""


def _task(event: Mapping[str, Any], what: str) -> str:
    number = (event["data"].get("change") or {}).get("task")
    for task in event["data"]["ticket"].get("tasks") or ():
        if task["number"] == number:
            return f"The team {task['team']} {what}: {task['what']}"
    return ""


def _promise(change: Mapping[str, Any]) -> str:
    lead = (change.get("lead") or {}).get("name")
    promise = str(change.get("promise") or "the ticket").replace("_", " ")
    due = f", due {change['due']}" if change.get("due") else ""
    return f"{promise}{due}" + (f"; {lead} looks after it" if lead else "")


def _next(event: Mapping[str, Any]) -> str:
    sla = event["data"]["ticket"].get("sla") or {}
    return f"Promised now (UTC): {', '.join(f'{k} {v}' for k, v in sla.items() if v)}."


def _description(ticket: Mapping[str, Any]) -> Iterator[str]:
    yield ticket["summary"]
    yield from _section("Details", ticket["details"])
    yield from _section("Contact", {k: v for k, v in ticket["contact"].items() if k != "verified"})
    yield from _section("Promised (UTC)", ticket["sla"])
    yield from _section("Page", ticket.get("page") or {})
    if ticket.get("tried"):
        yield from ("", "Articles shown", *(f"- {article}" for article in ticket["tried"]))
    if files := ticket.get("attachments"):
        yield from ("", "Files (the links expire)", *(_file(file) for file in files))
    yield from ("", "Transcript")
    if url := ticket.get("transcript_url"):
        yield f"(all of it: {url})"
    if omitted := ticket.get("transcript_omitted"):
        yield f"({omitted} older messages are left out)"
    for line in ticket["transcript"]:
        yield f"{line['sender']}: {line['text']}"
    yield from ("", reference(ticket))


def _file(file: Mapping[str, Any]) -> str:
    return f"- {file['name']} ({file['type']}, {file['size']} bytes): {file['url']}"


def _section(title: str, fields: Mapping[str, Any]) -> Iterator[str]:
    filled = [f"- {name}: {value}" for name, value in fields.items() if value]
    if filled:
        yield from ("", title, *filled)
