from dataclasses import replace

import httpx
import pytest

from actions.settings import Site
from bot.gateway.app import create_app
from bot.gateway.headers import cross_origin
from tests.bot.gateway.conftest import QUICK, SITE, make_workspace, open_chat
from tests.bot.gateway.described import operations
from tests.bot.gateway.running_gateway import RunningGateway
from tests.bot.gateway.stand_in_rasa import StandInRasa

OTHER = "https://other.example"


def test_a_configured_site_may_read_the_response(shared_http):
    response = shared_http.post("/v1/conversations", json={}, headers={"Origin": SITE})
    assert response.headers["access-control-allow-origin"] == SITE
    assert "Origin" in response.headers["vary"]


# Looks like the shop's own, or like what a careless comparison takes for it.
NOT_THE_SHOP = [
    "null",
    "https://www.shop.example.evil.example",
    "https://www.shop.example@evil.example",
    "https://evil.example/https://www.shop.example",
    "https://evil-www.shop.example",
    "https://wwwxshop.example",
    "https://www.shop.example.",
    "https://shop.example",
    "https://a.www.shop.example",
    "https://www.shop.exampl",
    "https://www.shop.example2",
    "http://www.shop.example",
    "ws://www.shop.example",
    "https://www.shop.example:443",
    "https://www.shop.example:8443",
    "https://www.shop.example/",
    "HTTPS://WWW.SHOP.EXAMPLE",
    "https://WWW.shop.example",
    "https://www.shop.example, https://evil.example",
    "https://www.shop.example https://evil.example",
    "https://xn--shp-fna.example",
    "*",
]


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory, empty_database):
    """The shop's site, another company's with origins of its own, and one without any."""
    rasa = StandInRasa()
    rasa.start()
    workspace = make_workspace(tmp_path_factory.mktemp("sites"), empty_database, rasa)
    sites = {
        **workspace.settings.sites,
        "other": Site(name="Other", origins=(OTHER,)),
        "bare": Site(name="Bare"),
    }
    workspace = replace(workspace, settings=workspace.settings.model_copy(update={"sites": sites}))
    gateway = RunningGateway(create_app(workspace, patience=QUICK))
    gateway.start()
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as client:
        yield client
    gateway.stop()
    rasa.stop()


def readable_by(response):
    return response.headers.get("access-control-allow-origin")


@pytest.mark.parametrize("origin", [*NOT_THE_SHOP, OTHER])
def test_a_conversation_is_read_by_its_own_site_alone(two_sites, origin):
    chat = open_chat(two_sites, site="demo")
    for headers in (chat.headers | {"Origin": origin}, chat.headers):
        assert readable_by(two_sites.get(f"{chat.path}/messages", headers=headers)) is None
    headers = chat.headers | {"Origin": SITE}
    assert readable_by(two_sites.get(f"{chat.path}/messages", headers=headers)) == SITE


@pytest.mark.parametrize("site", ["demo", "other", "bare"])
@pytest.mark.parametrize("origin", [SITE, OTHER])
def test_a_new_conversation_is_told_to_a_page_of_its_site(two_sites, site, origin):
    opened = two_sites.post("/v1/conversations", json={"site": site}, headers={"Origin": origin})
    own = {"demo": SITE, "other": OTHER}.get(site)
    assert opened.status_code == 201
    assert readable_by(opened) == (origin if origin == own else None)


@pytest.mark.parametrize("origin", [SITE, OTHER])
def test_a_mistake_is_told_to_every_site(two_sites, origin):
    """Without a token or a site nothing is said of anyone; the page must learn what is wrong."""
    for body in ({"site": "nowhere"}, {"unknown": 1}):
        mistaken = two_sites.post("/v1/conversations", json=body, headers={"Origin": origin})
        assert (mistaken.status_code, readable_by(mistaken)) == (422, origin)
    refused = two_sites.get("/v1/conversations/cnv_x/messages", headers={"Origin": origin})
    assert (refused.status_code, readable_by(refused)) == (401, origin)


@pytest.mark.parametrize("origin", [*NOT_THE_SHOP, SITE, OTHER])
def test_a_preflight_knows_no_site_and_answers_all_of_them(two_sites, origin):
    chat = open_chat(two_sites, site="demo")
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for path in ("/v1/conversations", f"{chat.path}/messages", "/v1/conversations/cnv_x/messages"):
        response = two_sites.options(path, headers=asked)
        assert response.status_code == 204
        assert readable_by(response) == (origin if origin in (SITE, OTHER) else None)


@pytest.mark.parametrize(
    ("public_url", "secure"),
    [("https://help.example.com", True), ("http://help.example.com", False), (None, False)],
)
def test_a_public_address_with_tls_is_asked_for_over_tls_alone(
    serve, workspace, public_url, secure
):
    settings = workspace.settings
    there = settings.gateway.model_copy(update={"public_url": public_url})
    settings = settings.model_copy(update={"gateway": there})
    http = serve(workspace=replace(workspace, settings=settings))
    for path in ("/health", "/", "/nowhere"):
        assert ("strict-transport-security" in http.get(path).headers) == secure


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
