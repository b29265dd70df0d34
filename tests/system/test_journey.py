"""A person at the demo page: real browser, real gateway, real Rasa, real help desk."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conversations.dialogue import is_response
from tests.running import Running
from tests.system.help_desk import help_desk
from tests.system.test_resolution import agent
from tests.system.visit import Visit

pytestmark = [pytest.mark.rasa, pytest.mark.browser]

WAIT_MS = 20_000
OFFLINE_MS = 30_000
MOST_TABS = 12

DESKTOP = {"width": 1280, "height": 1000}
PHONE = {"width": 390, "height": 844}
UNCOVERED = "¿hacéis descuentos para clubes de ajedrez?"
BIZUM, DELIVERY = "¿Puedo pagar con Bizum?", "¿Cuánto tarda el envío?"
RETURN = "¿Cómo devuelvo un pedido?"
ANSWERS = {  # to what the form may ask
    "¿Qué ha pasado": "me devolvisteis menos de lo que pagué",
    "número de pedido": "AU-48213",
    "correo o teléfono": "ana@ejemplo.es",
    "¿Cómo te llamas": "Ana López",
    "": "No lo sé",
}
MOST_QUESTIONS = 9
TEAM = "Facturación y pagos"  # of the topic `offers`, see actions/desk.yml


@pytest.fixture
def visit(running, chromium: Browser, axe: str) -> Iterator[Callable[..., Visit]]:
    """Opens the demo page in a browser of its own, and at the end looks at what it complained."""
    visits: list[Visit] = []

    def open_page(**options: object) -> Visit:
        context = chromium.new_context(
            locale="es-ES", timezone_id="Europe/Madrid", reduced_motion="reduce", **options
        )
        visits.append(Visit(context.new_page()))
        page = visits[-1].page
        page.set_default_timeout(WAIT_MS)
        page.add_init_script(axe)
        page.goto(f"{running.base_url}/")
        return visits[-1]

    expect.set_options(timeout=WAIT_MS)
    yield open_page
    for each in visits:
        each.page.context.close()
    assert [each.complaints for each in visits] == [[] for _ in visits]
    assert [each.hosts_besides(running.base_url) for each in visits] == [[] for _ in visits]


@pytest.mark.helpdesk
def test_from_a_starter_question_to_a_ticket_and_on_in_english(
    running, desk_python, visit, picture
):
    with help_desk(running, desk_python):
        here = visit(viewport=DESKTOP)
        says_what_it_is(here)
        picture(here.page, "welcome")
        asks_a_starter_and_says_it_helped(here)
        leaves_a_ticket_by_keyboard(here)
        sees_what_the_help_desk_received(here)
        comes_back_and_finds_everything(here)
        goes_on_in_english(here)
        for thumb in messages(here.page, "answer").last.locator(".thumbs button").all():
            expect(thumb).to_be_in_viewport(ratio=1)
        picture(here.page, "desktop")


def test_the_form_on_a_phone(visit, picture):
    here = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page = here.page
    page.get_by_role("button", name="Abrir el chat de ayuda").tap()
    page.get_by_role("button", name="Hablar con una persona").tap()
    expect(messages(page, "question").last).to_contain_text("¿Qué ha pasado")
    asks_about_an_invoice(page, writes)
    writes(page, "ana arroba ejemplo")
    expect(messages(page, "question").last).to_contain_text("ana@ejemplo.es")
    says_who_she_is(page, writes)
    assert here.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "phone")
    page.get_by_role("button", name="Cancelar", exact=True).tap()
    expect(messages(page, "text").last).to_contain_text("no envío nada")


def test_from_suggestions_over_a_correction_to_a_live_change_and_a_survey(running, visit):
    here = visit(viewport=DESKTOP)
    page = here.page
    page.get_by_role("textbox").click()
    types(page, "el dinero de vuelta")
    expect(messages(page, "suggestions").get_by_role("button").first).to_be_visible()
    page.get_by_role("button", name="Hablar con una persona").click()
    page.get_by_role("textbox").click()
    says_what_is_asked(page)
    assert here.violations() == []
    corrects_the_address(page, "ana.lopez@ejemplo.es")
    page.get_by_role("button", name="Sí, envíalo").click()
    sees_it_resolved_meanwhile(page, running)
    page.get_by_role("button", name="Sí, resuelta").click()
    expect(messages(page, "survey")).to_be_visible()
    assert here.violations() == []
    page.get_by_role("button", name="5 (muy bien)").click()
    expect(messages(page, "survey").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("button", name="No, gracias")).to_be_visible()
    types(page, "muy rápidos y amables")
    expect(messages(page, "text").last).to_contain_text("Apuntado también")


def test_an_answer_in_the_dark(visit, picture):
    here = visit(viewport=DESKTOP, color_scheme="dark")
    here.page.get_by_role("button", name="Entendido").click()
    presses_starter(here.page, BIZUM)
    expect(messages(here.page, "answer")).to_contain_text("Bizum")
    assert here.violations() == []
    picture(here.page, "dark")


def test_two_tabs_stay_in_step(running, visit):
    here = visit(viewport=DESKTOP)
    presses_starter(here.page, BIZUM)
    expect(messages(here.page, "answer")).to_have_count(1)
    other = here.page.context.new_page()
    other.goto(f"{running.base_url}/")
    expect(messages(other, "answer")).to_have_count(1)
    presses_starter(other, DELIVERY)
    for tab in (here.page, other):
        expect(messages(tab, "answer")).to_have_count(2)
    presses_starter(here.page, RETURN)
    expect(messages(other, "answer")).to_have_count(3)
    assert words(other) == words(here.page)
    each_is_answered_once(running, here.page, [BIZUM, DELIVERY, RETURN])


def test_half_a_minute_without_a_network_in_mid_send_loses_and_doubles_nothing(running, visit):
    """A message whose receipt is lost, one written without a network, and a draft."""
    here = visit(viewport=DESKTOP)
    page = here.page
    presses_starter(page, BIZUM)
    expect(messages(page, "answer")).to_have_count(1)
    page.route("**/messages", lambda route: (route.fetch(), route.abort()))
    presses_starter(page, DELIVERY)
    expect(messages(page, "answer")).to_have_count(2)  # the gateway has it
    page.context.set_offline(True)
    page.unroute("**/messages")
    presses_starter(page, RETURN)
    waiting = page.locator("support-chat li[data-state=failed]").filter(has_text=RETURN)
    expect(waiting.get_by_role("button", name="Reintentar")).to_be_visible()
    page.get_by_role("textbox").fill("a medio escribir")
    page.wait_for_timeout(OFFLINE_MS)
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Sin conexión")
    page.context.set_offline(False)
    expect(messages(page, "answer")).to_have_count(3)
    expect(page.locator("support-chat li[data-sender=contact][data-state=sent]")).to_have_count(3)
    expect(page.get_by_role("textbox")).to_have_value("a medio escribir")
    each_is_answered_once(running, page, [BIZUM, DELIVERY, RETURN])
    here.complaints = [each for each in here.complaints if "net::ERR_" not in each]  # no network


def each_is_answered_once(running: Running, page: Page, questions: list[str]) -> None:
    """Asked of the gateway itself: nothing lost, nothing doubled."""
    key = "Object.keys(localStorage).find(key => key.endsWith(':credentials'))"
    mine = page.evaluate(f"JSON.parse(localStorage.getItem({key}))")
    address = f"{running.base_url}/v1/conversations/{mine['conversationId']}/messages?after=0"
    bearer = {"Authorization": f"Bearer {mine['token']}"}
    said = httpx.get(address, headers=bearer).json()["messages"]
    asked = [each for each in said if each["sender"] == "contact"]
    assert [each["text"] for each in asked] == questions
    answers = [each["in_reply_to"] for each in said if each["kind"] == "answer"]
    assert answers == [[each["message_id"]] for each in asked]


def says_what_it_is(here: Visit) -> None:
    expect(here.page.get_by_role("main")).to_contain_text("asistente automático")
    chat = here.page.get_by_role("dialog")
    expect(chat.get_by_text("Asistente automático", exact=True)).to_be_visible()
    expect(messages(here.page, "welcome")).to_contain_text("soy el asistente automático")
    expect(chat.get_by_role("note", name="Privacidad")).to_be_visible()
    assert here.violations() == []


def asks_a_starter_and_says_it_helped(here: Visit) -> None:
    presses_starter(here.page, RETURN)
    answer = messages(here.page, "answer")
    expect(answer).to_contain_text("30 días desde la entrega")
    expect(answer.locator("a.read-more")).to_have_attribute(
        "href", re.compile("/help/es/return-how$")
    )
    assert here.violations() == []
    here.page.get_by_role("button", name="Sí, me sirve").click()
    expect(messages(here.page, "text").last).to_contain_text("¡Me alegro!")


def leaves_a_ticket_by_keyboard(here: Visit) -> None:
    page = here.page
    types(page, UNCOVERED)
    expect(messages(page, "question").last).to_contain_text("¿A qué correo o teléfono")
    types(page, "ana.lopez@ejemplo.es")
    expect(messages(page, "question").last).to_contain_text("¿Cómo te llamas?")
    types(page, "Ana López")
    expect(messages(page, "question").last).to_contain_text(UNCOVERED)
    assert here.violations() == []
    tabs_back_to(page, page.get_by_role("button", name="Sí, envíalo"))
    page.keyboard.press("Enter")
    card = page.get_by_role("group", name=re.compile(r"Solicitud T-\d+"))
    expect(card).to_contain_text(TEAM)
    expect(card.locator("time")).to_have_text(re.compile(r"\d{1,2}:\d{2}"))
    told = messages(page, "ticket").last.locator(".words").inner_text()
    assert is_response(told, "utter_ticket_opened", "es")
    assert here.violations() == []


def sees_what_the_help_desk_received(here: Visit) -> None:
    desk = here.page.get_by_role("region", name="Lo que recibe tu servicio de ayuda")
    delivery = desk.get_by_role("article", name=re.compile(r"ticket\.created T-\d+"))
    expect(delivery).to_contain_text("Entregado")
    expect(delivery).to_contain_text("HTTP 204")
    expect(delivery).to_contain_text(f'"summary": "{UNCOVERED}"')
    expect(delivery).to_contain_text('"email": "ana.lopez@ejemplo.es"')
    assert here.violations() == []


def comes_back_and_finds_everything(here: Visit) -> None:
    before = words(here.page)
    here.page.reload()
    expect(messages(here.page, "ticket")).to_be_visible()
    assert words(here.page) == before
    assert here.violations() == []


def goes_on_in_english(here: Visit) -> None:
    page = here.page
    page.get_by_role("banner").get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How can we help?")
    page.get_by_role("textbox", name="Write your message").focus()
    types(page, "how long does delivery take?")
    expect(messages(page, "answer").last).to_contain_text("24 to 48 hours")
    expect(page.get_by_role("button", name="Yes, that helps")).to_be_visible()
    assert here.violations() == []


def asks_about_an_invoice(page: Page, says: Callable[[Page, str], None]) -> None:
    says(page, "me habéis cobrado dos veces la misma compra")
    expect(messages(page, "question").last).to_contain_text("¿Cuál es el número de pedido?")
    says(page, "AU-48213")
    expect(messages(page, "question").last).to_contain_text("¿Qué día se hizo el cargo?")
    page.get_by_role("button", name="No lo sé", exact=True).click()
    expect(messages(page, "question").last).to_contain_text("¿A qué correo o teléfono")


def says_what_is_asked(page: Page) -> None:
    fill_form(page, types, ANSWERS, until="Sí, envíalo")


def fill_form(
    page: Page, says: Callable[[Page, str], None], answers: dict[str, str], *, until: str
) -> None:
    """Answers the form, question after question, until it sums up with that button."""
    asked = messages(page, "question")
    for count in range(1, MOST_QUESTIONS):
        expect(asked).to_have_count(count)
        if page.get_by_role("button", name=until).is_visible():
            return
        question = asked.last.inner_text()
        says(page, next(answer for asks, answer in answers.items() if asks in question))
    raise AssertionError("the form does not come to an end")


def corrects_the_address(page: Page, address: str) -> None:
    page.get_by_role("button", name="Cambiar algo").click()
    page.get_by_role("button", name="El contacto: correo o teléfono").click()
    expect(messages(page, "question").last).to_contain_text("¿A qué correo o teléfono")
    types(page, address)
    expect(messages(page, "question").last).to_contain_text(address)


def sees_it_resolved_meanwhile(page: Page, running: Running) -> None:
    """The card changes by itself as the team goes on, and the team's words come."""
    card = page.get_by_role("group", name=re.compile(r"Solicitud T-\d+"))
    expect(card).to_be_visible()
    status = card.locator("[part=ticket-status]").first
    before = status.inner_text()
    number = card.locator("[part=ticket-number]").first.inner_text()
    agent(running, "resolve", number, "Devuelto hoy mismo.")
    expect(status).not_to_have_text(before)
    expect(page.get_by_role("log")).to_contain_text("Devuelto hoy mismo.")


def says_who_she_is(page: Page, says: Callable[[Page, str], None]) -> None:
    says(page, "ana@ejemplo.es")
    expect(messages(page, "question").last).to_contain_text("¿Cómo te llamas?")
    says(page, "Ana López")
    expect(messages(page, "question").last).to_contain_text("Facturación y pagos")


def presses_starter(page: Page, question: str) -> None:
    page.get_by_role("main").get_by_role("button", name=question).click()


def writes(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Enviar", exact=True).tap()


def types(page: Page, text: str) -> None:
    """With the keyboard alone: the focus is where the conversation goes on."""
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def tabs_back_to(page: Page, goal: Locator) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab")
        if goal.evaluate("each => each.matches(':focus')"):
            return
    raise AssertionError(f"{MOST_TABS} times Shift+Tab do not lead there")


def messages(page: Page, kind: str) -> Locator:
    return page.locator(f"support-chat li[data-kind={kind}]")


def words(page: Page) -> list[str]:
    return page.locator("support-chat li .words, support-chat li .prose").all_inner_texts()
