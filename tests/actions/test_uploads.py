"""What a crash, an erasure or a change of mind leaves of files is swept away; the rest stays."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from actions.conversations import (
    Attachment,
    Room,
    TooManyAttachments,
    UnknownAttachment,
)
from actions.conversations.conversation import new_id
from actions.database import engine, migrate
from actions.privacy import Erasures
from actions.uploads import UNFINISHED, Uploads
from tests.conftest import need
from tests.postgres import is_installed, server

ROOM = Room(10, 1_000)


@pytest.fixture(scope="module")
def postgresql():
    need(is_installed(), "PostgreSQL: apt-get install postgresql")
    with server() as url:
        migrate(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, database_url):
    """Either store; what a test leaves in the server does no harm to the next."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else database_url
    opened = engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def conversation(conversations, now):
    return conversations.create(locale="es", site="demo", now=now)


def lay(uploads, conversation_id, name, *, age=timedelta(), now):
    """A file, and its folder, that nobody has touched for so long."""
    file = uploads.place_for(conversation_id, name)
    file.write_bytes(b"x")
    for path in (file, file.parent):
        os.utime(path, times=((now - age).timestamp(),) * 2)
    return file


def send(conversations, uploads, conversation, name, *, with_message, now):
    """A file as it is received, and the message that takes it up."""
    attachment = Attachment(name, conversation.id, "a.txt", "text/plain", 1)
    file = lay(uploads, conversation.id, name, now=now)
    conversations.keep_attachment(attachment, ROOM, now=now)
    if with_message:
        conversations.receive(
            conversation.id, client_message_id=name, text="", attachment_ids=[name], now=now
        )
    return file


def test_a_file_that_no_message_takes_up_goes_after_a_day(
    database, conversations, uploads, conversation, now
):
    kept = send(conversations, uploads, conversation, new_id("att"), with_message=True, now=now)
    left = send(conversations, uploads, conversation, new_id("att"), with_message=False, now=now)
    erasures = Erasures(database, uploads)
    erasures.sweep(now=now + timedelta(hours=23))
    assert left.exists()
    erasures.sweep(now=now + timedelta(hours=25))
    assert (kept.exists(), left.exists()) == (True, False)
    assert conversations.attachment(left.name) is None
    assert conversations.attachment(kept.name).seq == 1


def test_at_once_no_more_files_come_than_there_is_room_for(conversations, conversation, now):
    def keep(_):
        file = Attachment(new_id("att"), conversation.id, "a.txt", "text/plain", 300)
        try:
            conversations.keep_attachment(file, ROOM, now=now)
        except TooManyAttachments:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(keep, range(8))) == 3  # of 300 bytes each, where 1,000 fit


def test_one_message_takes_a_file_up(conversations, uploads, conversation, now):
    file = send(conversations, uploads, conversation, new_id("att"), with_message=False, now=now)

    def take(number):
        try:
            conversations.receive(
                conversation.id,
                client_message_id=f"m{number}",
                text="",
                attachment_ids=[file.name],
                now=now,
            )
        except UnknownAttachment:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_what_a_crash_left_goes_and_what_is_under_way_stays(
    database, conversations, uploads, conversation, now
):
    old, young = timedelta(hours=2), timedelta(minutes=10)
    half = lay(uploads, conversation.id, f"att_1{UNFINISHED}", age=old, now=now)
    coming = lay(uploads, conversation.id, f"att_2{UNFINISHED}", age=young, now=now)
    nobodys = lay(uploads, "cnv_gone", "att_3", age=old, now=now)
    just_erased = lay(uploads, "cnv_just_gone", "att_4", age=young, now=now)
    Erasures(database, uploads).sweep(now=now)
    there = [file.exists() for file in (half, coming, nobodys, just_erased)]
    assert there == [False, True, False, True]


def test_erasing_twice_or_nothing_is_no_mistake(database, uploads, conversation, now):
    erasures = Erasures(database, uploads)
    erasures.sweep(now=now)  # no folder yet
    file = lay(uploads, conversation.id, "att_1", now=now)
    assert erasures.erase(conversation.id, now=now)
    assert not Path(file).parent.exists()
    uploads.remove([conversation.id])
