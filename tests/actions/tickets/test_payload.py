"""What docs/webhooks.md publishes is what is sent."""

import json
from typing import get_args

import jsonschema_rs
import pytest

from actions.tickets.events import EventType
from actions.tickets.payload import EVENT, schema
from tests.actions.tickets import published_events

NEW = "python -m tests.actions.tickets.published_events writes it anew"


@pytest.fixture(scope="module")
def life():
    return list(published_events.happened())


def test_every_event_of_a_life_has_the_published_form(life):
    validator = jsonschema_rs.validator_for(json.loads(published_events.SCHEMA.read_text("utf-8")))
    for event in life:
        validator.validate(event)
        EVENT.validate_python(event, strict=False)


def test_the_published_schema_is_that_of_the_code():
    published = published_events.SCHEMA.read_text(encoding="utf-8")
    assert published == published_events.written(schema()), NEW


def test_there_is_an_example_of_every_event_and_it_is_what_is_sent(life):
    published = json.loads(published_events.EXAMPLES.read_text(encoding="utf-8"))
    assert set(published) == set(get_args(EventType))
    assert published == published_events.examples(), NEW


@pytest.mark.parametrize("name", ["number", "contact", "sequence"])
def test_what_lacks_a_field_or_has_one_more_is_not_of_the_form(life, name):
    event = life[0]
    ticket = {key: value for key, value in event["data"]["ticket"].items() if key != name}
    for changed in (ticket, event["data"]["ticket"] | {"unknown": 1}):
        broken = event | {"data": event["data"] | {"ticket": changed}}
        assert not jsonschema_rs.validator_for(schema()).is_valid(broken)
