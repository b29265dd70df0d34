"""Every route for people of the company × every role and everybody else: nothing wrongly accepted.

Generated from the OpenAPI document, so that a route is covered as soon as it is described.
"""

import pytest

from actions.accounts import ROLES, AccountStore
from bot.gateway.exchange import Access
from bot.gateway.routes import ROUTES
from tests.bot.gateway.described import operations, valid_bodies

AGENT_ROUTES = [route for route in ROUTES if route.access is Access.AGENT]
# May be done by whoever sees the conversation; what else it needs is told with 409 or 422.
SERVED = {200, 201, 204, 409, 422}


@pytest.fixture
def matrix(people, asking):
    http, arrives = people
    document = http.get("/openapi.json").json()
    described = [one for one in operations(document) if one.scheme == "agent"]
    return http, arrives, asking(), described, valid_bodies(document), document


def ask(http, operation, chat, bodies, token):
    path = operation.path.replace("{conversation_id}", chat.id)
    path = path.replace("{attachment_id}", chat.id)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with http.stream(operation.method, path, headers=headers, **bodies[operation.name]) as answer:
        return answer.status_code


def needed(document, operation):
    return document["paths"][operation.path][operation.method.lower()]["x-role"]


def test_every_route_for_agents_is_described_as_one_and_says_for_which_role(matrix):
    *_, described, _, document = matrix
    assert {one.name for one in described} == {f"{one.method} {one.path}" for one in AGENT_ROUTES}
    prefixed = {f"{one.method} {one.path}" for one in ROUTES if one.path.startswith("/v1/agent")}
    assert prefixed - {one.name for one in described} == {"POST /v1/agent/session"}
    assert {needed(document, one) for one in described} <= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_routes_say_and_nothing_else(matrix, role):
    http, arrives, chat, described, bodies, document = matrix
    desk = arrives("Somebody", "care", role=role)
    wrongly_accepted, wrongly_refused = [], []
    for operation in described:
        if operation.name == "DELETE /v1/agent/session":
            continue  # afterwards nothing is open
        if "{attachment_id}" in operation.path:
            continue  # there is none: tests/bot/gateway/agents/test_files.py
        status = ask(http, operation, chat, bodies, desk.token)
        may = ROLES.index(role) >= ROLES.index(needed(document, operation))
        if not may and status != 403:
            wrongly_accepted.append((operation.name, status))
        if may and status == 404 and "{number}" in operation.path:
            continue  # there is no such ticket: tests/bot/gateway/agents/test_tasks.py
        if may and status not in SERVED:
            wrongly_refused.append((operation.name, status))
    assert (wrongly_accepted, wrongly_refused) == ([], [])


@pytest.mark.parametrize("role", ["viewer", "agent"])
def test_a_conversation_of_another_team_is_as_if_it_were_not_there(matrix, role):
    http, arrives, chat, described, bodies, document = matrix
    desk = arrives("Somebody", "orders", role=role)
    nowhere = type(chat)(http, "cnv_nobody", "")
    for operation in described:
        if "{conversation_id}" not in operation.path:
            continue
        answers = {ask(http, operation, one, bodies, desk.token) for one in (chat, nowhere)}
        may = ROLES.index(role) >= ROLES.index(needed(document, operation))
        # A body that names an unknown team or account is refused before anything is looked for.
        expected = {404} if may and "transfer" not in operation.path else {403, 404, 422}
        assert answers <= expected, operation.name
        assert len(answers) == 1
    assert desk.listed() == []


def test_nobody_elses_token_opens_anything(matrix, database, clock):
    http, arrives, chat, described, bodies, _ = matrix
    signed_out = arrives("Out", "care")
    signed_out.asks("DELETE", "/session")
    deactivated, reset = arrives("Deactivated", "care"), arrives("Reset", "care")
    accounts = AccountStore(database)
    accounts.deactivate(deactivated.email, now=clock())
    accounts.reset(reset.email, "a small boat in the harbour", now=clock())
    tokens = [None, "x", chat.token, signed_out.token, deactivated.token, reset.token]
    for operation in described:
        for token in tokens:
            assert ask(http, operation, chat, bodies, token) == 401, operation.name


def test_an_agents_token_opens_no_contacts_route(matrix):
    http, arrives, chat, *_ = matrix
    desk = arrives("Somebody", role="owner")
    for route in ROUTES:
        if route.access in (Access.CONVERSATION, Access.RENEWAL):
            path = route.path.format(conversation_id=chat.id)
            assert http.request(route.method, path, headers=desk.headers).status_code == 401
