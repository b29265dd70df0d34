import pytest

from bot.gateway.headers import cross_origin
from tests.bot.gateway.conftest import SITE
from tests.bot.gateway.described import operations


def test_a_configured_site_may_read_the_response(shared_http):
    response = shared_http.post("/v1/conversations", json={}, headers={"Origin": SITE})
    assert response.headers["access-control-allow-origin"] == SITE
    assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://www.shop.example.evil.example",
        "https://shop.example",
        "http://www.shop.example",
        "https://www.shop.example:8443",
        "https://www.shop.example/",
        "HTTPS://WWW.SHOP.EXAMPLE",
        "*",
        "",
        None,
    ],
)
def test_nobody_else_may(origin):
    assert "Access-Control-Allow-Origin" not in cross_origin(origin, allowed={SITE})


def test_a_preflight_is_answered_without_a_token(shared_http, shared_chat):
    asked = {
        "Origin": SITE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    response = shared_http.options(f"{shared_chat.path}/messages", headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == SITE
    assert "Authorization" in response.headers["access-control-allow-headers"]


def test_a_problem_and_a_stream_can_be_read_by_the_site_too(shared_http, shared_chat):
    refused = shared_http.get(f"{shared_chat.path}/messages", headers={"Origin": SITE})
    assert refused.headers["access-control-allow-origin"] == SITE
    headers = shared_chat.headers | {"Origin": SITE}
    with shared_http.stream("GET", f"{shared_chat.path}/events", headers=headers) as stream:
        assert stream.headers["access-control-allow-origin"] == SITE
        assert stream.headers["content-type"].startswith("text/event-stream")


def test_every_response_is_safe_for_a_browser(shared_http, shared_chat):
    for path in ("/", "/health", "/nowhere", "/help/es/nothing", f"{shared_chat.path}/messages"):
        headers = shared_http.get(path, headers=shared_chat.headers).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


def test_no_page_may_be_framed_elsewhere_or_run_what_is_not_ours(shared_http):
    """Every described address, as whoever has no token finds it, problems too."""
    for operation in operations(shared_http.get("/openapi.json").json()):
        path = operation.path.replace("{language}", "es")
        headers = shared_http.request(operation.method, path).headers
        rules = dict(
            rule.strip().partition(" ")[::2]
            for rule in headers["content-security-policy"].split(";")
        )
        assert rules["default-src"] == rules["base-uri"] == "'none'", operation.name
        assert rules["frame-ancestors"] == "'self'", operation.name
        assert rules.get("script-src", "'self'") == "'self'", operation.name
        assert headers["x-content-type-options"] == "nosniff", operation.name
        assert "access-control-allow-origin" not in headers, operation.name


def test_conversations_are_kept_by_no_cache(shared_http, shared_chat):
    response = shared_http.get(f"{shared_chat.path}/messages", headers=shared_chat.headers)
    assert response.headers["cache-control"] == "no-store"
