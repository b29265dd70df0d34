from datetime import UTC, date, datetime

import pytest

from actions.answers import Controls, Withdrawal, may_show
from actions.tickets import Desk
from kb_index import read_library
from tests.actions.conftest import AURORA
from tests.kb_index.conftest import write_file

LATE = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # the first of December in Madrid


@pytest.mark.parametrize(
    ("dates", "withdrawn", "shown"),
    [
        ({}, (), True),
        ({}, ("en",), False),
        ({}, ("es",), True),
        ({"valid_from": date(2026, 12, 1)}, (), True),
        ({"valid_until": date(2026, 11, 30)}, (), False),
    ],
)
def test_an_article_is_shown_within_the_desks_dates_unless_withdrawn(
    tmp_path, dates, withdrawn, shown
):
    write_file(tmp_path, "bread", "Bread.", **{name: str(day) for name, day in dates.items()})
    (article,) = read_library(tmp_path, languages=["en"]).articles
    away = tuple(Withdrawal("bread", language, "", LATE) for language in withdrawn)
    allowed = may_show(
        Desk.load(AURORA / "actions" / "desk.yml"), lambda: Controls(away), lambda: LATE
    )
    assert allowed(article) is shown
