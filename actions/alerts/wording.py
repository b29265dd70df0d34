"""What a lead and a help desk are told of an alert; no contact is named."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from actions.alerts.alert import Alert
from actions.mail import Letter
from actions.sentences import Sentences, read_sentences
from actions.tickets import Desk
from actions.tickets.events import utc

# A lead reads these where the company's first language is none of them.
LANGUAGES = ("en", "es")


@cache  # they are ours, and do not change while we run
def sentences() -> Sentences:
    """Those of texts.yml."""
    return Sentences(read_sentences(Path(__file__).parent / "texts.yml"), LANGUAGES)


def language_of(languages: Sequence[str]) -> str:
    """In which of the company's languages its leads are written to."""
    return next((each for each in languages if each in LANGUAGES), LANGUAGES[0])


def sentence(alert: Alert, desk: Desk, language: str) -> str:
    """What is amiss, with the way out."""
    return sentences().say(f"alert-{alert.trouble.kind}", language, **_facts(alert, desk, language))


def letter_of(alert: Alert, desk: Desk, *, language: str, url: str | None) -> Letter | None:
    """The mail to its lead; None if nobody knows where they read mail. `url`: of the workbench."""
    if alert.lead.email is None:
        return None
    facts = _facts(alert, desk, language)
    subject = sentences().say(f"alert-subject-{alert.trouble.kind}", language, **facts)
    text = sentence(alert, desk, language)
    if url is not None:
        where = sentences().say("alert-where", language, url=f"{url}/console/alerts")
        text = f"{text}\n\n{where}"
    return Letter(alert.id, alert.lead.email, subject, text, language=language)


def body_of(alert: Alert, desk: Desk) -> str:
    """`alert.raised`, as a help desk receives it."""
    trouble = alert.trouble
    told = {
        "id": alert.id,
        "kind": trouble.kind,
        "team": trouble.team or None,
        "ticket": alert.number,
        "helpdesk": trouble.helpdesk or None,
        "now": trouble.now,
        "usual": trouble.usual,
        "sentence": sentence(alert, desk, "en"),
        "lead": {"name": alert.lead.name, "email": alert.lead.email},
    }
    content = {"type": "alert.raised", "timestamp": utc(alert.raised_at), "data": {"alert": told}}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _facts(alert: Alert, desk: Desk, language: str) -> dict[str, object]:
    trouble = alert.trouble
    return {
        "number": alert.number,
        "helpdesk": trouble.helpdesk,
        "reason": trouble.reason,
        "team": desk.team_name(trouble.team, language) if trouble.team else "",
        "now": trouble.now,
        "usual": f"{trouble.usual:g}",
    }
