"""Each thing is broken in turn, and named with its way out."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.conversations import ConversationStore
from actions.database import engine
from actions.settings import Inbox, Mail
from actions.tickets import Desk, TicketStore
from bot.doctor import access, examine, helpdesks, processes, serving, store
from bot.doctor.mail import mail
from bot.supervisor import logs
from kb_index import generations
from tests.actions.mail.server import mail_server
from tests.actions.tickets.receiver import answers, receiver
from tests.actions.tickets.requests import request_for
from tests.running import free_port

NOW = datetime.now(UTC)
ALWAYS = {"Unanswered"}  # no worker tells here how far it is


def test_what_is_well_is_no_finding(pretended):
    pretended.starts("gateway")
    pretended.starts("actions")
    pretended.until_well("gateway")
    pretended.until_well("actions")
    # In a fresh checkout nothing was built.
    assert set(pretended.findings()) - {"Index served"} == ALWAYS


def test_nothing_runs_and_that_is_no_mistake(company):
    [finding] = [each for each in examine(company) if each.name == "Primera"]
    assert finding.well is None
    assert "`make run` starts it" in finding.sentence


def test_a_process_that_is_halted_is_named(pretended):
    process = pretended.starts("actions")
    pretended.until_well("actions")
    process.send_signal(signal.SIGSTOP)
    try:
        assert "does not answer" in pretended.findings()["actions"]
        assert f"kill {process.pid}" in pretended.findings()["actions"]
    finally:
        process.send_signal(signal.SIGCONT)


def test_a_halted_process_without_a_port_is_named(pretended):
    process = pretended.starts("worker")
    pretended.children["worker"]["health"] = ""
    pretended.write()
    process.send_signal(signal.SIGSTOP)
    try:
        assert "does not answer" in pretended.findings()["worker"]
    finally:
        process.send_signal(signal.SIGCONT)


def test_a_process_that_has_ended_is_named_with_its_last_words(pretended):
    pretended.starts("rasa")
    log = logs.log_file(pretended.workspace.home / "logs", "rasa")
    log.write_text(logs.line("the process ends", exception="MemoryError at x.py:1"))
    pretended.children["rasa"] |= {"pid": None, "state": "stopped"}
    pretended.write()
    assert "the process ends: MemoryError at x.py:1" in pretended.findings()["rasa"]


def test_a_process_that_listens_beyond_loopback_is_named_unless_it_is_the_gateway(pretended):
    pretended.starts("gateway", host="0.0.0.0")
    pretended.starts("actions", host="0.0.0.0")
    pretended.until_well("gateway")
    found = pretended.findings()
    assert "listens on 0.0.0.0" in found["actions"]
    assert "gateway" not in found


def test_few_files_left_are_named():
    assert list(processes.open_files("gateway", 100, 1024)) == []
    [finding] = processes.open_files("gateway", 1000, 1024)
    assert "1000 of 1024" in finding.sentence


def test_secrets_that_others_may_read_are_named(pretended):
    pretended.workspace.secret("gateway_token")
    assert "Secrets" not in pretended.findings()
    path = pretended.workspace.home / "secrets.json"
    path.chmod(0o644)
    assert pretended.findings()["Secrets"].endswith(f"chmod 600 {path}")


@pytest.mark.parametrize(
    ("gateway", "well"),
    [
        ({}, True),
        ({"public_url": "https://help.example.com"}, False),
        ({"public_url": "https://help.example.com", "proxies": ("10.0.0.5",)}, True),
        ({"public_url": "https://help.example.com", "proxies": 1}, True),
        ({"host": "0.0.0.0", "proxies": 1}, None),
    ],
)
def test_proxies_that_cannot_be_right_are_named(company, gateway, well):
    told = company.settings.gateway.model_copy(update=gateway)
    assert access.proxies(told).well is well


def test_a_database_that_another_program_holds_is_named(pretended, monkeypatch):
    monkeypatch.setattr(store, "WRITER_SECONDS", 0.1)
    with closing(sqlite3.connect(pretended.workspace.home / "primera.db")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "another program holds" in pretended.findings()["Database writer"]
    assert "Database writer" not in pretended.findings()


def test_older_tables_are_named_with_the_command(pretended):
    with closing(sqlite3.connect(pretended.workspace.home / "primera.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()
    assert pretended.findings()["Database"].endswith("primera migrate")


def test_a_database_that_is_away_is_one_finding(pretended):
    (pretended.workspace.home / "primera.db").write_bytes(b"not a database at all")
    assert "does not answer" in pretended.findings()["Database"]


def test_a_password_in_the_databases_address_is_not_shown(pretended):
    url = "postgresql+psycopg://ana:hunter2@127.0.0.1:1/primera"
    settings = pretended.workspace.settings.model_copy(update={"database_url": url})
    pretended.workspace = replace(pretended.workspace, settings=settings)
    assert "hunter2" not in str(pretended.findings())
    assert "Database" in pretended.findings()


def test_what_was_given_up_is_named(pretended):
    opened = engine(pretended.workspace.database_url)
    desk = Desk.load(pretended.workspace.desk_file)
    TicketStore(opened, desk).open(request_for(), now=datetime.now(UTC) - timedelta(hours=3))
    assert "the oldest for 3.0 h" in pretended.findings()["Outbox"]
    with opened.begin() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET state = 'dead'")
        connection.exec_driver_sql(
            "INSERT INTO disabled_helpdesks VALUES ('demo', '2026-01-01 09:00:00', 'answered 410')"
        )
    opened.dispose()
    found = pretended.findings()
    assert "Outbox" not in found
    assert "primera deliveries replay" in found["Dead letters"]
    assert "2026-01-01 09:00" in found["Help desk off"]


def test_a_clock_that_went_back_is_named(pretended):
    opened = engine(pretended.workspace.database_url)
    conversations = ConversationStore(opened)
    begun = conversations.create(locale="en", site="demo", now=NOW)
    conversations.receive(
        begun.id, client_message_id="one", text="Hello", now=NOW + timedelta(hours=1)
    )
    opened.dispose()
    assert "in the future" in pretended.findings()["Clock"]


@pytest.mark.parametrize(
    ("finding", "well"),
    [
        (store.free_disk(10**12, store.MIGRATIONS), True),
        (store.free_disk(10**8, store.MIGRATIONS), False),
        (store.write_ahead_log(4_000_000), True),
        (store.write_ahead_log(200_000_000), False),
        (store.collector(5.0), True),
        (store.collector(600.0), False),
        (store.collector(None), False),
    ],
)
def test_a_measure_beyond_its_bound_is_named(finding, well):
    assert finding.well is well


def test_a_model_that_is_gone_or_overtaken_is_named(tmp_path):
    served, newer = tmp_path / "one.tar.gz", tmp_path / "two.tar.gz"
    assert serving.model_served(served, None, NOW).sentence.endswith("primera train")
    served.touch()
    newer.touch()
    os.utime(served, (0, 0))
    assert serving.model_served(served, served, NOW).well
    assert "two.tar.gz is newer" in serving.model_served(served, newer, NOW).sentence


def test_an_index_that_is_damaged_or_older_than_an_article_is_named(built_company, tmp_path):
    built, article = tmp_path / "built", tmp_path / "returns.md"
    assert "primera index" in serving.index_served(built, None, NOW).sentence
    shutil.copytree(built_company / "kb_index" / "built", built)
    article.touch()
    [generation] = generations.listed(built)
    assert serving.index_served(built, None, NOW).well
    os.utime(built / generation, (0, 0))
    finding = serving.index_served(built, article, NOW)
    assert finding.well is None
    assert "returns.md is newer" in finding.sentence
    assert "days old" in finding.sentence
    (built / generation / "manifest.json").unlink()
    assert serving.index_served(built, article, NOW).well is False


def test_a_help_desk_is_asked_whether_it_is_there(company, monkeypatch):
    real = company.settings.model_copy(update={"demo": False})
    asked = replace(company, settings=real)
    with receiver(answers(405)) as helpdesk:
        monkeypatch.setattr(helpdesks.Desk, "load", lambda _: desk_at(company, helpdesk.url))
        [there] = helpdesks.helpdesks(asked, datetime.now(UTC), ask=True)
        [late] = helpdesks.helpdesks(asked, datetime.now(UTC) + timedelta(hours=1), ask=True)
    [gone] = helpdesks.helpdesks(asked, datetime.now(UTC), ask=True)
    assert there.well
    assert "clock" in late.sentence
    assert (gone.well, gone.sentence) == (False, "connection refused; tickets for it wait")


DESK_LOAD = Desk.load


def desk_at(company, url):
    desk = DESK_LOAD(company.desk_file)
    moved = tuple(each.model_copy(update={"url": url}) for each in desk.helpdesks)
    return desk.model_copy(update={"helpdesks": moved})


def mailing(company, port, **inbox):
    """The company, with mail servers."""
    told = Inbox(**{"host": "127.0.0.1", "port": port, "security": "none", "username": "a"} | inbox)
    mail = Mail(host="127.0.0.1", port=port, security="none", sender="a@b.example", inbox=told)
    return replace(company, settings=company.settings.model_copy(update={"mail": mail}))


def test_mail_servers_that_do_not_answer_are_named_with_the_setting(company):
    found = {each.name: each for each in mail(mailing(company, free_port()))}
    assert found["Mail"].well is False
    assert "`mail` in bot/settings.yml" in found["Mail"].sentence
    assert found["Mailbox"].well is False
    assert "does not answer" in found["Mailbox"].sentence


def test_a_server_that_takes_mail_is_well_and_without_a_mailbox_none_is_read(company):
    with mail_server() as box:
        told = Mail(host="127.0.0.1", port=box.port, security="none", sender="a@b.example")
        settings = company.settings.model_copy(update={"mail": told})
        found = list(mail(replace(company, settings=settings)))
    assert [(each.name, each.well) for each in found] == [("Mail", True), ("Mailbox", None)]
    assert [each.well for each in mail(company)] == [None]
