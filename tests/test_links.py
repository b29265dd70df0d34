"""No answer leads nowhere: the links, addresses and numbers in every text that the bot sends."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.sentences import read_sentences
from actions.texts import Texts
from actions.tickets import Desk
from bot.gateway.routes import ROUTES
from bot.gateway.texts import CATALOGUE
from kb_index import Article, read_library

REPOSITORY = Path(__file__).resolve().parent.parent
DOMAIN = REPOSITORY / "domain.yml"
LANGUAGES = ("es", "en")
LIBRARY = read_library(REPOSITORY / "kb_index" / "articles", languages=LANGUAGES)
RESPONSES = Texts.load(DOMAIN, company="Nube", languages=LANGUAGES).responses

PATHS = {route.path for route in ROUTES}
# The help centre's own page of each language, where it is served.
HELP_CENTRE = {
    language: {f"/help/{language}"} if "/help/{language}" in PATHS else set()
    for language in LANGUAGES
}
# Where the demo company can be reached.
REACHED_AT = {"ayuda@aurora.example", "privacidad@aurora.example", "900 000 123"}
# Shown as examples of how to write one; nobody is told to use them.
EXAMPLES = {"ana@ejemplo.es", "ana@example.com", "+34 600 123 123"}

MARKDOWN_LINK = re.compile(r"\]\(([^)]*)\)")
LINK = re.compile(r"https?://[^\s)]+|(?<![\w/:])/[a-z][\w/#-]*")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\d[\d ]{7,}\d")


def texts_of_the_bot(language: str) -> Iterator[tuple[str, str]]:
    """(where it is written, the text) of everything but articles that a contact may read."""
    for name, response in RESPONSES.items():
        titles = [title for title, _ in response[language].buttons]
        yield name, "\n".join([response[language].template, *titles])
    for name, sentence in read_sentences(CATALOGUE).items():
        yield name, sentence[language]
    desk = Desk.load(REPOSITORY / "actions" / "desk.yml")
    for lines in (desk.outcomes, *desk.topic_outcomes.values()):
        yield "desk.yml", "\n".join(lines[language])


def dead_ends(text: str, language: str) -> set[str]:
    """What in a text leads neither to a help page of the language nor to the company."""
    links = {*MARKDOWN_LINK.findall(text), *LINK.findall(text)}
    pages = {article.url for article in LIBRARY.published(language)} | HELP_CENTRE[language]
    mails = {f"mailto:{address}" for address in REACHED_AT}
    reached = {*ADDRESS.findall(text), *PHONE.findall(text)}
    return (links - pages - mails) | (reached - REACHED_AT - EXAMPLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_bot_leads_nowhere(language):
    dead = {where: dead_ends(text, language) for where, text in texts_of_the_bot(language)}
    assert {where: ends for where, ends in dead.items() if ends} == {}


@pytest.mark.parametrize("article", LIBRARY.articles, ids=lambda article: article.url)
def test_no_article_leads_nowhere(article: Article):
    assert dead_ends(article.text, article.language) == set()
    assert f"/help/{article.language}/{article.id}" not in article.text, "it leads to itself"


@pytest.mark.parametrize("article", LIBRARY.articles, ids=lambda article: article.url)
def test_every_link_of_an_article_is_still_there_when_it_is_shown(article: Article):
    assert re.findall(r'href="([^"]*)"', article.html) == MARKDOWN_LINK.findall(article.text)


def test_twins_lead_to_the_same_articles():
    led_to = {
        language: {
            article.id: [link.rsplit("/", 1)[-1] for link in MARKDOWN_LINK.findall(article.text)]
            for article in LIBRARY.published(language)
        }
        for language in LANGUAGES
    }
    assert led_to["es"] == led_to["en"]


def test_the_page_that_an_answer_names_is_served():
    path = "/help/{language}/{article}"
    assert path in PATHS
    for article in LIBRARY.articles:
        assert article.url == path.format(language=article.language, article=article.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_means_something_that_is_understood(language):
    intents = YAML(typ="safe").load(DOMAIN.read_text(encoding="utf-8"))["intents"]
    understood = {name for intent in intents for name in intent}
    articles = {article.id for article in LIBRARY.published(language)}
    for response in RESPONSES.values():
        for _, payload in response[language].buttons:
            name, details = re.fullmatch(r"/(\w+)(\{.*\})?", payload).groups()
            assert name in understood, payload
            assert json.loads(details or "{}").get("article") in {None, *articles}, payload


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Mira [cómo](/help/es/return-how) o llama al 900 000 123.", set()),
        ("Escribe a [ayuda](mailto:ayuda@aurora.example).", set()),
        ("Mira [cómo](/help/en/return-how).", {"/help/en/return-how"}),
        ("Mira /help/es/return-hwo.", {"/help/es/return-hwo"}),
        ("Mira [tu cuenta](mi-cuenta) y/o [esto]().", {"mi-cuenta", ""}),
        ("Está en https://www.example.com/a", {"https://www.example.com/a"}),
        ("Llama al 900 000 124 o al +34 911 222 333.", {"900 000 124", "+34 911 222 333"}),
        ("Escribe a hola@aurora.example.", {"hola@aurora.example"}),
    ],
)
def test_a_dead_end_is_noticed(text, dead):
    assert dead_ends(text, "es") == dead
