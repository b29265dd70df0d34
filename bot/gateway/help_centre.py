"""The help centre: the published articles that may be shown now, by topic and by words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from actions.tickets import Desk
from kb_index import PublishedArticles
from kb_index.article import Article
from kb_index.words import plain_words

# The same page in each language that has it: language → path.
Twins = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TopicArticles:
    """A topic and its articles; those of topics without a name are together, the last ones."""

    topic: str | None
    name: str | None
    articles: tuple[Article, ...]


class HelpCentre:
    """What customers may read now; outside its dates, or withdrawn, an article is nowhere."""

    def __init__(
        self,
        published: PublishedArticles,
        *,
        desk: Desk,
        languages: Sequence[str],
        may_show: Callable[[Article], bool],
    ) -> None:
        self._published = published
        self._desk = desk
        self._languages = languages
        self._may_show = may_show

    def article(self, article_id: str, language: str) -> Article | None:
        """The article, if it is there today."""
        article = self._published.article(article_id, language)
        return article if article and self._may_show(article) else None

    def found(self, text: str, language: str) -> list[Article]:
        """The articles with a text's words, best first."""
        return self._valid(self._published.search(text, language))

    def topics(self, language: str) -> list[TopicArticles]:
        """All articles: topics in the desk's order, each one's articles by title."""
        articles = self._valid(self._published.articles(language))
        return list(by_topic(articles, desk=self._desk, language=language))

    def topic_name(self, article: Article) -> str | None:
        """What the article's topic is called in its language."""
        return self._desk.topic_name(article.topic, article.language)

    def index_twins(self) -> Twins:
        """The page of all articles, in each language."""
        return {language: f"/help/{language}" for language in self._languages}

    def twins(self, article_id: str) -> Twins:
        """The article's pages, in each language that has it today."""
        found = (self.article(article_id, language) for language in self._languages)
        return {article.language: article.url for article in found if article}

    def pages(self) -> list[Twins]:
        """Every page that a search engine may list."""
        ids = {
            article.id
            for language in self._languages
            for article in self._valid(self._published.articles(language))
        }
        return [self.index_twins(), *(self.twins(article_id) for article_id in sorted(ids))]

    def _valid(self, articles: Sequence[Article]) -> list[Article]:
        return [article for article in articles if self._may_show(article)]


def by_topic(articles: Sequence[Article], *, desk: Desk, language: str) -> Iterator[TopicArticles]:
    """The articles of each named topic that has any, then all the others."""
    left = sorted(articles, key=lambda article: plain_words(article.title))
    for topic in desk.topics:
        name = desk.topic_name(topic, language)
        here = tuple(article for article in left if article.topic == topic)
        if name and here:
            yield TopicArticles(topic, name, here)
            left = [article for article in left if article.topic != topic]
    if left:
        yield TopicArticles(None, None, tuple(left))
