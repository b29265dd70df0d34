import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DELIVERY = {
    "id": "dlv_1",
    "type": "ticket.created",
    "ticket": "P-1042",
    "helpdesk": "demo",
    "url": "http://127.0.0.1:8090",
    "state": "pending",
    "attempts": [],
    "next_attempt_at": None,
    "headers": {},
    "payload": {"type": "ticket.created", "data": {"ticket": {"subject": "<b>Ana</b>"}}},
}
HEADERS = {"webhook-id": "evt_1", "webhook-signature": "v1,g0hM9SsE…"}


def test_page_speaks_of_its_company_only_and_asks_nothing_of_other_hosts(page, gateway):
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{gateway.url}/")
    expect(page.get_by_role("banner")).to_contain_text("Ejemplo, S. L.")
    expect(page).to_have_title("Ejemplo, S. L. · Ayuda")
    assert "Aurora" not in page.locator("body").inner_text()
    assert [url for url in asked if not url.startswith((gateway.url, "data:"))] == []
    assert complaints == []


def test_starter_opens_the_chat_and_is_answered(page, gateway):
    page.goto(f"{gateway.url}/")
    page.get_by_role("main").get_by_role("button", name="¿Cómo devuelvo un pedido?").click()
    expect(page.locator("support-chat li[data-kind=answer]")).to_contain_text("30 días")


def test_page_and_chat_change_language_together(page, gateway):
    page.goto(f"{gateway.url}/")
    english = page.get_by_role("banner").get_by_role("button", name="English")
    english.click()
    expect(english).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("How can we help?")
    expect(page.get_by_role("textbox", name="Write your message")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="español").click()
    expect(page.get_by_role("main").get_by_role("button", name="Bizum")).to_be_visible()


def test_page_leads_to_the_help_centre_in_its_language(page, gateway):
    page.goto(f"{gateway.url}/")
    expect(page.get_by_role("link", name="Ver todos los artículos de ayuda")).to_have_attribute(
        "href", "/help/es"
    )
    page.get_by_role("banner").get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="See all help articles")).to_have_attribute(
        "href", "/help/en"
    )


def test_panel_shows_a_delivery_from_nothing_to_delivered(page, gateway):
    page.goto(f"{gateway.url}/")
    desk = page.get_by_role("region", name="Lo que recibe tu servicio de ayuda")
    expect(desk).to_contain_text("Todavía no se ha enviado nada")
    page.get_by_role("textbox").fill("Quiero hablar con una persona")
    page.get_by_role("textbox").press("Enter")
    refused = {"at": "2026-11-23T09:30:04Z", "status": None, "error": "connection refused"}
    gateway.deliveries = [DELIVERY | {"attempts": [refused], "headers": HEADERS}]
    card = desk.get_by_role("article", name="ticket.created P-1042")
    expect(card).to_contain_text("Nadie escucha en http://127.0.0.1:8090.")
    expect(card).to_contain_text("make demo-desk")
    expect(card).to_contain_text('"subject": "<b>Ana</b>"')

    taken = {"at": "2026-11-23T09:30:09Z", "status": 201, "error": None}
    card.get_by_text("Cabeceras").click()
    delivered = {"state": "delivered", "attempts": [refused, taken], "headers": HEADERS}
    gateway.deliveries = [DELIVERY | delivered]
    expect(card).to_contain_text("HTTP 201")
    expect(card).to_contain_text("Entregado")
    expect(card.get_by_text("webhook-signature")).to_be_visible()


def test_page_where_customers_write_has_no_panel_and_asks_for_nothing_to_fill_it(page, gateway):
    gateway.config["demo"] = False
    page.goto(f"{gateway.url}/")
    page.get_by_role("main").get_by_role("button", name="¿Cómo devuelvo un pedido?").click()
    expect(page.locator("support-chat li[data-kind=answer]")).to_be_visible()
    expect(page.get_by_text("Lo que recibe tu servicio de ayuda")).to_be_hidden()
    assert [each for each in gateway.requests if "deliveries" in each] == []


def test_page_without_its_settings_says_so(page, gateway):
    gateway.config = {}
    page.goto(f"{gateway.url}/")
    expect(page.get_by_role("main")).to_contain_text("Vuelve a cargarla")
