import pytest

from tests.actions.figures.conftest import Days


@pytest.fixture
def days(database, conversations, tickets) -> Days:
    return Days(database, conversations, tickets)
