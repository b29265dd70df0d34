import re

from bot.gateway.paths import PATH_PARAMETER
from bot.gateway.routes import ROUTES, routes_of

LEVELS = {"openapi", "info", "paths", "components"}


def _references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_every_route_is_described(shared_http):
    document = shared_http.get("/openapi.json").json()
    assert set(document) == LEVELS
    assert document["openapi"] == "3.1.0"
    described = {(path, method) for path, item in document["paths"].items() for method in item}
    assert described == {(route.path, route.method.lower()) for route in ROUTES}


def test_the_description_is_whole(shared_http):
    document = shared_http.get("/openapi.json").json()
    names = []
    for path, item in document["paths"].items():
        for operation in item.values():
            names.append(operation["operationId"])
            given = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert given == set(PATH_PARAMETER.findall(path))
            assert operation["summary"].endswith(".")
            assert all(re.fullmatch(r"[1-5]\d\d|default", code) for code in operation["responses"])
            assert all(one["description"] for one in operation["responses"].values())
    assert len(names) == len(set(names)) == len(ROUTES)
    schemas = document["components"]["schemas"]
    for reference in _references(document):
        assert reference.removeprefix("#/components/schemas/") in schemas


def test_only_a_demo_has_what_is_only_for_demos():
    assert routes_of(demo=True) == ROUTES
    assert {route.name for route in ROUTES} - {route.name for route in routes_of(demo=False)} == {
        "list_deliveries"
    }


def test_a_guarded_route_says_so(shared_http):
    document = shared_http.get("/openapi.json").json()
    send = document["paths"]["/v1/conversations/{conversation_id}/messages"]["post"]
    assert send["security"] == [{"conversation": []}]
    assert {"200", "202", "401", "404", "413", "415", "422", "429"} <= set(send["responses"])


def test_no_payload_of_a_button_is_promised_to_anyone(shared_http):
    button = shared_http.get("/openapi.json").json()["components"]["schemas"]["PublicButton"]
    assert set(button["properties"]) == {"button_id", "title"}
