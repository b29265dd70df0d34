"""What the services show of the articles."""

from datetime import UTC, datetime
from types import SimpleNamespace

from actions.answers import Controls, Pause
from actions.turns.services import Services
from tests.actions.turns.found import answer

ARTICLE = answer("return-how").article
PAUSED = Controls(pause=Pause("audit", datetime(2026, 11, 29, tzinfo=UTC)))


def services(controls: Controls) -> Services:
    knowledge = SimpleNamespace(
        article=lambda article_id, language: ARTICLE if article_id == ARTICLE.id else None
    )
    return Services(None, knowledge, lambda: controls, None, None, None, None)


def test_an_article_that_a_contact_chose_is_shown_if_it_may_be():
    assert services(Controls()).article_to_show("return-how", "es") is ARTICLE
    assert services(Controls()).article_to_show("gone", "es") is None


def test_while_answers_are_paused_a_title_pressed_earlier_shows_nothing():
    assert services(PAUSED).article_to_show("return-how", "es") is None
