import pytest

from actions.progress import Progress
from actions.texts import Texts
from tests.actions.conftest import AURORA
from tests.actions.tickets.requests import ASKED_AT, request_for


@pytest.fixture(scope="session")
def texts():
    return Texts.load(AURORA / "domain.yml", company="Aurora", languages=["es", "en"])


@pytest.fixture
def progress(database, desk, texts):
    return Progress(database, desk, texts)


@pytest.fixture
def conversation(conversations):
    return conversations.create(locale="es", site="demo", now=ASKED_AT)


@pytest.fixture
def ticket(tickets, conversation):
    return tickets.open(request_for(conversation_id=conversation.id), now=ASKED_AT)
