import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.gateway.building import FILE_THREADS
from kb_index import PublishedArticles
from tests.bot.gateway.conftest import open_chat


@pytest.fixture
def widget(tmp_path):
    folder = tmp_path / "widget"
    for name, content in {
        "demo/index.html": "<!doctype html><title>Demo</title>",
        "demo/demo.css": "body {}",
        "built/support-chat.js": "export {};",
        "built/1.2.3/support-chat.js": "export const released = true;",
        "built/secret.key": "x",
        "source/inner.js": "x",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (folder / "built" / "out.js").symlink_to(folder / "source" / "inner.js")
    return folder


@pytest.mark.parametrize(
    ("path", "media_type", "content"),
    [
        ("/", "text/html; charset=utf-8", "<!doctype html><title>Demo</title>"),
        ("/widget/support-chat.js", "text/javascript; charset=utf-8", "export {};"),
        ("/widget/v1.js", "text/javascript; charset=utf-8", "export const released = true;"),
        ("/widget/demo/demo.css", "text/css; charset=utf-8", "body {}"),
    ],
)
def test_the_demo_page_and_the_widget_are_served(serve, widget, path, media_type, content):
    response = serve(widget=widget).get(path)
    assert (response.status_code, response.text) == (200, content)
    assert response.headers["content-type"] == media_type


def test_a_released_version_is_kept_for_a_year_and_the_newest_renewed_behind_the_page(
    serve, widget
):
    http = serve(widget=widget)
    released = http.get("/widget/1.2.3/support-chat.js")
    assert released.text == "export const released = true;"
    assert released.headers["cache-control"] == "public, max-age=31536000, immutable"
    newest = http.get("/widget/v1.js").headers["cache-control"]
    assert newest == "public, max-age=60, stale-while-revalidate=86400"


LONG = "export const words = 'a long file';\n" * 100


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "gzip"),  # what browsers say
        ("br;q=1.0, GZIP;q=0.5", "gzip"),
        ("identity", None),
        ("br, gzip;q=0", None),
        ("gzip; q=0.000", None),
        ("", None),
    ],
)
def test_a_file_is_sent_small_to_whoever_takes_it_so(serve, widget, accepted, encoding):
    (widget / "built" / "1.2.3" / "support-chat.js").write_text(LONG)
    http = serve(widget=widget)
    response = http.get("/widget/v1.js", headers={"accept-encoding": accepted})
    assert response.headers.get("content-encoding") == encoding
    assert response.text == LONG
    assert response.headers["vary"] == "Accept-Encoding, Origin"
    head = http.head("/widget/v1.js", headers={"accept-encoding": accepted})
    assert head.headers["content-length"] == response.headers["content-length"]
    assert (int(head.headers["content-length"]) < len(LONG) / 10) == (encoding == "gzip")


def test_a_file_that_has_changed_is_sent_as_it_is_now(serve, widget):
    http = serve(widget=widget)
    for content in (LONG, LONG.upper()):
        (widget / "built" / "support-chat.js").write_text(content)
        assert http.get("/widget/support-chat.js").text == content


def test_the_newest_release_of_a_major_is_served_and_two_majors_are(serve, widget):
    """1.10.0 is newer than 1.9.9; what is being worked on is no release."""
    for version in ("0.9.0", "1.9.9", "1.10.0", "2.0.0", "2.0.0-rc", "draft"):
        (widget / "built" / version).mkdir()
        (widget / "built" / version / "support-chat.js").write_text(version)
    http = serve(widget=widget)
    assert http.get("/widget/v1.js").text == "1.10.0"
    assert http.get("/widget/v2.js").text == "2.0.0"
    assert http.get("/widget/1.9.9/support-chat.js").text == "1.9.9"
    for gone in ("v0.js", "v3.js", "0.9.0/support-chat.js", "v1.js/support-chat.js"):
        assert http.get(f"/widget/{gone}").status_code == 404, gone


def test_no_other_file_is(serve, widget):
    http = serve(widget=widget)
    for path in (
        "/widget/",
        "/widget/inner.js",
        "/widget/9.9.9/support-chat.js",
        "/widget/source/inner.js",
        "/widget/demo/../source/inner.js",
        "/widget/demo",
        "/widget/secret.key",  # a type nobody asked for
        "/widget/out.js",  # a link that leads out
        "/widget/../source/inner.js",
        "/widget/%2e%2e/source/inner.js",
        "/widget/..%2fsource%2finner.js",
        "/widget//etc/hosts.txt",
        "/widget/" + "a" * 3_000 + ".js",
        "/widget/a%00.js",
    ):
        assert status_of(http, path) == 404, path


def status_of(http, path):
    # Spelled as it is: httpx would tidy the path before sending it.
    with socket.create_connection((http.base_url.host, http.base_url.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return int(connection.recv(4_096).split()[1])


def test_the_demo_page_learns_what_it_shows(http, workspace):
    assert http.get("/demo/config.json").json() == {
        "company": workspace.settings.company,
        "languages": ["es", "en"],
        "site": "demo",
        "starters": {key: list(value) for key, value in workspace.settings.starters.items()},
        "privacy": {
            language: notice.model_dump()
            for language, notice in workspace.settings.privacy.notice.items()
        },
        "demo": True,
    }


def test_health_says_no_more_than_that(http):
    response = http.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert http.head("/health").status_code == 200


def test_readers_of_pages_do_not_keep_a_conversation_waiting(serve, monkeypatch):
    entered, released = threading.Semaphore(0), threading.Event()

    def read_slowly(_shelf, _article_id, _language):
        entered.release()
        released.wait(10)

    monkeypatch.setattr(PublishedArticles, "article", read_slowly)
    http = serve()
    with ThreadPoolExecutor(8) as readers:
        pages = [readers.submit(http.get, "/help/en/return-how") for _ in range(8)]
        assert all(entered.acquire(timeout=5) for _ in range(FILE_THREADS))
        assert open_chat(http).write("Hello", wait=5)["replies"]
        released.set()
        assert {page.result().status_code for page in pages} == {404}
