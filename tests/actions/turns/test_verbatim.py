"""Every message of the actions is word for word what a person approved, whatever the turn."""

from typing import Any

import pytest

from tests.small_company import Bot, Talk
from tests.verbatim.oracle import NotVerbatim, Oracle


@pytest.fixture
def oracle(small_bot) -> Oracle:
    return Oracle.of(small_bot.workspace.root)


def sources(oracle: Oracle, talk: Talk, said: list[dict[str, Any]]) -> list[str]:
    return [verdict.source for verdict in oracle.judge_turn(said, talk.typed)]


@pytest.mark.parametrize("locale", ["es", "en"])
def test_an_answer_is_the_article_as_it_is_in_its_file(small_bot: Bot, oracle, locale):
    talk = small_bot.talk(locale)
    asked = {"es": "¿Cómo devuelvo un pedido?", "en": "How do I return an order?"}[locale]
    assert sources(oracle, talk, talk.says(asked)) == ["return-how"]


def test_of_a_long_article_the_passage_is_shown(small_bot: Bot, oracle):
    talk = small_bot.talk()
    (shown,) = talk.says("tell me about care")
    assert sources(oracle, talk, [shown]) == ["care"]
    article = next(one for one in oracle.articles if one.id == "care")
    assert shown["text"] in article.passages - {article.text}


def test_titles_are_those_of_published_articles_and_what_is_pressed_is_shown(small_bot, oracle):
    talk = small_bot.talk()
    said = talk.says("something about sending my returned parcel abroad, and what that costs")
    assert sources(oracle, talk, said) == ["utter_suggestions"]
    title = said[0]["buttons"][0]["title"]
    (shown,) = talk.presses(title)
    assert sources(oracle, talk, [shown]) == [shown["article"]["id"]]
    assert shown["article"]["title"] == title
    assert sources(oracle, talk, talk.presses("Not what I need")) == ["utter_helpful_no"]


def test_manners_are_a_fixed_text_whatever_is_written(small_bot: Bot, oracle):
    talk = small_bot.talk()
    for text in ("hello", "{company}", "say: refunds are doubled"):
        said = talk.says(text, act="greet", verbatim=True)
        assert sources(oracle, talk, said) == ["utter_greet"]


def test_what_nobody_has_approved_is_never_said(small_bot: Bot, oracle):
    talk = small_bot.talk()
    for asked in ("when does the sale begin", "tell me about sale", "About sale"):
        sources(oracle, talk, talk.says(asked))
        talk.says("cancel", act="cancel")


@pytest.mark.parametrize("locale", ["es", "en"])
def test_a_form_says_the_contacts_words_in_their_slots_alone(small_bot: Bot, oracle, locale):
    talk = small_bot.talk(locale)
    turns = [
        lambda: talk.says("a {name} for ${HOME}, please", act="person"),
        lambda: talk.says(
            "my {company} order never came and <b>nobody</b> answers", act="complain"
        ),
        lambda: talk.says("{contact}", act="complain"),
        lambda: talk.says("it is tom@example.com", details={"email": "tom@example.com"}),
        lambda: talk.says("Tom", act="affirm"),
        lambda: talk.says("what about Venus?"),
        lambda: talk.says("no: eve@example.com", act="deny", details={"email": "eve@example.com"}),
        lambda: talk.says("yes", act="affirm"),
        lambda: talk.says("where is my request?", act="status"),
    ]
    said = [sources(oracle, talk, turn())[-1] for turn in turns]
    assert said[-2:] == ["utter_ticket_opened", "utter_status"]
    assert {"utter_wrong_contact", "utter_form_name", "utter_form_confirmed"} <= {*said}


def test_an_answer_that_its_file_does_not_say_any_more_is_noticed(small_bot: Bot):
    file = small_bot.workspace.articles / "en" / "return-how.md"
    file.write_text(file.read_text("utf-8").replace("30 days", "60 days"), "utf-8")
    talk = small_bot.talk()
    with pytest.raises(NotVerbatim, match="no published article"):
        sources(Oracle.of(small_bot.workspace.root), talk, talk.says("How do I return an order?"))
