"""A mailbox, a mail server, and the whole way of a mail between them."""

from dataclasses import replace

import pytest

from actions.settings import Site, VisitorKey
from tests.actions.bridges.email import dovecot
from tests.actions.mail.server import mail_server
from tests.bot.gateway.mail.line import Line, running
from tests.conftest import need

SITE_SECRET = "k" * 40  # with which the site signs who its visitors are


@pytest.fixture(scope="package")
def post_office():
    need(dovecot.is_installed(), dovecot.MISSING)
    with dovecot.post_office() as office:
        yield office


@pytest.fixture
def office(post_office):
    """With nothing in any folder."""
    for mail in post_office.maildir.rglob("*"):
        if mail.parent.name in ("new", "cur"):
            mail.unlink()
    return post_office


@pytest.fixture
def smtp():
    with mail_server() as box:
        yield box


@pytest.fixture
def line(unlimited, office, smtp, database, rasa):
    with running(unlimited, office, smtp) as (workspace, client):
        yield Line(office, smtp, workspace, database, rasa, client)


@pytest.fixture
def signing_line(unlimited, office, smtp, database, rasa):
    """The same, of a site that says who its visitors are."""
    keys = {"k1": VisitorKey(algorithm="HS256", secret="visitors")}
    sites = {"demo": Site(name="Demo", visitor_keys=keys)}
    settings = unlimited.settings.model_copy(update={"sites": sites})
    environment = {**unlimited.environment, "PRIMERA_SECRET_VISITORS": SITE_SECRET}
    signing = replace(unlimited, settings=settings, environment=environment)
    with running(signing, office, smtp) as (workspace, client):
        yield Line(office, smtp, workspace, database, rasa, client)
