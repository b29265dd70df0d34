"""The private page of a ticket as HTML, which works without any script."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from actions.tickets.ratings import COMMENT_CHARACTERS
from bot.gateway.bodies import LONGEST_TEXT, TicketPage
from bot.gateway.texts import Texts

# Every text is escaped: none of them is markup.
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "ticket_pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# A line may end behind a hyphen, and "T-/1001" is no number.
NUMBER = re.compile(r"\bT-\d+")


def unbroken(text: str) -> Markup:
    """The text with its tickets' numbers marked, which the style keeps in one line."""
    return Markup(NUMBER.sub(r'<span class="number">\g<0></span>', str(escape(text))))


TEMPLATES.filters["unbroken"] = unbroken


class TicketPages:
    """Makes the pages of one company; `moment` puts a time into words."""

    def __init__(
        self, *, company: str, texts: Texts, moment: Callable[[datetime, str], str]
    ) -> None:
        self._company = company
        self._texts = texts
        self._moment = moment

    def status(self, page: TicketPage, *, status: str, survey: str) -> str:
        """How the ticket stands, what has happened, and a place to reply."""
        number = page.ticket.number
        stages = page.ticket.stages
        return self._page(
            "status.html",
            page.language,
            title=self._texts.say("ticket-title", page.language, number=number),
            page=page,
            action=status,
            survey=survey,
            reached=stages.index(page.ticket.label) if page.ticket.label in stages else 0,
            reply_id=secrets.token_urlsafe(12),
            longest_text=LONGEST_TEXT,
        )

    def survey(self, page: TicketPage, *, status: str, survey: str) -> str:
        """One question, once."""
        return self._page(
            "survey.html",
            page.language,
            title=self._texts.say("ticket-rate", page.language),
            page=page,
            action=survey,
            status=status,
            longest_comment=COMMENT_CHARACTERS,
        )

    def missing(self, language: str) -> str:
        """The address leads nowhere; whether it ever did, nobody learns."""
        title = self._texts.say("ticket-gone", language)
        return self._page("missing.html", language, title=title)

    def _page(self, template: str, language: str, *, title: str, **parts: object) -> str:
        return TEMPLATES.get_template(template).render(
            language=language,
            company=self._company,
            title=title,
            say=partial(self._say, language),
            moment=lambda at: self._moment(at, language),
            **parts,
        )

    def _say(self, language: str, name: str, /, **facts: object) -> str:
        return self._texts.say(name, language, **facts)
