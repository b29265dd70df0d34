import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bot.gateway.stand_in_rasa import reply
from tests.bot.gateway.stand_in_rasa import said as said_to
from tests.bot.widget.conftest import Host
from tests.bot.widget.recorded_gateway import WIDGET
from tests.bot.widget.visitor import messages, said, write
from tests.conftest import need

RELEASES = sorted(path for path in (WIDGET / "built").iterdir() if path.is_dir())
# What sites have pinned; a line is added with `npm run release`, and none is ever changed.
RELEASED = {
    "1.0.0": "sha384-quKVnkMw+GeZ/GmszsjxoeGVXdIIvzjqLbdqK7m1kz+cy55Hm+dwM2bkCYRhNmF5",
    "1.1.0": "sha384-L08j5cZ3vFkFTRADK1b0sp1DkjmuEbiOaEQYKYc7jRuA6bz4NdvXjcJ99LZ52QBc",
}
DOCS = Path(__file__).parents[3] / "docs" / "embedding.md"
SOURCES = {path.name: path.read_text() for path in (WIDGET / "source").iterdir()}


def integrity(release: Path) -> str:
    digest = hashlib.sha384((release / "support-chat.js").read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def policy(gateway: str) -> str:
    """The one that the docs promise to be enough."""
    (line,) = re.findall(r"^Content-Security-Policy: (.*)$", DOCS.read_text(), re.MULTILINE)
    return line.replace("https://help.example.com", gateway)


def watch(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script("""
        window.reports = [];
        document.addEventListener("securitypolicyviolation", (event) =>
            reports.push(`${event.violatedDirective} ${event.blockedURI}`));
    """)
    return complaints


def test_a_release_is_never_written_again():
    assert {release.name: integrity(release) for release in RELEASES} == RELEASED
    told = {release.name: (release / "integrity.txt").read_text().strip() for release in RELEASES}
    assert told == RELEASED


def test_a_release_is_older_than_what_is_built_now():
    """Or the test of what sites have pinned would be about nothing."""
    built = (WIDGET / "built" / "support-chat.js").read_bytes()
    assert any((release / "support-chat.js").read_bytes() != built for release in RELEASES)


@pytest.mark.browser
def test_a_strict_page_of_another_origin_needs_no_more_than_the_docs_say(host: Host, page):
    complaints = watch(page)
    host.policy = policy(host.gateway)
    host.body = f"""<script type="module" src="{host.gateway}/widget/v1.js"></script>
        <support-chat gateway="{host.gateway}" site="demo" locale="en" open></support-chat>"""
    page.goto(host.url)
    page.locator("support-chat input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a"}
    )
    expect(page.get_by_role("button", name="Remove note.txt")).to_be_visible()
    expect(page.get_by_role("list", name="Files for this message")).to_contain_text("1 kB")
    write(page, "hello")
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(1)
    with page.expect_download():
        said(page).get_by_role("button", name="Download note.txt").click()
    page.get_by_role("button", name="Options").click()
    with page.expect_download():
        page.get_by_role("button", name="Download the conversation").click()
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="Delete my data").click()
    page.get_by_role("group", name="Options").get_by_role("button", name="Delete my data").click()
    expect(said(page)).to_have_count(0)
    assert page.evaluate("reports") == []
    assert complaints == []


def buttons(*titles: str) -> list[dict[str, str]]:
    """What each sends stands in it."""
    return [{"title": title, "payload": f"/{title}"} for title in titles]


ARTICLE = {"id": "return-how", "title": "Returns", "url": "/help/en/return-how", "revision": "a"}
TICKET = {
    "number": "T-1",
    "status": "open",
    "label": "Received",
    "team": "Orders",
    "due_at": "2026-11-24T12:00:00Z",
    "time_zone": "Europe/Madrid",
    "stages": ["Received", "Resolved"],
}
THANKS = reply("Thank you.")
THE_BOT = {
    "how do I return an order?": [
        reply(
            "You have 30 days.",
            kind="answer",
            html="<p>You have 30 days.</p>",
            article=ARTICLE,
            buttons=buttons("Yes, that helps", "No"),
        )
    ],
    "money": [
        reply("Is it this?", kind="suggestions", buttons=buttons("When I get it back", "None"))
    ],
    "/When I get it back": [
        reply("Which e-mail shall we answer?", kind="question", field="contact")
    ],
    "ana@example.com": [reply("Done.", kind="ticket", ticket=TICKET)],
    "is it solved?": [reply("How did we do?", kind="survey", buttons=buttons(*"12345"))],
}


@pytest.mark.browser
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_pinned_release_still_talks_with_this_gateway(host: Host, page, release):
    complaints = watch(page)
    address = f"{host.gateway}/widget/{release.name}/support-chat.js"
    host.body = f"""<script type="module" crossorigin src="{address}"
        integrity="{integrity(release)}"></script>
        <support-chat gateway="{host.gateway}" site="demo" locale="en" open></support-chat>"""
    host.say = lambda request: said_to(request, *THE_BOT.get(request["message"], [THANKS]))
    page.goto(host.url)
    write(page, "how do I return an order?")
    answer = messages(page, "answer")
    expect(answer).to_contain_text("You have 30 days.")
    link = answer.get_by_role("link", name="Read more Returns")
    expect(link).to_have_attribute("href", f"{host.gateway}/help/en/return-how")
    page.get_by_role("button", name="Yes, that helps").click()
    expect(answer.get_by_role("button")).to_have_count(0)
    write(page, "money")
    messages(page, "suggestions").get_by_role("button", name="When I get it back").click()
    expect(messages(page, "question")).to_contain_text("Which e-mail shall we answer?")
    expect(page.get_by_role("textbox")).to_have_attribute("inputmode", "email")
    write(page, "ana@example.com")
    card = page.get_by_role("group", name="Request T-1")
    expect(card).to_contain_text("Orders")
    expect(card.locator("time")).to_contain_text("November 24")
    expect(card.locator("[aria-current=step]")).to_contain_text("Received")
    write(page, "is it solved?")
    survey = messages(page, "survey")
    survey.get_by_role("button", name="5").click()
    expect(survey.get_by_role("button")).to_have_count(0)
    expect(messages(page, "text").last).to_contain_text("Thank you.")
    page.reload()
    expect(card).to_be_visible()
    expect(messages(page, "text").last).to_contain_text("Thank you.")
    assert complaints == []


@pytest.mark.browser
def test_what_the_page_offers_instead_shows_until_the_script_is_there(host: Host, page):
    host.body = f"""<script type="module" src="{host.gateway}/widget/none.js"></script>
        <support-chat gateway="{host.gateway}" site="demo" locale="en" open>
        <a href="tel:+34900123456">900 123 456</a></support-chat>"""
    page.goto(host.url)
    expect(page.get_by_role("link", name="900 123 456")).to_be_visible()
    host.body = host.body.replace("none.js", "v1.js")
    page.goto(host.url)
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(page.get_by_role("link", name="900 123 456")).to_be_hidden()
    page.context.set_offline(True)
    write(page, "hello")
    expect(page.get_by_role("link", name="900 123 456")).to_be_visible()


@pytest.mark.browser
def test_a_page_opens_closes_and_hears_of_it_all(host: Host, page):
    host.body = f"""<script type="module" src="{host.gateway}/widget/v1.js"></script>
        <support-chat gateway="{host.gateway}" site="demo" locale="en"></support-chat>"""
    page.goto(host.url)
    page.evaluate("""async () => {
        await customElements.whenDefined("support-chat");
        window.told = [];
        window.chat = document.querySelector("support-chat");
        for (const name of ["message", "locale", "ended"])
            chat.addEventListener(name, () => told.push(name));
        chat.toggle();
    }""")
    expect(page.get_by_role("textbox", name="Write your message")).to_be_focused()
    page.evaluate("chat.setLocale('es')")
    expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()
    page.evaluate("chat.send('hola')")
    expect(page.locator("li[data-sender=bot]").last).to_contain_text("hola")
    page.evaluate("chat.logout()")
    expect(said(page)).to_have_count(0)
    assert page.evaluate("told") == ["locale", "message", "message", "ended"]
    page.evaluate("chat.close()")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.browser
def test_a_page_hears_when_the_chat_is_ready_and_what_went_wrong(host: Host, page):
    host.body = f"""<support-chat gateway="{host.gateway}" site="demo" locale="en"></support-chat>
        <script>
          window.told = [];
          const chat = document.querySelector("support-chat");
          for (const name of ["ready", "error"])
            chat.addEventListener(name, ({{ type, detail }}) => told.push([type, detail]));
        </script>
        <script type="module" src="{host.gateway}/widget/v1.js"></script>"""
    page.goto(host.url)
    page.wait_for_function("told.length === 1")
    page.context.set_offline(True)
    page.evaluate("chat.send('hello')")
    page.wait_for_function("told.length === 2")
    ready, error = page.evaluate("told")
    assert ready == ["ready", {"conversationId": None}]
    assert (error[0], error[1]["name"]) == ("error", "Unreachable")


def snippets() -> dict[str, str]:
    """What the docs show for each kind of shop, by its language."""
    shops = DOCS.read_text().split("## Shops")[1]
    return dict(re.findall(r"^```(\w+)\n(.*?)^```", shops, re.MULTILINE | re.DOTALL))


def as_wordpress_prints(snippet: str, tmp_path: Path) -> str:
    php = shutil.which("php")
    need(php is not None, "PHP: apt-get install php-cli")
    theme = """<?php
        function add_action($hook, $act) { if ($hook === 'wp_footer') $act(); }
        function get_locale() { return 'en_GB'; }
        function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
    """
    file = tmp_path / "functions.php"
    file.write_text(theme + snippet)
    return subprocess.run([php, file], capture_output=True, text=True, check=True).stdout


def as_a_template_prints(snippet: str, _folder: Path) -> str:
    return re.sub(r"\{\{.*?\}\}|\{\$.*?\}", "en", snippet)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("php", as_wordpress_prints),
        ("smarty", as_a_template_prints),
        ("liquid", as_a_template_prints),
    ],
)
def test_what_is_pasted_into_a_shop_brings_the_chat(host: Host, page, tmp_path, language, printed):
    lines = printed(snippets()[language], tmp_path)
    host.body = lines.replace("https://help.example.com", host.gateway).replace("shop", "demo")
    page.goto(host.url)
    page.get_by_role("button", name="Open the help chat").click()
    write(page, "hello")
    expect(page.locator("li[data-sender=bot]").last).to_contain_text("hello")


@pytest.mark.browser
def test_what_a_single_page_app_does_works_as_shown(host: Host, page):
    host.body = f"""<script type="module" src="{host.gateway}/widget/v1.js"></script>
        <support-chat gateway="{host.gateway}" site="demo" locale="en" open></support-chat>"""
    page.goto(host.url)
    page.evaluate(f"""async () => {{
        window.counted = [];
        const fetchVisitorToken = async () => null, count = (kind) => counted.push(kind);
        {snippets()["js"]}
    }}""")
    write(page, "hello")
    page.wait_for_function("counted.length === 2")
    # The router takes the element out and puts it back.
    page.evaluate("""() => {
        const chat = document.querySelector("support-chat");
        chat.remove();
        document.body.append(chat);
    }""")
    expect(said(page)).to_have_count(1)
    write(page, "again")
    expect(page.locator("li[data-sender=bot]").last).to_contain_text("again")


def named(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def test_docs_name_every_part_property_and_event_of_the_element():
    docs, sources = DOCS.read_text(), "".join(SOURCES.values())
    parts = {part for parts in named(r'\bpart="([\w -]+)"', sources) for part in parts.split()}
    assert parts <= named(r"`([\w-]+)`", docs)
    properties = named(r"--support-chat-([\w-]+)", SOURCES["support-chat.css"])
    assert properties <= named(r"`(?:--support-chat)?-([\w-]+)`", docs)
    events = named(r'#tell\("(\w+)"', SOURCES["support-chat.js"])
    assert events == named(r"^\| `(\w+)` \|", docs.split("## Events")[1].split("##")[0])
