"""A ticket's private link: seen and answered without a chat, without a script, by nobody else."""

import json
import logging
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from actions.allowances import Allowances, Pages
from actions.database import engine
from actions.privacy import Erasures
from actions.progress import Progress
from actions.texts import Texts
from actions.tickets import Change, Desk, Links, TicketStore
from bot.gateway.app import utc_now
from tests.actions.tickets.requests import request_for
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.refusals import words_of

HTML = {"accept": "text/html,application/xhtml+xml"}
WORDS = 'Hola <script>alert(1)</script> & "adiós"'


@pytest.fixture
def desk(workspace):
    return Desk.load(workspace.desk_file)


@pytest.fixture
def links(workspace):
    return Links.of(workspace)


@pytest.fixture
def database(workspace):
    opened = engine(workspace.database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def tickets(database, desk, links):
    return TicketStore(database, desk, links)


@pytest.fixture
def progress(database, desk, links, workspace):
    return Progress(database, desk, Texts.of(workspace), links)


@pytest.fixture
def chat(http):
    return open_chat(http, locale="es")


@pytest.fixture
def ticket(tickets, chat):
    return tickets.open(request_for(conversation_id=chat.id), now=utc_now())


@pytest.fixture
def path(links, ticket):
    return urlsplit(links.url(ticket)).path


def agent(act, text=""):
    return Change(act, "agent", author="Leo", text=text)


def reply(http, path, key="k1", **body):
    return http.post(path, json={"client_message_id": key, **body})


def test_c2_c8_the_link_shows_how_it_stands(http, progress, ticket, path):
    """C2: the link shows how it stands, and what was done and written."""
    progress.act(ticket.number, agent("take"), now=utc_now())
    progress.act(ticket.number, agent("reply", WORDS), now=utc_now())
    page = http.get(path).json()
    assert page["ticket"]["number"] == "T-1001"
    assert page["ticket"]["label"] == "En curso"
    assert [each["act"] for each in page["timeline"]] == ["open", "take", "reply"]
    assert page["timeline"][2]["told"] == "Leo te ha escrito"
    assert page["timeline"][2]["text"] == WORDS


def test_c2_the_page_says_when_they_are_called_and_what_they_answered(http, tickets, chat, links):
    details = {"call_time": "2026-12-01 10:00-12:00", "also_asks": "¿y los portes?"}
    asked = request_for(conversation_id=chat.id, details=details)
    path = urlsplit(links.url(tickets.open(asked, now=utc_now()))).path
    called = {"title": "Llamada", "value": "martes, 1 de diciembre de 2026, de 10:00 a 12:00"}
    assert http.get(path).json()["details"] == [called]
    page = http.get(path, headers=HTML).text
    assert called["value"] in page
    assert "portes" not in page


def test_a_browser_gets_a_page_that_runs_nothing_and_is_kept_nowhere(http, progress, ticket, path):
    progress.act(ticket.number, agent("reply", WORDS), now=utc_now())
    response = http.get(path, headers=HTML)
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    assert "script-src" not in response.headers["content-security-policy"]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "<script" not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in response.text
    assert "<title>Tu solicitud T-1001 ·" in response.text
    assert '<h1>Tu solicitud <span class="number">T-1001</span></h1>' in response.text


def test_a_reply_from_the_page_reaches_the_team_and_the_chat_once(
    http, tickets, chat, ticket, path
):
    for _ in range(2):
        assert reply(http, path, text="Hay fotos").status_code == 200
    assert [each.act for each in tickets.timeline(ticket.number)] == ["open", "add"]
    own, answer = chat.messages()
    assert (own["sender"], own["text"]) == ("contact", "Hay fotos")
    assert answer["text"].startswith("Lo he añadido a tu solicitud T-1001.")
    assert "ticket.message_added" in {each.event_type for each in tickets.deliveries()}


def test_a_form_is_taken_and_leads_back_to_the_page(http, tickets, ticket, path):
    form = http.get(path, headers=HTML).text
    key = re.search(r'name="client_message_id" value="([^"]+)"', form)[1]
    sent = http.post(path, data={"client_message_id": key, "text": "Sí, marrón"}, headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert tickets.timeline(ticket.number)[-1].text == "Sí, marrón"


@pytest.mark.parametrize(("solved", "status"), [("yes", "closed"), ("no", "in_progress")])
def test_whether_it_is_solved_is_said_there_too(
    http, progress, tickets, ticket, path, solved, status
):
    progress.act(ticket.number, agent("resolve", "Hecho."), now=utc_now())
    assert "¿Está resuelta?" in http.get(path, headers=HTML).text
    for key in ("a", "b"):  # pressed twice
        page = reply(http, path, key, solved=solved).json()
        assert page["ticket"]["status"] == status
    assert tickets.get(ticket.number).status == status


def test_after_the_end_a_reply_opens_a_ticket_with_a_link_of_its_own(
    http, progress, links, tickets, ticket, path
):
    progress.act(ticket.number, agent("close"), now=utc_now())
    page = reply(http, path, text="Ha vuelto a pasar").json()
    assert (page["ticket"]["number"], page["follows"]) == ("T-1002", "T-1001")
    assert page["ticket"]["url"] == links.url(tickets.get("T-1002")) != path
    sent = http.post(path, data={"client_message_id": "x", "text": "Otra vez"}, headers=HTML)
    assert http.get(sent.headers["location"]).json()["ticket"]["number"] == "T-1003"


def test_secrets_are_masked_there_too(http, tickets, ticket, path):
    reply(http, path, text="Mi tarjeta es 4111 1111 1111 1111")
    assert "4111" not in tickets.timeline(ticket.number)[-1].text


def test_no_other_address_leads_anywhere_and_all_say_the_same(http, links, tickets, ticket, path):
    token = links.token(ticket)
    other = tickets.open(request_for("another"), now=utc_now())
    near = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = []
    for wrong in ("x", near, token.lower(), token + "A", token[:-1], other.public_id, "%00", "é"):
        for target in (f"/v1/status/{wrong}", f"/v1/survey/{wrong}", f"/v1/status/{wrong}/receipt"):
            answers.append(http.get(target))
        answers.append(reply(http, f"/v1/status/{wrong}", text="hola"))
        answers.append(http.post(f"/v1/survey/{wrong}", json={"rating": 5}))
    assert {each.status_code for each in answers} == {404}
    assert len({words_of(each) for each in answers}) == 1
    page = http.get(f"/v1/status/{near}", headers=HTML)
    assert (page.status_code, token in page.text) == (404, False)
    assert tickets.timeline(ticket.number)[1:] == []


def test_a_link_that_was_changed_opens_nothing_any_more(http, links, tickets, ticket, path):
    changed = tickets.relink(ticket.number)
    assert http.get(path).status_code == 404
    assert http.get(links.url(changed)).status_code == 200


def test_an_erased_ticket_has_no_page(http, database, chat, ticket, path):
    assert http.get(path).status_code == 200
    Erasures(database).erase(chat.id, now=utc_now())
    assert http.get(path).status_code == 404


def test_the_token_is_256_bits_and_in_no_table_nor_log(
    http, workspace, links, ticket, path, caplog
):
    token = links.token(ticket)
    assert len(token) == 43
    with caplog.at_level(logging.DEBUG):
        http.get(path)
        http.get(path, headers=HTML)
        reply(http, path, text="hola")
        http.post(path, content=b"{")
    ours = [each for each in caplog.records if not each.name.startswith("http")]  # not the caller's
    assert token not in " ".join(each.getMessage() for each in ours)
    # What help desks were told, and what the contact was shown, names it; no other row does.
    bodies = [row for row in dumped(workspace) if token in str(row)]
    assert {row[0] for row in bodies} <= {"events", "messages"}


def dumped(workspace):
    with closing(sqlite3.connect(workspace.home / "primera.db")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in list(names):
            for row in database.execute(f'SELECT * FROM "{name}"'):
                yield name, row


def test_the_help_desk_is_told_the_address(tickets, links, ticket):
    [created] = tickets.deliveries()
    assert json.loads(created.payload)["data"]["ticket"]["status_url"] == links.url(ticket)


def test_who_looks_too_often_is_told_when_to_come_back(serve, workspace, path):
    few = Allowances(pages=Pages(address="3/minute"))
    limited = replace(workspace, settings=workspace.settings.model_copy(update={"limits": few}))
    http = serve(workspace=limited)
    assert [http.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(http.get("/v1/status/x").headers["retry-after"]) > 0


def test_c10_a_closed_ticket_is_rated_once_with_a_line(http, progress, tickets, ticket, path):
    """C10: a closed ticket is rated once, with a line."""
    survey = path.replace("status", "survey")
    assert http.post(survey, json={"rating": 5}).status_code == 409
    assert "cuando tu solicitud esté cerrada" in http.get(survey, headers=HTML).text
    progress.act(ticket.number, agent("close"), now=utc_now())
    assert http.get(survey).json()["may_rate"] is True
    for wrong in (0, 6, "5", None):
        assert http.post(survey, json={"rating": wrong}).status_code == 422
    rated = http.post(survey, json={"rating": 4, "comment": "Muy\namables"})
    assert rated.json()["rating"] == 4
    again = http.post(survey, json={"rating": 1})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/rated-before")
    rating = tickets.rating(ticket.number)
    assert (rating.score, rating.comment) == (4, "Muy amables")
    assert "4 de 5" in http.get(survey, headers=HTML).text


def test_a_survey_by_form(http, progress, tickets, ticket, path):
    progress.act(ticket.number, agent("close"), now=utc_now())
    survey = path.replace("status", "survey")
    sent = http.post(survey, data={"rating": "2", "comment": ""}, headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, survey)
    assert tickets.rating(ticket.number).score == 2


def test_e1_a_complaint_has_a_receipt_with_number_date_words_and_deadline(
    http, tickets, links, chat
):
    """E1: a complaint has a receipt with number, date, words and deadline."""
    words = "Me habéis cobrado dos veces."
    complaint = request_for("c", conversation_id=chat.id, topic="complaints", summary=words)
    ticket = tickets.open(complaint, now=utc_now())
    assert ticket.solution_due - ticket.created_at > timedelta(days=15)  # working days
    page = http.get(links.url(ticket)).json()
    received = http.get(page["ticket"]["receipt_url"])
    assert received.headers["content-disposition"] == 'attachment; filename="T-1001.txt"'
    assert "Resguardo de la reclamación T-1001" in received.text
    assert words in received.text
    assert "Respuesta, como muy tarde: " in received.text
    assert "(hora de Madrid)" in received.text


def test_other_tickets_have_no_receipt(http, path):
    assert "receipt_url" not in http.get(path).json()["ticket"]
    assert http.get(f"{path}/receipt").status_code == 404
