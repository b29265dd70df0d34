"""Oracle: whether each message of the bot is word for word what a person has approved.

It reads a company's files by itself and shares no code with what it judges. Whatever is neither a
published text nor a fixed text with its slots filled is refused with a sentence that says which.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.verbatim.company import (
    Response,
    facts_in,
    fields_in,
    protocols_in,
    read_yaml,
    responses_in,
)
from tests.verbatim.markup import renders
from tests.verbatim.published import PublishedArticle, published
from tests.verbatim.slots import NUMBER, Facts, Typed, grammar, is_the_contacts

GATEWAY_TEXTS = Path(__file__).parents[2] / "bot" / "gateway" / "texts.yml"
GATEWAY_LINES = ("honest-line", "gave-up")
HIDDEN = ("hidden-card", "hidden-password", "hidden-card-and-password")
TO_A_PERSON = "talk-to-a-person"

SUGGESTING = ("utter_suggestions", "utter_suggestions_also", "utter_calm_answer")
ON_TICKETS = (
    *("utter_ticket_opened", "utter_ticket_opened_nameless", "utter_status"),
    *("utter_offer_addition", "utter_ticket_added", "utter_ticket_reopened"),
)
# Only its buttons are shown.
RATING = "utter_rate_answer"
MOST_TITLES = 5
# Buttons of the company's fields that stand in no file: yes, no and a time in the team's hours.
YES_NO = ("Sí", "Yes", "No")
CALL_TIME = re.compile(r"[\w, ]+, (?:de )?\d\d:\d\d (?:a|to) \d\d:\d\d")

FIELDS = frozenset(
    ("seq", "message_id", "in_reply_to", "sender", "kind", "text", "html", "buttons", "article")
) | {"ticket", "field", "created_at"}

Said = dict[str, Any]


class NotVerbatim(AssertionError):
    """A message says something that nobody has approved."""


@dataclass(frozen=True)
class Verdict:
    """Where the words of a message come from: an article's id or a fixed text's name."""

    source: str
    languages: frozenset[str]


@dataclass(frozen=True)
class Oracle:
    """What may be said, by a company's files and by what its leads have switched."""

    articles: Sequence[PublishedArticle]
    responses: Sequence[Response]
    facts: dict[str, Facts]
    gateway: dict[str, dict[str, str]]
    protocols: Sequence[dict[str, str]] = ()  # language → approved text of each
    notices: Sequence[dict[str, str]] = ()  # language → text of each
    withdrawn: Collection[str] = field(default_factory=frozenset)  # ids

    @classmethod
    def of(
        cls,
        workspace: Path,
        *,
        notices: Sequence[dict[str, str]] = (),
        withdrawn: Collection[str] = (),
    ) -> "Oracle":
        """What the files of a workspace allow."""
        settings = read_yaml(workspace / "bot" / "settings.yml")
        languages = tuple(settings["languages"])
        return cls(
            articles=published(workspace / "kb_index" / "articles", languages),
            responses=list(
                responses_in(read_yaml(workspace / "domain.yml")["responses"], languages)
            ),
            facts=facts_in(
                settings,
                read_yaml(workspace / "actions" / "desk.yml"),
                fields_in(workspace),
                languages,
            ),
            gateway=read_yaml(GATEWAY_TEXTS)["texts"],
            protocols=protocols_in(workspace),
            notices=notices,
            withdrawn=withdrawn,
        )

    def judge_turn(self, replies: Sequence[Said], typed: Sequence[str]) -> list[Verdict]:
        """Where the words of each reply to a message come from; all speak one language.

        `typed`: all that the contact has typed so far. Raises NotVerbatim.
        """
        verdicts = [self.judge(reply, typed) for reply in replies]
        spoken = frozenset(self.facts).intersection(*(each.languages for each in verdicts))
        if not spoken:
            raise NotVerbatim(f"two languages in one turn: {[each.source for each in verdicts]}")
        return verdicts

    def judge(self, said: Said, typed: Sequence[str]) -> Verdict:
        """Where the words of a message of the bot come from; raises NotVerbatim."""
        if unknown := said.keys() - FIELDS:
            raise NotVerbatim(f"fields that nobody knows: {sorted(unknown)}")
        if said["sender"] != ("system" if said["text"] in self._hidden() else "bot"):
            raise NotVerbatim(f"the bot speaks as {said['sender']!r}")
        match said["kind"]:
            case "answer":
                return self._article(said)
            case "suggestions":
                return self._suggestions(said)
            case "notice":
                return self._notice(said)
            case "text" | "question" | "ticket":
                return self._response(said, Typed(typed))
        raise NotVerbatim(f"a kind that the bot never says: {said['kind']!r}")

    def _article(self, said: Said) -> Verdict:
        link = said.get("article") or {}
        for article in self.articles:
            if article.link == link and said["text"] in article.passages:
                break
        else:
            raise NotVerbatim(f"no published article says, as {link}: {said['text']!r}")
        if not self._may_show(article):
            raise NotVerbatim(f"{article.id} may not be shown now")
        if not renders(said.get("html") or "", said["text"]):
            raise NotVerbatim(f"the HTML of {article.id} is not its text: {said['html']!r}")
        self._buttons(said, self._named(RATING, article.language).buttons)
        _nothing_of(said, "ticket")
        return Verdict(article.id, frozenset([article.language]))

    def _suggestions(self, said: Said) -> Verdict:
        _nothing_of(said, "html", "article", "ticket")
        for response in self.responses:
            if response.name in SUGGESTING and response.template == said["text"]:
                titles = _titles(said)
                known = {a.title for a in self.articles if a.language == response.language}
                known &= {article.title for article in self.articles if self._may_show(article)}
                offered = [title for title in titles if title not in response.buttons]
                if not 1 <= len(offered) <= MOST_TITLES or len(set(offered)) < len(offered):
                    raise NotVerbatim(f"suggests {offered}")
                if not set(offered) <= known:
                    raise NotVerbatim(f"titles of no published article: {set(offered) - known}")
                if titles[len(offered) :] not in ((), response.buttons):
                    raise NotVerbatim(f"buttons of no suggestion: {titles}")
                return Verdict(response.name, frozenset([response.language]))
        raise NotVerbatim(f"no fixed text for suggestions: {said['text']!r}")

    def _hidden(self) -> set[str]:
        """What the gateway itself says of a card or password that it has hidden."""
        return {text for name in HIDDEN for text in self.gateway[name].values()}

    def _notice(self, said: Said) -> Verdict:
        _nothing_of(said, "html", "article", "ticket")
        for notice in self.notices:
            if languages := {name for name, text in notice.items() if text == said["text"]}:
                self._buttons(said, ())
                return Verdict("notice", frozenset(languages))
        for name in (*GATEWAY_LINES, *HIDDEN):
            for language, text in self.gateway[name].items():
                if text == said["text"]:
                    person = self.gateway[TO_A_PERSON][language]
                    self._buttons(said, () if name in HIDDEN else (person,))
                    return Verdict(name, frozenset([language]))
        raise NotVerbatim(f"neither a notice nor a line of the gateway: {said['text']!r}")

    def _response(self, said: Said, typed: Typed) -> Verdict:
        _nothing_of(said, "html", "article")
        ticket = said.get("ticket")
        for protocol in self.protocols if ticket is None else ():
            if languages := {name for name, text in protocol.items() if text == said["text"]}:
                self._buttons(said, ())
                return Verdict("protocol", frozenset(languages))
        for response in self.responses:
            if response.name in (RATING, *SUGGESTING):
                continue
            if (response.name in ON_TICKETS) != (said["kind"] == "ticket"):
                continue
            if self._fills(response, said["text"], typed, ticket):
                self._card(ticket, response)
                own, skips = _without_fields(said, self.facts[response.language])
                approved = response.buttons
                self._buttons(own, approved[bool(skips) :] if skips else approved)
                return Verdict(response.name, frozenset([response.language]))
        raise NotVerbatim(f"no fixed text, its slots filled: {said['text']!r}")

    def _fills(self, response: Response, text: str, typed: Typed, ticket: Said | None) -> bool:
        facts = self.facts[response.language]
        pattern, slots = "", []
        for literal, slot in response.parts:
            pattern += re.escape(literal)
            if slot:
                slots.append(slot)
                pattern += f"({grammar(slot, facts, typed, ticket, response.language)})"
        filled = re.fullmatch(pattern, text, re.DOTALL)
        return filled is not None and all(
            is_the_contacts(slot, value, typed)
            for slot, value in zip(slots, filled.groups(), strict=True)
        )

    def _card(self, ticket: Said | None, response: Response) -> None:
        if (ticket is None) != (response.name not in ON_TICKETS):
            raise NotVerbatim(f"{response.name} with the ticket {ticket}")
        if ticket is None:
            return
        facts = self.facts[response.language]
        right = (
            re.fullmatch(NUMBER, ticket["number"])
            and facts.stages.get(ticket["status"]) == ticket["label"]
            and ticket["team"] in facts.teams
            and ticket["stages"] == facts.path_of(ticket["status"])
            and tuple(ticket["outcomes"]) in facts.outcomes
        )
        if not right:
            raise NotVerbatim(f"a ticket that the desk file does not know: {ticket}")

    def _buttons(self, said: Said, approved: tuple[str, ...]) -> None:
        if _titles(said) != approved:
            raise NotVerbatim(f"buttons {_titles(said)} instead of {approved}")

    def _named(self, name: str, language: str) -> Response:
        return next(r for r in self.responses if (r.name, r.language) == (name, language))

    def _may_show(self, article: PublishedArticle) -> bool:
        today = datetime.now(ZoneInfo(self.facts[article.language].time_zone)).date()
        return article.id not in self.withdrawn and article.valid_on(today)


def _without_fields(said: Said, facts: Facts) -> tuple[Said, bool]:
    """Without the buttons that the company's fields bring: their titles, choices, times to call;
    second, whether one of its own words stands in place of the first fixed one, to go on without.
    """
    own = {*facts.titles, *facts.choices, *YES_NO}
    left = [
        button
        for button in said.get("buttons") or ()
        if button["title"] not in own and not CALL_TIME.fullmatch(button["title"])
    ]
    kept = [button for button in left if button["title"] not in facts.skips]
    return {**said, "buttons": kept}, len(kept) < len(left)


def _titles(said: Said) -> tuple[str, ...]:
    return tuple(button["title"] for button in said.get("buttons") or ())


def _nothing_of(said: Said, *fields: str) -> None:
    for name in fields:
        if said.get(name) is not None:
            raise NotVerbatim(f"a {said['kind']} with {name}: {said[name]!r}")
