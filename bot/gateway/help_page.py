"""The help centre's pages as HTML, which work without any script."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from textwrap import shorten

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.gateway.bodies import LONGEST_SEARCH
from bot.gateway.help_centre import TopicArticles, Twins
from bot.gateway.texts import Texts
from kb_index.article import Article

HERE = Path(__file__).parent
STYLE = HERE / "help_page.css"
# What search engines show of a description.
DESCRIPTION_CHARACTERS = 155
NO_TWINS: Twins = {}

# Every text is escaped; only an article's own HTML, safe as kb_index makes it, is not.
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "help_pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class HelpPages:
    """Makes the pages of one company; `base` is its public address, if that is known."""

    def __init__(self, *, company: str, index_twins: Twins, base: str, texts: Texts) -> None:
        self._company = company
        self._index_twins = index_twins
        self._base = base
        self._texts = texts

    def index(self, language: str, topics: Sequence[TopicArticles]) -> str:
        """All articles by topic."""
        description = self._texts.say("help-description", language, company=self._company)
        return self._page(
            "index.html",
            language,
            title=None,
            description=description,
            address=self._index_twins[language],
            twins=self._index_twins,
            topics=topics,
        )

    def found(self, language: str, words: str, articles: Sequence[Article]) -> str:
        """The articles that a search found; no search engine lists this page."""
        title = self._texts.say("help-found-title", language, words=words)
        return self._page(
            "found.html",
            language,
            title=title,
            words=words,
            articles=[(article, described(article)) for article in articles],
        )

    def article(self, article: Article, *, topic_name: str | None, twins: Twins) -> str:
        """An article, its text word for word."""
        return self._page(
            "article.html",
            article.language,
            title=article.title,
            description=described(article),
            address=article.url,
            twins=twins,
            article=article,
            content=Markup(article.html),
            topic_name=topic_name,
        )

    def missing(self, language: str) -> str:
        """There is no such page; the help centre and the chat are the ways on."""
        title = self._texts.say("page-not-found", language)
        return self._page("missing.html", language, title=title)

    def _page(
        self,
        template: str,
        language: str,
        *,
        title: str | None,
        description: str | None = None,
        address: str | None = None,
        twins: Twins = NO_TWINS,
        **parts: object,
    ) -> str:
        """A page in its frame; one without an address of its own is not for search engines."""
        return TEMPLATES.get_template(template).render(
            language=language,
            say=partial(self._say, language),
            company=self._company,
            base=self._base,
            title=title,
            description=description,
            address=address,
            twins=twins,
            languages=self._choices(twins),
            index=self._index_twins[language],
            longest_search=LONGEST_SEARCH,
            **parts,
        )

    def _say(self, language: str, name: str, /, **facts: object) -> str:
        return self._texts.say(name, language, **facts)

    def _choices(self, twins: Twins) -> Mapping[str, tuple[str, str]]:
        """Language → its own name, and this page in it or else its index."""
        return {
            language: (own_name(language), twins.get(language, index))
            for language, index in self._index_twins.items()
        }


def described(article: Article) -> str:
    """The article's first words, as long as search engines show them."""
    return shorten(article.lead, DESCRIPTION_CHARACTERS, placeholder=" …")


def own_name(language: str) -> str:
    """What a language calls itself, e.g. Español."""
    try:
        name = Locale.parse(language).get_display_name()
    except UnknownLocaleError:
        name = None
    return name[:1].upper() + name[1:] if name else language
