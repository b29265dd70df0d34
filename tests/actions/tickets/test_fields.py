"""actions/fields.yml: what it may say, and how a mistake in it is told."""

import shutil

import pytest

from actions.company_file import CompanyFileError
from actions.tickets import Desk, Fields
from tests.actions.tickets.mistakes import misspell
from tests.running import REPOSITORY

AURORA = REPOSITORY / "actions" / "fields.yml"


@pytest.fixture
def fields_file(tmp_path):
    return shutil.copy(AURORA, tmp_path / "fields.yml")


def test_the_demo_company_s_fields_fit_its_desk_in_both_languages():
    topics = Desk.load(REPOSITORY / "actions" / "desk.yml").topics
    assert list(Fields.load(AURORA).mistakes(topics, ("es", "en"))) == []


def test_a_company_may_ask_nothing_of_its_own(tmp_path):
    fields = Fields.load(tmp_path / "fields.yml")
    assert (fields.of_topic("returns"), fields.of_every_ticket()) == ((), ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("AU-48213", "AU-48213"),
        ("au 48213, por favor", "AU-48213"),
        ("es el 48213", "AU-48213"),
        ("el 482134", None),  # six digits are something else
        ("no lo tengo", None),
    ],
)
def test_an_order_number_is_read_as_the_company_writes_it(text, number):
    assert Fields.load(AURORA).order_number.form.read(text) == number


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("kind: product", "kind: produce", r"line \d+, field fields.product.kind: "),
        ("example: AU-48213", "example: AU48213", r"field fields.order_number: .*make form and"),
        ("(?:AU)?[-", "((?:AU)?[-", r"field fields.order_number.form: .*no pattern"),
        ("repairs: [repair_number", "repairs: [repare", r"field topics.repairs: 'repare' is no"),
        ("every_ticket: [call", "every_ticket: [cal", r"field every_ticket: 'cal_time' is no"),
        ("{contact: phone}", "{contact: fax}", r"field fields.call_time.when.contact: 'fax' is n"),
        ("{contact: phone}", "{units: 3}", r"field fields.call_time.when.units: .*may be anything"),
        ("{contact: phone}", "{colour: red}", r"when.colour: 'colour' is no field"),
        ("  units:\n", "  name:\n", r"field fields.name: the form asks 'name' itself"),
        ("kind: order_number", "kind: text", r"fields.order_number.kind: .*and no other"),
        ("least: 1", "least: 200000", r"field fields.units: least 200000 is more than most"),
        (
            "days: past",
            "longest: 3",
            r"field fields.charge_date: longest is for text, not for date",
        ),
        ("format: 1", "format: 2", r"field format: 2"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(fields_file, good, bad, complaint):
    misspell(fields_file, good, bad)
    with pytest.raises(CompanyFileError, match=complaint):
        Fields.load(fields_file)


def test_what_is_lacking_in_a_language_and_an_unknown_topic_are_told():
    found = dict(Fields.load(AURORA).mistakes(["changes"], ("es", "pt")))
    assert "no text in pt" in found["fields", "units", "question"]
    assert "no text in pt" in found["fields", "visited_shop", "choices", "sevilla"]
    assert "no topic of actions/desk.yml" in found["topics", "repairs"]
