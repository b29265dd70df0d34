"""Files: told by their content, kept under names of ours, read by those who may, gone in time."""

import io
import os
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import docx
import openpyxl
import psutil
import pytest

from actions.database import engine
from actions.links import SignedLinks
from actions.privacy import Retention
from actions.settings import Attachments
from actions.uploads import Uploads
from bot.gateway.file_names import as_download, clean_name
from tests.actions.privacy.planted import files_with, rows_with
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.refusals import words_of

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"\0" * 64
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100") + b"\0" * 64
PDF = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n"
FORM = "multipart/form-data; boundary=x"
CANARY = "canario-de-archivo"


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def with_macros(document):
    content = io.BytesIO(document)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return content.getvalue()


DOCX = saved(docx.Document())
XLSX = saved(openpyxl.Workbook())
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", content="x")
OFFICE = "application/vnd.openxmlformats-officedocument"


def upload(chat, content=PNG, name="foto.png", kind="application/octet-stream", **headers):
    return chat.http.post(
        f"{chat.path}/attachments",
        files={"file": (name, content, kind)},
        headers=chat.headers | headers,
    )


def part(disposition, content):
    head = f"--x\r\ncontent-disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def posted(chat, body, content_type=FORM):
    headers = chat.headers | {"content-type": content_type}
    return chat.http.post(f"{chat.path}/attachments", content=body, headers=headers, timeout=60)


def uploaded(chat, content=PNG, name="foto.png", kind="image/png"):
    response = upload(chat, content, name, kind)
    assert response.status_code == 201, response.text
    return response.json()


def sent(chat, attachment_id=None, text="mira", number=1):
    ids = [attachment_id] if attachment_id else []
    body = {"client_message_id": f"f{number}", "attachments": ids}
    return chat.post(body | ({"text": text} if text else {}), wait=5)


def download(chat, attachment_id, headers=None):
    headers = chat.headers if headers is None else headers
    return chat.http.get(f"/v1/attachments/{attachment_id}", headers=headers)


def allowing(workspace, **options):
    changed = workspace.settings.model_copy(update={"attachments": Attachments(**options)})
    return replace(workspace, settings=changed)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "called"),
    [
        (PNG, "foto.png", "image/png", "foto.png"),
        (JPEG, "foto.JPG", "image/jpeg", "foto.JPG"),
        (b"GIF89a" + b"\0" * 32, "a.gif", "image/gif", "a.gif"),
        (PDF, "factura 12.pdf", "application/pdf", "factura 12.pdf"),
        (DOCX, "carta.docx", f"{OFFICE}.wordprocessingml.document", "carta.docx"),
        (XLSX, "lista.xlsx", f"{OFFICE}.spreadsheetml.sheet", "lista.xlsx"),
        (ODT, "carta.odt", "application/vnd.oasis.opendocument.text", "carta.odt"),
        ("pedido ñ 1\n".encode(), "notas.txt", "text/plain", "notas.txt"),
        ("pedido ñ 1\n".encode("latin-1"), "notas.csv", "text/plain", "notas.csv"),
        (b"BM is short for bitmap", "bm.txt", "text/plain", "bm.txt"),
        (PNG, "foto.exe", "image/png", "foto.exe.png"),  # the content decides
        (PNG, "page.html", "image/png", "page.html.png"),
        (PNG, "", "image/png", "file.png"),
    ],
)
def test_a_file_is_what_is_in_it(shared_chat, content, name, media_type, called):
    if not name:
        name = "/"
    taken = uploaded(shared_chat, content, name, kind="text/html")
    assert (taken["type"], taken["name"]) == (media_type, called)
    assert taken["size"] == len(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"MZ" + b"\0" * 200,
        b"\x7fELF" + b"\0" * 200,
        zipped(a="b"),
        with_macros(DOCX),
        b"PK\x03\x04" + b"\0" * 100,
        b"text with a \0 in it",
        b"",
        b"  \n ",
    ],
)
def test_what_could_do_something_by_itself_is_refused(shared_chat, content):
    refused = upload(shared_chat, content, "photo.png", kind="image/png")
    assert refused.status_code == 415
    assert refused.json()["type"] == "/problems/attachment-type-refused"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\ana\\foto.png", "foto.png"),
        ("a\u202egnp.exe", "agnp.exe.png"),
        ("a\u2066b\u200bc.png", "abc.png"),
        ('x".png', "x_22.png"),  # as browsers send it
        ("a%00b.png", "a_00b.png"),
        ("ñandú.png", "ñandú.png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
        ("...", "file.png"),
        ("4111 1111 1111 1111.png", "••••.png"),
    ],
)
def test_a_name_is_made_harmless(shared_chat, given, kept):
    assert uploaded(shared_chat, PNG, given)["name"] == kept


def test_a_line_break_in_a_name_starts_no_header(shared_chat):
    body = part('name="file"; filename="a\rset-cookie: b.png"', PNG) + b"--x--\r\n"
    assert posted(shared_chat, body).status_code == 422
    for name in ("a\r\nset-cookie: b.png", "a\nb.png", "a\0b.png", 'a"; x="b.png'):
        kept = clean_name(name, "image/png")
        assert not set(kept) & set('\r\n\0"')
        assert as_download(name).count('"') == 2
        assert "\n" not in as_download(name)


def test_its_sender_gets_it_back_as_a_download_that_runs_nothing(shared_chat):
    taken = uploaded(shared_chat, PDF, "ñ factura.pdf")
    fetched = download(shared_chat, taken["attachment_id"])
    assert (fetched.status_code, fetched.content) == (200, PDF)
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"] == (
        "attachment; filename=\"_ factura.pdf\"; filename*=UTF-8''%C3%B1%20factura.pdf"
    )
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in fetched.headers["content-security-policy"]
    assert fetched.headers["cache-control"] == "no-store"


def test_nobody_else_gets_it(shared_http, shared_chat):
    taken = uploaded(shared_chat)
    other = open_chat(shared_http, locale="en")
    theirs, nothing = (download(other, each) for each in (taken["attachment_id"], "att_nothing"))
    assert (theirs.status_code, words_of(theirs)) == (nothing.status_code, words_of(nothing))
    assert theirs.status_code == 404
    assert download(shared_chat, taken["attachment_id"], headers={}).status_code == 401
    assert sent(other, taken["attachment_id"]).status_code == 422


def test_it_comes_with_a_message_and_stays_there(shared_chat):
    taken = uploaded(shared_chat)
    assert sent(shared_chat, taken["attachment_id"]).status_code == 200
    [first, *_] = shared_chat.messages()
    assert (first["text"], first["attachments"]) == ("mira", [taken])
    again = sent(shared_chat, taken["attachment_id"])
    assert again.json()["message_id"] == first["message_id"]  # the same message
    other = sent(shared_chat, taken["attachment_id"], number=2)
    assert other.json()["type"] == "/problems/attachment-not-there"
    assert sent(shared_chat).json()["type"] == "/problems/invalid-request"  # an empty list


def test_the_same_message_with_other_files_is_another_message(shared_chat):
    first, second = uploaded(shared_chat), uploaded(shared_chat)
    assert sent(shared_chat, first["attachment_id"]).status_code == 200
    other = sent(shared_chat, second["attachment_id"])
    assert other.json()["type"] == "/problems/other-message-with-same-id"


def test_files_without_a_word_are_receipted_and_not_understood(rasa, chat):
    taken = uploaded(chat)
    answered = sent(chat, taken["attachment_id"], text=None)
    assert answered.status_code == 200
    [reply] = answered.json()["replies"]
    assert (reply["sender"], reply["kind"]) == ("bot", "notice")
    assert "kept" in reply["text"]
    assert rasa.messages == []


def test_one_too_large_is_refused_while_it_comes(serve, workspace):
    http = serve(workspace=allowing(workspace, megabytes=0.5))
    chat = open_chat(http, locale="es")
    refused = upload(chat, PNG + b"\0" * 600_000)
    assert (refused.status_code, "0.5 MB" in refused.json()["detail"]) == (413, True)
    assert uploaded(chat, PNG + b"\0" * 400_000)
    assert left_over(workspace) == 1


def left_over(workspace):
    return sum(path.is_file() for path in workspace.uploads.rglob("*"))


@pytest.mark.parametrize(
    ("limits", "fit"), [({"files": 2}, 2), ({"megabytes_in_all": 0.3}, 3), ({"files": 0}, 0)]
)
def test_a_conversation_has_room_for_so_much(serve, workspace, limits, fit):
    chat = open_chat(serve(workspace=allowing(workspace, **limits)), locale="es")
    for _ in range(fit):
        uploaded(chat, PNG + b"\0" * 90_000)
    refused = upload(chat, PNG + b"\0" * 90_000)
    assert refused.json()["type"] == "/problems/no-room-for-attachment"
    assert left_over(workspace) == fit


def test_at_once_no_more_come_than_there_is_room_for(serve, workspace):
    chat = open_chat(serve(workspace=allowing(workspace, files=3)), locale="es")
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: upload(chat).status_code, range(8)))
    assert sorted(statuses) == [201] * 3 + [422] * 5
    assert left_over(workspace) == 3


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "multipart/form-data", 415),
        (b"x", "multipart/form-data; boundary=" + "b" * 71, 415),
        (b"", "multipart/form-data; boundary=x", 422),
        (b"nothing of a form", "multipart/form-data; boundary=x", 422),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 422),
        (part('name="file"; filename="a"', b"half"), FORM, 422),
        (part('name="other"; filename="a"', b"a") + b"--x--\r\n", FORM, 422),
        (part('name="file"', b"a") + b"--x--\r\n", FORM, 422),
        (part('name="file"; filename="a"', b"a") * 2 + b"--x--\r\n", FORM, 422),
    ],
)
def test_what_is_no_form_with_one_file_is_refused(shared_chat, body, content_type, status):
    response = posted(shared_chat, body, content_type)
    assert response.status_code == status, response.text


def test_a_refusal_is_told_in_the_conversations_language(serve, workspace):
    chat = open_chat(serve(), locale="es")
    assert "tipo de archivo" in upload(chat, b"<html>").json()["detail"]


SCANNER = """#!/bin/sh
case $(cat "$1") in
  *EICAR*) exit 1;;
  *broken*) exit 2;;
  *slow*) exec sleep 30;;
esac
test -z "$PRIMERA_SECRET_DEMO"
"""


def test_the_companys_scanner_looks_into_every_file(serve, workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("PRIMERA_SECRET_DEMO", "told to nobody")
    script = tmp_path / "scanner"
    script.write_text(SCANNER)
    script.chmod(0o755)
    scanned = allowing(workspace, scanner=[str(script)], scanner_seconds=0.5)
    chat = open_chat(serve(workspace=scanned), locale="en")
    assert uploaded(chat, b"clean")
    for content, status, slug in [
        (b"an EICAR file", 422, "attachment-refused"),
        (b"broken", 503, "attachment-not-checked"),
        (b"slow", 503, "attachment-not-checked"),
    ]:
        refused = upload(chat, content, "a.txt")
        assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{slug}")
    assert left_over(workspace) == 1


def test_without_its_scanner_no_file_is_taken(serve, workspace):
    gone = allowing(workspace, scanner=["/nowhere/scanner"])
    assert upload(open_chat(serve(workspace=gone), locale="en")).status_code == 503
    assert left_over(workspace) == 0


def test_files_lie_under_names_of_ours(serve, workspace):
    chat = open_chat(serve(), locale="es")
    taken = uploaded(chat, PDF, "secreto.pdf")
    [file] = [path for path in workspace.uploads.rglob("*") if path.is_file()]
    assert file.name == taken["attachment_id"]
    assert file.parent.name == chat.id
    assert file.parent.stat().st_mode & 0o777 == 0o700


def link_of(workspace, attachment_id, *, now, key=None):
    links = SignedLinks.of(workspace)
    if key:
        links = SignedLinks(key, base="http://x", days=30)
    return links.sign("attachment", attachment_id, now=now)


def test_a_help_desk_fetches_it_by_a_link_that_expires(serve, workspace, clock):
    chat = open_chat(serve(), locale="es")
    taken = uploaded(chat, PDF, "a.pdf")
    link = link_of(workspace, taken["attachment_id"], now=clock())
    before = download(chat, link, headers={})
    sent(chat, taken["attachment_id"])
    assert before.status_code == 404  # of no message yet
    assert download(chat, link, headers={}).content == PDF
    forged = [
        link_of(workspace, taken["attachment_id"], now=clock(), key="another"),
        link[:-1] + ("A" if link[-1] != "A" else "B"),
        link.replace(taken["attachment_id"], "att_other"),
        SignedLinks.of(workspace).sign("transcript", taken["attachment_id"], now=clock()),
        f"{taken['attachment_id']}.9999999999.",
        f"{taken['attachment_id']}.x.y",
        "..",
    ]
    clock.ahead = timedelta(days=31)
    refused = [download(chat, link, headers={})]
    clock.ahead = timedelta()
    refused += [download(chat, each, headers={}) for each in forged]
    chat.http.delete(chat.path, headers=chat.headers)
    refused.append(download(chat, link, headers={}))
    assert {each.status_code for each in refused} == {404}
    assert len({words_of(each) for each in refused}) == 1


def test_erasing_takes_the_files_along(serve, workspace):
    http = serve()
    chat, other = open_chat(http, locale="es"), open_chat(http, locale="es")
    for each in (chat, other):
        taken = uploaded(each, f"{CANARY} {each.id}".encode(), f"{CANARY}{each.id}.txt")
        sent(each, taken["attachment_id"])
    uploaded(chat, CANARY.encode(), "unsent.txt")
    words = f"{CANARY} {chat.id}"
    assert files_with(workspace.home, words)
    assert chat.http.delete(chat.path, headers=chat.headers).status_code == 204
    assert files_with(workspace.home, words) == []
    assert rows_with(workspace.home, f"{CANARY}{chat.id}") == []
    assert not (workspace.uploads / chat.id).exists()
    assert files_with(workspace.home, f"{CANARY} {other.id}")


def test_retention_takes_the_files_along(serve, workspace, clock):
    http = serve()
    chat = open_chat(http, locale="es")
    sent(chat, uploaded(chat, CANARY.encode(), "a.txt")["attachment_id"])
    database = engine(workspace.database_url)
    retention = Retention(database, days=1, uploads=Uploads(workspace.uploads))
    assert retention.run(now=clock() + timedelta(days=2)) == 1
    database.dispose()
    assert files_with(workspace.home, CANARY) == []


def test_sixteen_at_once_take_no_memory(serve, workspace):
    """Each of ten megabytes; whole in memory they would be 160."""
    wide = allowing(workspace, files=100, megabytes_in_all=1_000)
    chat = open_chat(serve(workspace=wide), locale="es")
    content = PNG + os.urandom(9_900_000)
    uploaded(chat)
    peak, stop = [0], threading.Event()
    here = psutil.Process()

    def pieces():
        yield part('name="file"; filename="a.png"', b"").removesuffix(b"\r\n")
        for start in range(0, len(content), 65536):
            yield content[start : start + 65536]
        yield b"\r\n--x--\r\n"

    def watch():
        while not stop.wait(0.01):
            peak[0] = max(peak[0], here.memory_info().rss)

    before = here.memory_info().rss
    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: posted(chat, pieces()).status_code, range(16)))
    stop.set()
    watcher.join()
    assert statuses == [201] * 16
    assert (peak[0] - before) / 1e6 < 50  # the senders are in this process, too
