"""What a form writes: the value alone, checked with everything, and never over somebody's work."""

import html
import re

from bot.workspace_files import WorkspaceFiles
from bot.workspace_files.yaml_value import plain
from tests.bot.console.person import Person, words_of

DESK = "/console/company/actions~desk.yml"
INPUT = re.compile(r"<(input|textarea|select)\b([^>]*)>", re.DOTALL)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def fields_of(page) -> dict[str, list[str]]:
    """What a browser would send of the first form that has a revision, as it is shown."""
    form = next(
        each for each in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if "revision" in each
    )
    found: dict[str, list[str]] = {}
    for tag, rest in INPUT.findall(form):
        about = dict(ATTRIBUTE.findall(rest))
        name = about.get("name", "")
        if tag == "input" and (about.get("type") != "checkbox" or "checked" in about):
            found.setdefault(name, []).append(html.unescape(about.get("value", "")))
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = [html.unescape(text)]
    for name, options in re.findall(
        r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        found[name] = [html.unescape(chosen[1])] if chosen else []
    return found


def saves(person: Person, address: str, **changes: object):
    """Opens a form, changes some fields and sends it."""
    page = person.opens(address)
    assert page.status_code == 200
    fields = {
        **fields_of(page),
        **{name.replace("__", "."): each for name, each in changes.items()},
    }
    fields.pop("csrf")
    return person.sends(address.partition("?")[0], **fields)


def test_a_field_is_written_and_everything_else_stays(lead, workspace):
    file = workspace.root / "actions/desk.yml"
    before = file.read_text("utf-8").splitlines()
    sent = saves(lead, f"{DESK}?at=teams/care", f__hours="Mo-Fr 08:00-20:00")
    assert "Saved." in words_of(lead.follows(sent))
    after = file.read_text("utf-8").splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("    hours: Mo-Fr 09:00-21:00; Sa 10:00-18:00", "    hours: Mo-Fr 08:00-20:00")
    ]
    changes = lead.opens("/console/company-changes")
    assert "Edit teams.care in actions/desk.yml Ana" in words_of(changes)
    (undo,) = re.findall(r'action="(/console/company-changes/[^"]+/undo)"', changes.text)
    assert "taken back" in words_of(lead.follows(lead.sends(undo)))
    assert file.read_text("utf-8").splitlines() == before


def test_what_the_check_refuses_is_told_at_the_field_and_not_written(lead, workspace):
    file = workspace.root / "actions/desk.yml"
    before = file.read_bytes()
    sent = saves(lead, f"{DESK}?at=teams/care", f__hours="whenever")
    assert sent.status_code == 422
    (told,) = re.findall(r'id="f\.hours-wrong">(.*?)</p>', sent.text, re.DOTALL)
    assert "'whenever' is not in opening hours' notation" in html.unescape(told)
    assert 'value="whenever"' in sent.text
    assert file.read_bytes() == before


def test_a_file_that_was_changed_by_hand_is_not_overwritten(lead, workspace):
    file = workspace.root / "actions/desk.yml"
    address = f"{DESK}?at=teams/care"
    fields = fields_of(lead.opens(address))
    fields.pop("csrf")
    hours = "hours: Mo-Fr 09:00-21:00; Sa 10:00-18:00"
    before, inside, after = file.read_text("utf-8").rpartition(
        f"    {hours}\n    first_answer: 1 h"
    )
    by_hand = before + inside.replace(hours, "hours: Mo-Fr 07:00-18:00") + after
    file.write_text(by_hand, "utf-8")
    sent = lead.sends(DESK, **{**fields, "f.hours": "Mo-Fr 08:00-20:00"})
    assert sent.status_code == 409
    words = words_of(sent)
    assert "Nothing was overwritten" in words
    assert "hours: Mo-Fr 07:00-18:00" in words and "hours: Mo-Fr 08:00-20:00" in words
    assert file.read_text("utf-8") == by_hand
    # Sent again from the page that shows both, it is written upon what is there now.
    again = {**fields_of(sent), "f.hours": "Mo-Fr 08:00-20:00"}
    again.pop("csrf")
    lead.follows(lead.sends(DESK, **again))
    desk = plain(file.read_text("utf-8"))
    assert desk["teams"]["care"]["hours"] == "Mo-Fr 08:00-20:00"
    assert file.read_text("utf-8") == by_hand.replace("07:00-18:00", "08:00-20:00")


def test_a_preview_says_what_customers_are_told_and_writes_nothing(lead, workspace):
    file = workspace.root / "actions/desk.yml"
    before = file.read_bytes()
    page = saves(lead, f"{DESK}?at=topics/returns", f__team="care", preview="1")
    words = words_of(page)
    assert "In es it goes to Customer care: first answer by" in words
    assert "− returns" not in words and "team: care" in words
    assert file.read_bytes() == before


def test_a_thing_is_added_and_removed(lead, workspace):
    file = workspace.root / "actions/desk.yml"
    before = file.read_text("utf-8")
    address = f"{DESK}?at=contact_ways&new=1"
    taken = saves(lead, address, key="phone", f__name__es="Teléfono")
    assert "Another one is called phone already" in words_of(taken)
    sent = saves(
        lead,
        address,
        **{
            "key": "chat",
            "f.name.es": "Chat",
            "f.name.en": "Chat",
            "f.address.es": "x.es",
            "f.address.en": "x.es",
        },
    )
    lead.follows(sent)
    added = plain(file.read_text("utf-8"))["contact_ways"]["chat"]
    assert added == {"name": {"es": "Chat", "en": "Chat"}, "address": {"es": "x.es", "en": "x.es"}}
    page = lead.opens(f"{DESK}?at=contact_ways/chat")
    revision = fields_of(page)["revision"]
    gone = lead.sends(f"{DESK}/remove", at="contact_ways/chat", revision=revision)
    assert "Removed." in words_of(lead.follows(gone))
    assert file.read_text("utf-8") == before


def test_a_text_of_the_bot_is_read_as_customers_read_it_and_changed(lead, workspace):
    address = "/console/company/domain.yml?at=utter_greet"
    seen = saves(lead, address, text__1="Hi, this is {company}.", preview="1")
    assert "Hi, this is Aurora Electrónica." in words_of(seen)
    wrong = saves(lead, address, text__1="Hi, this is {nobody}.")
    assert wrong.status_code == 422
    assert "{nobody} in language 'en' is never filled" in words_of(wrong)
    lead.follows(saves(lead, address, text__1="Hi, this is {company}."))
    domain = plain((workspace.root / "domain.yml").read_text("utf-8"))
    assert domain["responses"]["utter_greet"][1]["text"] == "Hi, this is {company}."


def test_examples_and_whole_files_are_changed(lead, workspace):
    address = "/console/company/nlu_data~nlu~es~orders.yml"
    lines = fields_of(lead.opens(address))["list.0"][0]
    lead.follows(saves(lead, address, list__0=f"{lines}\nquiero ver mis compras de ayer"))
    text = (workspace.root / "nlu_data/nlu/es/orders.yml").read_text("utf-8")
    assert "\n      - quiero ver mis compras de ayer\n" in text
    broken = saves(lead, "/console/company/config.yml", text="recipe: [")
    assert broken.status_code == 422
    assert "config.yml, line" in words_of(broken)
    assert len(WorkspaceFiles.of(workspace).history.newest()) == 1
