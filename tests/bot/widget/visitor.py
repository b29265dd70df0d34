"""What a visitor does in the chat, as tests say it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.bot.widget.recorded_gateway import RecordedGateway

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_bare_page(page: Page, gateway: RecordedGateway) -> None:
    """A shop's page, with the chat open."""
    page.goto(f"{gateway.url}/bare")
    page.get_by_role("button", name="Open the help chat").click()


def write(page: Page, text: str) -> None:
    """Writes and sends."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def messages(page: Page, kind: str) -> Locator:
    """The messages of a kind in the log."""
    return page.locator(f"support-chat li[data-kind={kind}]")


def said(page: Page) -> Locator:
    """What the contact has said."""
    return page.locator("support-chat li[data-sender=contact]")


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Waits in the page, so that its requests go on."""
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def violations(page: Page) -> list[str]:
    """What axe finds; its script is on the page already."""
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def announced(page: Page) -> None:
    """Has the page keep in `heard` what its status line says, in order."""
    page.evaluate("""() => {
        window.heard = [];
        const chat = document.querySelector("support-chat").shadowRoot;
        const status = chat.querySelector("[role=status]");
        const note = () => heard.at(-1) !== status.innerText && heard.push(status.innerText);
        const changes = {subtree: true, childList: true, characterData: true};
        new MutationObserver(note).observe(status, changes);
    }""")


def heard(page: Page) -> list[str]:
    """What the status line has said since, without its silences."""
    return [line.strip() for line in page.evaluate("heard") if line.strip()]
