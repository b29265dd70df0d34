"""No mail, another device: the private link shows how a ticket stands, and takes a reply.

Real browser, real gateway, the command line as the person of the team; no Rasa.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from actions.conversations.tables import conversations
from actions.database import engine, migrate, reading
from actions.tickets import Desk, Links, Ticket, TicketStore
from actions.workspace import Workspace
from bot.gateway.app import utc_now
from tests.actions.tickets.requests import request_for
from tests.running import REPOSITORY, free_port
from tests.system.reading import Reading, gateway_alone
from tests.system.visit import Visit

pytestmark = pytest.mark.browser

WAIT_MS = 15_000
PHONE = {"width": 320, "height": 640}


@dataclass
class Company:
    """A gateway with its database, and a person of the team at the command line."""

    url: str
    home: Path
    workspace: Workspace

    def agent(self, act: str, *words: str) -> str:
        """`primera tickets …` as Leo; what it printed."""
        command = [Path(sys.executable).with_name("primera"), "tickets", act, *words]
        told = {"PATH": os.environ["PATH"], "PRIMERA_HOME": str(self.home)}
        done = subprocess.run(
            [*command, "--by", "Leo"],
            cwd=REPOSITORY,
            env=told,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def open_ticket(self) -> tuple[Ticket, str]:
        """A ticket of the only conversation there is, and its link."""
        database = engine(self.workspace.database_url)
        with reading(database) as connection:
            [conversation_id] = connection.execute(select(conversations.c.id)).scalars()
        links = Links.of(self.workspace)
        store = TicketStore(database, Desk.load(self.workspace.desk_file), links)
        ticket = store.open(request_for(conversation_id=conversation_id), now=utc_now())
        database.dispose()
        return ticket, f"{self.url}{links.url(ticket)}"


@pytest.fixture
def company(tmp_path) -> Iterator[Company]:
    migrate(f"sqlite:///{tmp_path / 'primera.db'}")
    with gateway_alone({"PRIMERA_HOME": str(tmp_path)}, free_port()) as url:
        yield Company(url, tmp_path, Workspace.load(environment={"PRIMERA_HOME": str(tmp_path)}))


@pytest.fixture
def chat(company, chromium: Browser, axe: str) -> Iterator[Visit]:
    """The contact's laptop, at the chat."""
    context = chromium.new_context(locale="es-ES", reduced_motion="reduce")
    visit = Visit(context.new_page())
    visit.page.set_default_timeout(WAIT_MS)
    visit.page.add_init_script(axe)
    visit.page.goto(f"{company.url}/")
    expect.set_options(timeout=WAIT_MS)
    yield visit
    context.close()


@pytest.fixture
def phone(company, chromium: Browser, axe: str) -> Iterator[Reading]:
    """Their phone, which knows nothing of the chat and runs no script."""
    inspected = Visit(chromium.new_context(viewport=PHONE).new_page())
    inspected.page.add_init_script(axe)
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE, locale="en-GB")
    here = Reading(context.new_page(), inspected=inspected)
    here.page.set_default_timeout(WAIT_MS)
    yield here
    context.close()
    inspected.page.context.close()
    assert here.complaints == []
    assert here.hosts_besides(company.url) == []


def writes(chat: Visit, text: str) -> None:
    """Sent and kept; nobody answers, for Rasa is not there."""
    chat.page.get_by_role("textbox").fill(text)
    chat.page.keyboard.press("Enter")
    kept = chat.page.locator("support-chat li[data-sender=contact]:not([data-state=sending])")
    expect(kept.filter(has_text=text)).to_be_visible()


def said(chat: Visit, words: str) -> Locator:
    return chat.page.locator("support-chat li .words").filter(has_text=words)


def happened(page: Page) -> Locator:
    return page.locator(".timeline li")


def test_c2_d2_without_mail_from_another_device_the_link_shows_the_state_and_takes_a_reply(
    company, chat, phone, picture
):
    """C2, D2: without mail, from another device, the link shows the state and takes a reply."""
    page = phone.page
    writes(chat, "mi paquete llegó roto")
    ticket, link = company.open_ticket()

    company.agent("take", ticket.number)
    expect(said(chat, "Leo ya está con tu solicitud T-1001.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tu solicitud T-1001")
    expect(page.get_by_role("status")).to_have_text("En curso")
    expect(happened(page).last).to_contain_text("Leo se ocupa de ella")
    phone.is_well_made()

    page.get_by_label("Tu mensaje").fill("Tengo fotos <b>de la caja</b>")
    page.get_by_role("button", name="Enviar").click()
    expect(happened(page).last).to_contain_text("Tengo fotos <b>de la caja</b>")
    expect(said(chat, "Tengo fotos <b>de la caja</b>")).to_be_visible()
    expect(said(chat, "Lo he añadido a tu solicitud T-1001.")).to_be_visible()

    company.agent("wait", ticket.number, "¿De qué color es la caja?")
    expect(chat.page.locator("li[data-sender=agent] .author")).to_contain_text("Leo")
    page.reload()
    expect(page.get_by_role("status")).to_have_text("Esperamos tu respuesta")
    expect(happened(page).last).to_contain_text("¿De qué color es la caja?")
    picture(page, "private_link")


def test_b4_c10_the_end_is_agreed_on_the_page_and_rated_there_once(company, chat, phone, picture):
    """B4, C10: the end is agreed on the private page and rated there once."""
    page = phone.page
    writes(chat, "mi paquete llegó roto")
    ticket, link = company.open_ticket()

    company.agent("resolve", ticket.number, "Te hemos enviado otro.")
    question = chat.page.locator("li[data-kind=question]").last
    expect(question).to_contain_text("¿Lo ves así?")
    expect(question.get_by_role("button")).to_have_text(["Sí, resuelta", "No, todavía no"])
    assert chat.violations() == []
    picture(chat.page, "resolution")
    page.goto(link)
    expect(page.get_by_role("status")).to_have_text("Resuelta")
    phone.is_well_made()
    page.get_by_role("button", name="No, todavía no").click()
    expect(page.get_by_role("status")).to_have_text("En curso")
    expect(said(chat, "seguimos con tu solicitud T-1001")).to_be_visible()

    company.agent("resolve", ticket.number, "Ahora sí: ha llegado hoy.")
    page.reload()
    page.get_by_role("button", name="Sí, resuelta").click()
    expect(page.get_by_role("status")).to_have_text("Cerrada")
    survey = chat.page.locator("li[data-kind=survey]")
    expect(survey.get_by_role("button")).to_have_count(5)
    assert chat.violations() == []

    page.get_by_role("link", name="¿Cómo te hemos atendido?").click()
    phone.is_well_made()
    page.get_by_label("4", exact=True).check()
    page.get_by_label("Si quieres, una línea").fill("Rápidos y amables")
    page.get_by_role("button", name="Valorar").click()
    expect(page.get_by_role("status")).to_have_text("Gracias por valorarnos: 4 de 5.")
    expect(page.get_by_role("button")).to_have_count(0)
    assert [each for each in chat.asked if not each.startswith((company.url, "data:"))] == []
