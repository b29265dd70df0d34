import shutil
from datetime import UTC, date, datetime

import pytest

from actions.company_file import CompanyFileError
from actions.tickets import Desk
from actions.tickets.desk import Topic
from tests.actions.conftest import AURORA
from tests.actions.tickets.mistakes import misspell


@pytest.fixture
def desk_file(tmp_path):
    (tmp_path / "actions").mkdir()
    return shutil.copy(AURORA / "actions" / "desk.yml", tmp_path / "actions" / "desk.yml")


def test_everything_a_contact_reads_is_there_in_both_languages(desk):
    texts = [team.name for team in desk.teams.values()]
    texts += [*desk.stages.values(), desk.outcomes, *desk.topic_outcomes.values()]
    assert all({"es", "en"} <= text.keys() for text in texts)


def test_every_topic_has_a_name_in_both_languages(desk):
    assert [
        topic for topic, each in desk.topics.items() if {"es", "en"} - set(each.name or {})
    ] == []


def test_a_topic_is_called_by_its_name_if_it_has_one(desk):
    assert desk.topic_name("returns", "en") == "Returns and exchanges"
    assert desk.topic_name("returns", "fr") == "Devoluciones y cambios"
    assert desk.topic_name("time_travel", "en") is None
    assert Topic(team="care").name is None


def test_today_is_the_companys_date(desk):
    assert desk.today(datetime(2026, 11, 22, 22, 30, tzinfo=UTC)) == date(2026, 11, 22)
    assert desk.today(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_an_unknown_language_reads_the_first_one(desk):
    assert desk.team_name("orders", "fr") == "Pedidos"
    assert desk.label("open", "en") == "Received"
    assert desk.stage_labels("es")[0] == "Recibida"
    assert desk.outcome_lines("returns", "en") == list(desk.outcomes["en"])


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("Europe/Madrid", "Europe/Madird", "field time_zone: 'Europe/Madird' is not a time zone"),
        ("country: ES", "country: XX", "field holidays.*ISO 3166"),
        ("Mo-Fr 09:00-19:00", "Mo-Fr 9-19", r"field teams.returns.hours.*Mo-Fr 09:00-18:00"),
        ("Mo-Fr 09:00-19:00", "off", r"field teams.returns.hours: .*never open"),
        ("first_answer: 4 h", "first_answer: soon", r"first_answer: 'soon' is not a time.*30 min"),
        ("solution: 5 days", "solution: 0 days", r"teams.technical.solution: '0 days' is not"),
        ("fallback: care", "fallback: cafe", r"field fallback: 'cafe' is no team.*orders, deliv"),
        (
            "en: Setting up}, team: tech",
            "en: Setting up}, team: teck",
            r"field topics.setup.team: 'tecknical'",
        ),
        ("urgent: 0.5, ", "", "field priorities: urgent missing"),
        ("  closed: {es", "  ended: {es", r"field stages.ended"),
        (
            "  guarantee:\n    es",
            "  garantee:\n    es",
            "field topic_outcomes.garantee: .*no topic",
        ),
        ("http://127.0.0.1:5335", "http://desk.lan", r"field helpdesks.0: .*in the clear"),
        ("http://127.0.0.1:5335", "ftp://127.0.0.1", r"field helpdesks.0: .*no web address"),
        ("format: 1", "format: 7", "field format: 7"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(desk_file, good, bad, complaint):
    misspell(desk_file, good, bad)
    with pytest.raises(CompanyFileError, match=complaint):
        Desk.load(desk_file)


def test_the_line_of_a_mistake_is_named(desk_file):
    text = desk_file.read_text(encoding="utf-8")
    misspell(desk_file, ", team: technical}", ", team: nobody}")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if ", team: technical}" in row)
    with pytest.raises(CompanyFileError, match=f"line {line}, field topics.guarantee.team"):
        Desk.load(desk_file)
