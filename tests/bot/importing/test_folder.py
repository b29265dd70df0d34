"""Folders and files to import from."""

import os

import pytest

from bot.importing.document import Document
from bot.importing.errors import NoSource
from bot.importing.folder import Folder
from bot.importing.found import Failure

MOST = 1_000


def by_name(folder: Folder) -> dict[str, Document | Failure]:
    return {
        (each.key if isinstance(each, Document) else str(each.key)): each
        for each in folder.documents()
    }


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "es").mkdir(parents=True)
    (folder / "es" / "devolver.md").write_text("# Devolver\n\nAsí.")
    return folder


def test_files_are_known_by_their_path_in_the_folder(source):
    (source / "es" / "pagar").mkdir()
    (source / "es" / "pagar" / "index.html").write_text("<p>x")
    (source / ".git").mkdir()
    (source / ".git" / "x.md").write_text("x")
    (source / "logo.PNG").write_bytes(b"x")
    folder = Folder(source, MOST)
    found = by_name(folder)
    assert list(found) == ["/es/devolver.md", "/es/pagar/index.html"]
    assert found["/es/devolver.md"].kind == "markdown"
    assert found["/es/devolver.md"].address == "https://source.invalid/es/devolver.md"
    assert found["/es/pagar/index.html"].name == "pagar"
    assert folder.left_alone == {".png": 1}


def test_a_file_alone_may_be_the_source(source):
    (found,) = Folder(source / "es" / "devolver.md", MOST).documents()
    assert (found.key, found.name) == ("", "devolver")


def test_what_is_no_good_file_is_told_and_the_rest_goes_on(source, tmp_path):
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "outside").mkdir()
    (source / "a-link.md").symlink_to(tmp_path / "secret.md")
    (source / "b-folder").symlink_to(tmp_path / "outside")
    (source / "c-broken.md").symlink_to(tmp_path / "nowhere.md")
    (source / "d-loop.md").symlink_to(source / "d-loop.md")
    (source / "e-empty.md").write_text(" \n")
    (source / "f-large.md").write_text("x" * (MOST + 1))
    (source / "g-old.doc").write_bytes(b"x")
    os.mkfifo(source / "h-pipe.md")
    (source / "i-inside.md").symlink_to(source / "es" / "devolver.md")
    found = by_name(Folder(source, MOST))
    told = {key: each.message for key, each in found.items() if isinstance(each, Failure)}
    for name in ("/a-link.md", "/b-folder", "/c-broken.md", "/d-loop.md"):
        assert told.pop(name).startswith("This is a link that leads out of the folder.")
    assert told == {
        "/e-empty.md": "The file is empty. Export it again, or take it out.",
        "/f-large.md": "It has over 0.001 MB. Split it, or allow more with --max-mb.",
        "/g-old.doc": "Files ending in .doc are not read. Save it as .docx.",
        "/h-pipe.md": "This is no ordinary file. Take it out.",
    }
    assert isinstance(found["/i-inside.md"], Document)


def test_what_is_not_there_or_of_no_kind_is_refused(tmp_path):
    (tmp_path / "x.png").write_bytes(b"x")
    with pytest.raises(NoSource, match=r"nowhere is not there"):
        Folder(tmp_path / "nowhere", MOST)
    with pytest.raises(NoSource, match=r"x\.png is of no kind that can be read"):
        Folder(tmp_path / "x.png", MOST)
