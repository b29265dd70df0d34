"""Topics at the workbench: what they lack, what clashes, and a new one."""

import re

from actions.tickets import Desk
from tests.bot.console.articles.conftest import lead, workspace  # noqa: F401
from tests.bot.console.person import words_of


def test_every_topic_is_listed_with_what_teaches_it(lead, workspace):  # noqa: F811
    page = lead.opens("/console/topics")
    words = words_of(page)
    assert "Returns and exchanges" in words
    desk = Desk.load(workspace.desk_file)
    assert set(desk.topics) <= set(re.findall(r'href="/console/topics/([a-z_]+)"', page.text))
    survey = words_of(lead.opens("/console/topics-survey?compared=1"))
    assert "Topics that are taken for each other" in survey
    topic = words_of(lead.opens("/console/topics/returns"))
    assert "phrasings of articles" in topic and "return-how" in topic
    assert lead.opens("/console/topics/nothing").status_code == 404


def test_a_new_topic_is_written_and_a_wrong_one_is_told_at_its_field(lead, workspace):  # noqa: F811
    lead.opens("/console/topics-new")
    words = {
        "name.es": "Radios",
        "name.en": "Radios",
        "examples.es": "¿vendéis radios?\n¿qué radios hay?",
    }
    wrong = lead.sends(
        "/console/topics-new",
        key="radios",
        team="care",
        first_answer="soon",
        solution="1 day",
        **words,
    )
    assert wrong.status_code == 422
    assert re.search(r'id="first_answer-wrong">[^<]*soon', wrong.text)
    sent = lead.sends("/console/topics-new", key="radios", team="care", priority="low", **words)
    page = words_of(lead.follows(sent))
    assert "The topic is added." in page
    assert "few examples (en)" in page
    lead.follows(lead.sends("/console/topics/radios/examples", **{"examples.en": "any radios?"}))
    assert "- any radios?" in (workspace.nlu_data / "nlu/en/radios.yml").read_text("utf-8")
    assert Desk.load(workspace.desk_file).topics["radios"].priority == "low"
    text = (workspace.nlu_data / "nlu/es/radios.yml").read_text("utf-8")
    assert text.endswith("    examples: |\n      - ¿vendéis radios?\n      - ¿qué radios hay?\n")
