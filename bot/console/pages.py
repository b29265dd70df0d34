"""Pages as HTML: every text is escaped, none of it runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from actions.accounts import PresenceStatus
from actions.sentences import Sentences
from bot.console.csrf import csrf_of
from bot.console.form import NO_FORM, Form
from bot.console.said import Said
from bot.console.visit import Visit

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A section as the menu shows it."""

    section: str
    path: str


class Pages:
    """Makes the pages of one company."""

    def __init__(
        self, *, company: str, sentences: Sentences, languages: Sequence[str], time_zone: str
    ) -> None:
        self._company = company
        self._sentences = sentences
        self._languages = {language: own_name(language) for language in languages}
        self._zone = ZoneInfo(time_zone)

    def page(
        self,
        visit: Visit,
        template: str,
        *,
        title: str,
        menu: Sequence[MenuEntry] = (),
        presence: PresenceStatus | None = None,
        form: Form = NO_FORM,
        **parts: Any,
    ) -> str:
        """A page, or a part of one where its template has no frame."""
        language = visit.language
        return TEMPLATES.get_template(template).render(
            language=language,
            languages=self._languages,
            company=self._company,
            title=title,
            menu=menu,
            presence=presence,
            form=form,
            visit=visit,
            csrf=csrf_of(visit.key),
            say=partial(self.say, language),
            tell=partial(self.tell, language),
            moment=partial(self.moment, language),
            number=partial(format_decimal, locale=language),
            **parts,
        )

    def say(self, language: str, name: str, /, **facts: object) -> str:
        """A sentence of the catalogue."""
        return self._sentences.say(name, language, **facts)

    def say_or(self, language: str, name: str, otherwise: str) -> str:
        """A sentence that may not be there, or something else."""
        return self.say(language, name) if name in self._sentences else otherwise

    def tell(self, language: str, said: Said) -> str:
        """The same, of one that is kept; a reason that has no sentence has a general one."""
        name = said.name if said.name in self._sentences else "form-wrong"
        return self._sentences.say(name, language, **said.facts)

    def moment(self, language: str, at: datetime) -> str:
        """A time in words, to the minute, where the company is."""
        local = at.astimezone(self._zone)
        day = format_date(local, "medium", locale=language)
        minute = format_time(local, "short", locale=language)
        together = str(get_datetime_format("medium", locale=language)).replace("'", "")
        return together.replace("{1}", day).replace("{0}", minute)


def own_name(language: str) -> str:
    """What a language calls itself, e.g. Español."""
    try:
        name = Locale.parse(language).get_display_name()
    except UnknownLocaleError:
        name = None
    return name[:1].upper() + name[1:] if name else language
