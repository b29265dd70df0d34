import csv
import io
import re
from datetime import timedelta

import pytest

from actions.figures import FIGURES
from actions.tickets import Desk, TicketStore
from tests.actions.figures.conftest import Days
from tests.bot.console.person import words_of


@pytest.fixture
def days(database, store, workspace):
    return Days(database, store, TicketStore(database, Desk.load(workspace.desk_file)))


def test_each_figure_opens_the_cases_behind_it(arrives, days, clock):
    """A7, B5: a lead reads what was asked in vain, and in which conversation."""
    lead = arrives("Ana", role="lead")
    at = clock() - timedelta(hours=1)
    days.asks(at, "answer", text="how do I return it?")
    talk = days.asks(at, "no_answer", text="do you sell ladders?")
    days.opens(at, talk)
    page = lead.opens("/console/today")
    assert "Questions 2" in words_of(page)
    for figure in FIGURES:
        link = re.search(rf'href="(/console/today/{figure}\?days=7)"', page.text)[1]
        assert lead.opens(link).status_code == 200
    listed = words_of(lead.opens("/console/today/unanswered?days=7"))
    assert "do you sell ladders?" in listed
    assert "how do I return it?" not in listed
    read = words_of(lead.opens(f"/console/conversations/{talk}"))
    assert "do you sell ladders?" in read
    assert "no_answer" in read


def test_what_the_charts_show_stands_in_tables_and_in_files(arrives, days, clock):
    """B1: when contacts write stands beside when teams are at work."""
    lead = arrives("Ana", role="lead")
    for _ in range(3):
        days.asks(clock() - timedelta(hours=1), "answer")
    text = lead.opens("/console/today?days=1").text
    assert text.count('data-count="') == 7 * 24
    assert sum(map(int, re.findall(r'data-count="(\d+)"', text))) == 3
    file = lead.opens("/console/days.csv?days=1")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert sum(int(row["answered"]) for row in rows) == 3
    hours = list(csv.DictReader(io.StringIO(lead.opens("/console/hours.csv?days=1").text)))
    assert sum(int(row["conversations"]) for row in hours) == 3
    assert any(int(row["teams_at_work"]) for row in hours)


def test_a_contacts_words_are_no_formula_in_a_spreadsheet(arrives, days, clock):
    lead = arrives("Ana", role="lead")
    days.asks(clock() - timedelta(hours=1), "answer", text="=HYPERLINK(1)")
    file = lead.opens("/console/today/answered/csv?days=1")
    (row,) = csv.DictReader(io.StringIO(file.text))
    assert row["words"] == "'=HYPERLINK(1)"


def test_a_topic_that_spikes_is_named(arrives, days, clock):
    """D8: what is suddenly asked about is seen the same day."""
    lead = arrives("Ana", role="lead")
    for _ in range(12):
        days.asks(clock() - timedelta(hours=1), "no_answer", topic="returns")
    assert "Topics that spike" in words_of(lead.opens("/console/today?days=1"))


def test_only_leads_see_every_teams_figures(arrives):
    agent = arrives("Pol", "care", role="agent")
    assert agent.opens("/console/today").status_code == 403
    assert agent.opens("/console").headers["location"] == "/console/inbox"
    assert arrives("Ana", role="lead").opens("/console").headers["location"] == "/console/today"


def test_a_figure_that_there_is_not_is_not_there(arrives):
    lead = arrives("Ana", role="lead")
    assert lead.opens("/console/today/nonsense").status_code == 404
    assert lead.opens("/console/conversations/nobodys").status_code == 404
