"""All articles of a company, read from their folder, with all that is wrong in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb_index.article import Article, Problem, read_article
from kb_index.passage import CountTokens, estimated_tokens


@dataclass(frozen=True, slots=True)
class Library:
    """The articles that could be read, and the problems of those that could not."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]

    def published(self, language: str) -> tuple[Article, ...]:
        """What may be answered in a language, by id."""
        return tuple(
            article
            for article in self.articles
            if article.language == language and article.status == "published"
        )

    def without_twin(self, languages: Sequence[str]) -> list[tuple[str, str]]:
        """(id, language) of each published article that a language lacks."""
        ids = {language: {a.id for a in self.published(language)} for language in languages}
        everywhere = set().union(*ids.values()) if ids else set()
        return [
            (article_id, language)
            for article_id in sorted(everywhere)
            for language in languages
            if article_id not in ids[language]
        ]


def read_library(
    articles: Path, *, languages: Sequence[str], count_tokens: CountTokens = estimated_tokens
) -> Library:
    """Read `articles/<language>/<id>.md` of the languages; a broken file never stops the rest."""
    read: list[Article] = []
    problems: list[Problem] = []
    for language in languages:
        for file in sorted((articles / language).glob("*.md")):
            match read_article(file, count_tokens=count_tokens):
                case Article() as article:
                    read.append(article)
                case found:
                    problems += found
    return Library(tuple(read), tuple(problems))


def article_phrasings(articles: Path) -> Iterator[tuple[str, str, str]]:
    """(language, topic, text) of every phrasing and title of the published articles."""
    languages = sorted(folder.name for folder in articles.iterdir() if folder.is_dir())
    library = read_library(articles, languages=languages)
    for article in library.articles:
        if article.status == "published":
            for text in (article.title, *article.phrasings):
                yield article.language, article.topic, text
