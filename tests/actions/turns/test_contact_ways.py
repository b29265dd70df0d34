"""How else a person can be reached, with what is open now."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.company_file import CompanyFileError
from actions.texts import Texts
from actions.tickets import Desk
from actions.turns.contact_ways import ways_told
from actions.workspace import REPOSITORY, Workspace
from tests.small_company import Bot


def told(desk: Desk, now: datetime, language: str) -> list[str]:
    return ways_told(desk, Texts.of(Workspace.load()), language, now=now).splitlines()


@pytest.mark.parametrize(
    ("now", "phone", "shops"),
    [
        # a Tuesday at 10:30 in Madrid
        (datetime(2026, 3, 24, 9, 30, tzinfo=UTC), "Open now, until 9:00", "Open now, until 9:00"),
        # at closing time it is closed
        (
            datetime(2026, 3, 24, 20, 0, tzinfo=UTC),
            "Closed now; opens on Wednesday, March 25, 2026 at 9:00",
            "Closed now; opens on Wednesday, March 25, 2026 at 10:00",
        ),
        # a Sunday in the night in which the clocks change
        (
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            "Closed now; opens on Monday, March 30, 2026 at 9:00",
            "Closed now; opens on Monday, March 30, 2026 at 10:00",
        ),
        # New Year's Eve after hours: the next day is a holiday
        (
            datetime(2026, 12, 31, 21, 0, tzinfo=UTC),
            "Closed now; opens on Saturday, January 2, 2027 at 10:00",
            "Closed now; opens on Saturday, January 2, 2027 at 10:00",
        ),
    ],
)
def test_each_way_says_what_is_open_and_when_the_rest_opens(desk, now, phone, shops):
    by_phone, by_mail, in_shops = told(desk, now, "en")
    assert by_phone.startswith(f"– Phone: 900 000 123. {phone}")
    assert by_mail == "– E-mail: ayuda@aurora.example"
    assert f". {shops}" in in_shops


def test_in_spanish_too(desk):
    first, *_ = told(desk, datetime(2026, 3, 24, 9, 30, tzinfo=UTC), "es")
    assert first == "– Teléfono: 900 000 123. Abierto ahora, hasta las 21:00."


def test_whoever_wants_a_person_is_told_beside_the_form(small_bot: Bot):
    """A8, B1, C1: with what is open now."""
    talk = small_bot.talk()
    started, ways, asked = talk.says("a person, please", act="person")
    assert "900 000 123" in ways["text"]
    assert "What happened" in asked["text"]
    assert "somebody from the team" in started["text"]


def test_whoever_has_no_address_is_told_where_else_to_turn(small_bot: Bot):
    talk = small_bot.talk()
    talk.says("my parcel never came and nobody answers", act="complain")
    for _ in range(3):
        said = talk.says("you know it", act="smalltalk", act_confidence=0.3)
    assert "900 000 123" in said[0]["text"]
    assert "Without an e-mail address" in said[1]["text"]


def test_hours_that_are_none_are_refused_with_their_place(tmp_path: Path):
    text = (REPOSITORY / "actions" / "desk.yml").read_text("utf-8")
    written = text.replace("hours: Mo-Sa 10:00-21:00", "hours: from ten to nine")
    file = tmp_path / "desk.yml"
    file.write_text(written, "utf-8")
    with pytest.raises(CompanyFileError, match=r"contact_ways\.shops\.hours.*opening hours"):
        Desk.load(file)
