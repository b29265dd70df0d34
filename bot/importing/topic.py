"""Which of the desk's topics an article is on."""

from collections.abc import Mapping

from bot.importing.found import Failure, FoundArticle
from kb_index.words import plain_words

# What people call a topic, as plain words → its name in the desk file.
Topics = Mapping[str, str]


def topic_of(article: FoundArticle, topics: Topics, *, chosen: str | None) -> str | Failure:
    """The topic that the source or a folder names, else the chosen one."""
    folders = reversed(article.key.split("#")[0].split("/")[1:-1])
    named = (article.topic, *folders)
    found = next((topics[called(name)] for name in named if name and called(name) in topics), None)
    if found or chosen:
        return found or str(chosen)
    said = "It names no topic"
    if article.topic:
        said = f"{article.topic!r} is no topic of actions/desk.yml"
    known = ", ".join(sorted(set(topics.values())))
    return Failure(article.where, f"{said}. Say --topic, one of {known}.", article.key)


def called(name: str) -> str:
    """A topic's name as it is compared."""
    return " ".join(plain_words(name.replace("_", " ")))
