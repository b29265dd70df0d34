from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, FilePayload, Page, expect

from tests.bot.widget.recorded_gateway import RecordedGateway
from tests.bot.widget.visitor import announced, heard, open_bare_page, said, until, write

pytestmark = pytest.mark.browser

LARGE = 12_000_000  # more than the sockets between browser and gateway hold


def text_file(name: str, size: int = 1_500) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": b"a" * size}


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("support-chat input[type=file]").set_input_files(list(files))


def tray(page: Page):
    return page.get_by_role("list", name="Files for this message").get_by_role("listitem")


def attached(gateway: RecordedGateway) -> list[list[str]]:
    """The names of the files of each message that came with some."""
    return [
        [card["name"] for card in message["attachments"]]
        for message in gateway.conversation.messages
        if "attachments" in message
    ]


def test_files_are_chosen_by_keyboard_and_leave_with_the_words(page, gateway):
    choosers: list[FileChooser] = []

    def appeared(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", appeared)
    open_bare_page(page, gateway)
    announced(page)
    expect(page.get_by_role("textbox")).to_be_focused()
    page.get_by_role("button", name="Attach files").press("Enter")
    until(page, lambda: len(choosers) == 1)
    assert choosers[0].is_multiple()
    choosers[0].set_files([text_file("invoice.txt"), text_file("photo.txt", 2_300_000)])
    expect(tray(page)).to_have_count(2)
    until(page, lambda: "photo.txt: attached, ready to send" in " ".join(heard(page)))
    write(page, "fault")
    message = said(page)
    expect(message.get_by_role("button", name="Download invoice.txt 2 kB")).to_be_visible()
    expect(message.get_by_role("button", name="Download photo.txt 2.3 MB")).to_be_visible()
    expect(tray(page)).to_have_count(0)
    until(page, lambda: attached(gateway) == [["invoice.txt", "photo.txt"]])
    assert "invoice.txt: attached, ready to send" in " ".join(heard(page))


def test_a_file_needs_no_words(page, gateway):
    open_bare_page(page, gateway)
    choose(page, text_file("invoice.txt"))
    expect(tray(page)).to_contain_text("2 kB")
    page.get_by_role("button", name="Send").click()
    expect(said(page)).to_have_count(1)
    expect(said(page).locator("[part=bubble]")).to_have_count(0)
    until(page, lambda: attached(gateway) == [["invoice.txt"]])


def test_progress_is_shown_and_a_message_waits_for_its_files(page, gateway):
    gateway.takes_files.clear()
    open_bare_page(page, gateway)
    choose(page, text_file("film.txt", LARGE))
    progress = page.get_by_role("progressbar", name="Uploading… film.txt")
    until(page, lambda: 0 < progress.evaluate("bar => bar.value") < 1)
    write(page, "fault")
    expect(page.get_by_role("status")).to_contain_text("It is sent as soon as the files are up.")
    expect(page.get_by_role("textbox")).to_have_value("fault")
    assert gateway.conversation.messages == []
    gateway.takes_files.set()
    expect(said(page)).to_have_count(1)
    expect(page.get_by_role("textbox")).to_have_value("")
    until(page, lambda: attached(gateway) == [["film.txt"]])


def test_a_file_can_be_cancelled_under_way_and_taken_out_again(page, gateway):
    gateway.takes_files.clear()
    open_bare_page(page, gateway)
    choose(page, text_file("film.txt", LARGE))
    page.get_by_role("button", name="Cancel film.txt").click()
    expect(tray(page)).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()
    gateway.takes_files.set()
    choose(page, text_file("invoice.txt"), text_file("note.txt"))
    page.get_by_role("button", name="Remove invoice.txt").click()
    expect(tray(page)).to_have_count(1)
    expect(tray(page)).to_contain_text("kB")
    write(page, "fault")
    expect(said(page)).to_have_count(1)
    until(page, lambda: attached(gateway) == [["note.txt"]])


def test_what_is_refused_says_why_and_the_rest_leaves(page, gateway):
    why = {
        "film.mov": (413, "The file is too large. The most is 10 MB."),
        "tool.exe": (415, "We cannot take this kind of file."),
        "bad.txt": (422, "It did not pass the security check."),
    }
    gateway.refused_files = why
    open_bare_page(page, gateway)
    announced(page)
    choose(page, *map(text_file, [*why, "good.txt"]))
    for name, (_, sentence) in why.items():
        item = tray(page).filter(has_text=name)
        expect(item).to_contain_text(sentence)
        expect(item.get_by_role("button", name="Try again")).to_have_count(0)
        line = f"{name}: {sentence}"
        until(page, lambda line=line: line in " ".join(heard(page)))
    write(page, "fault")
    expect(said(page).get_by_role("button", name="Download good.txt")).to_be_visible()
    expect(tray(page)).to_have_count(3)
    until(page, lambda: attached(gateway) == [["good.txt"]])


def test_what_failed_on_the_way_is_tried_again(page, gateway):
    open_bare_page(page, gateway)
    page.route("**/attachments", lambda route: route.abort())
    choose(page, text_file("invoice.txt"))
    expect(tray(page)).to_contain_text("It could not be uploaded.")
    page.unroute("**/attachments")
    tray(page).get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Remove invoice.txt")).to_be_visible()
    write(page, "fault")
    expect(said(page)).to_have_count(1)
    until(page, lambda: attached(gateway) == [["invoice.txt"]])


def test_one_message_takes_ten_files_and_the_next_one_the_eleventh(page, gateway):
    open_bare_page(page, gateway)
    choose(page, *[text_file(f"{number}.txt") for number in range(11)])
    too_many = tray(page).last
    expect(too_many).to_contain_text("A message takes ten files")
    too_many.get_by_role("button", name="Try again").click()
    expect(too_many).to_contain_text("A message takes ten files")
    until(page, lambda: len(gateway.files) == 10)
    write(page, "fault")
    expect(tray(page)).to_have_count(1)
    tray(page).get_by_role("button", name="Try again").click()
    expect(tray(page)).to_contain_text("kB")
    page.get_by_role("button", name="Send").click()
    expect(said(page)).to_have_count(2)
    until(page, lambda: [len(names) for names in attached(gateway)] == [10, 1])


def test_a_file_that_came_too_slowly_or_at_a_bad_moment_may_be_tried_again(page, gateway):
    gateway.refused_files = {"a.txt": (408, "Too slow."), "b.txt": (503, "Not checked.")}
    open_bare_page(page, gateway)
    choose(page, text_file("a.txt"), text_file("b.txt"))
    for name, why in (("a.txt", "Too slow."), ("b.txt", "Not checked.")):
        item = tray(page).filter(has_text=name)
        expect(item).to_contain_text(why)
        expect(item.get_by_role("button", name="Try again")).to_be_visible()


def test_a_file_is_pasted_or_dropped_into_the_chat(page, gateway):
    open_bare_page(page, gateway)
    page.get_by_role("textbox").evaluate("""input => {
        const given = new DataTransfer();
        given.items.add(new File(["a"], "pasted.txt"));
        const how = {clipboardData: given, bubbles: true, cancelable: true};
        input.dispatchEvent(new ClipboardEvent("paste", how));
    }""")
    expect(tray(page)).to_contain_text("pasted.txt")
    page.get_by_role("dialog").evaluate("""dialog => {
        const given = new DataTransfer();
        given.items.add(new File(["a"], "dropped.txt"));
        dialog.dispatchEvent(new DragEvent("drop", {dataTransfer: given, cancelable: true}));
    }""")
    expect(tray(page).last).to_contain_text("dropped.txt")


def test_a_file_is_fetched_with_the_token_which_no_address_holds(page, gateway, tmp_path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_bare_page(page, gateway)
    choose(page, text_file("invoice.txt"))
    expect(tray(page)).to_contain_text("kB")
    write(page, "fault")
    page.reload()
    with page.expect_download() as download:
        said(page).get_by_role("button", name="Download invoice.txt").click()
    assert download.value.suggested_filename == "invoice.txt"
    kept = tmp_path / "kept"
    download.value.save_as(kept)
    assert kept.read_bytes() == b"a" * 1_500
    assert not any("fresh" in address for address in asked)
    gateway.files.clear()
    said(page).get_by_role("button", name="Download invoice.txt").click()
    expect(page.get_by_role("status")).to_contain_text("There is no such file.")


def test_the_gateway_itself_takes_refuses_and_hands_back_files(real_gateway, page):
    """Sizes and types are the gateway's to tell, while a file is on its way."""
    page.goto(real_gateway)
    page.get_by_role("dialog").get_by_role("button", name="English").click()
    choose(page, text_file("film.txt", LARGE), text_file("note.txt"))
    expect(tray(page).filter(has_text="film.txt")).to_contain_text("The most is 10 MB.")
    choose(page, {"name": "page.html", "mimeType": "text/html", "buffer": b"<html></html>"})
    expect(tray(page).last).to_contain_text("We cannot take this kind of file.")
    page.get_by_role("button", name="Send").click()
    with page.expect_download() as download:
        said(page).get_by_role("button", name="Download note.txt").click()
    assert Path(download.value.path()).read_bytes() == b"a" * 1_500
