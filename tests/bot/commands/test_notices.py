"""`primera notices`: what is said before answers, from the command line."""

from datetime import UTC, datetime

import pytest
from rich.console import Console

from actions.answers import ControlsStore
from actions.database import engine, migrate
from actions.workspace import Workspace
from bot.commands.notices import NoticeError, add, end, show

TEXTS = ["es=Hay [retrasos](/help/es).", "en=There are delays, as = may be."]


@pytest.fixture
def aurora(tmp_path):
    workspace = Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)})
    migrate(workspace.database_url)
    return workspace


def notices(workspace):
    return ControlsStore(engine(workspace.database_url)).current().notices


def say(workspace, texts=TEXTS, until="2999-12-24", topics=("delivery",), notice="storm"):
    console = Console(record=True, width=200)
    add(workspace, notice, texts, until, topics, console)
    return console.export_text()


def test_a_notice_is_said_through_its_last_day_where_the_desk_is(aurora):
    assert "delivery through 2999-12-24" in say(aurora)
    (notice,) = notices(aurora)
    assert notice.texts == {
        "es": "Hay [retrasos](/help/es).",
        "en": "There are delays, as = may be.",
    }
    assert notice.until == datetime(2999, 12, 24, 23, tzinfo=UTC)  # midnight in Madrid


def test_notices_are_listed_and_end(aurora):
    say(aurora)
    console = Console(record=True, width=200)
    show(aurora, console)
    end(aurora, "storm", console)
    assert "Hay [retrasos](/help/es)." in console.export_text()
    assert notices(aurora) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"texts": TEXTS[:1]}, "Nothing is said in en"),
        ({"texts": ["fr=Retards"]}, "write --text es="),
        ({"texts": ["es=", "en=x"]}, "write --text es="),
        ({"until": "tomorrow"}, "write a day such as"),
        ({"until": "2020-01-01"}, "is over"),
        ({"until": "9999-12-31"}, "write a day such as"),
        ({"notice": "a" * 81}, "80 at most"),
        ({"topics": ["weather"]}, "no such topic, only orders"),
        ({"notice": "Storm!"}, "small letters"),
    ],
)
def test_what_cannot_be_said_is_told_with_the_way_out(aurora, changed, told):
    with pytest.raises(NoticeError, match=told):
        say(aurora, **changed)
    assert notices(aurora) == ()
