"""The oracle lets what is approved pass, and notices whatever is put in, left out or exchanged."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.verbatim.oracle import NotVerbatim, Oracle
from tests.verbatim.published import PublishedArticle, published

REPOSITORY = Path(__file__).resolve().parents[2]
ARTICLES = REPOSITORY / "kb_index" / "articles"
ORACLE = Oracle.of(REPOSITORY, notices=[{"es": "Hoy tardamos más.", "en": "Slow today."}])
TYPED = ("do you have a loyalty card?", "reply to tom@example.com, or +34 600 123 123", "Tom")

TICKET = {
    "number": "T-1042",
    "status": "open",
    "label": "Received",
    "team": "Customer care",
    "due_at": "2026-03-24T11:30:00Z",
    "stages": ["Received", "In progress", "Waiting for your answer", "Solved"],
    "outcomes": [
        "We give you a solution and you tell us whether it works for you.",
        "We ask you for one more detail and go on.",
        "If we cannot do it, we tell you why and what else you can do.",
    ],
}
CONFIRM = (
    "This is what I send to the Customer care team:\n– Request: do you have a loyalty card?\n"
    "– Contact: Tom, tom@example.com\nIs it right?"
)
OPENED = (
    "Done, Tom. Your request is T-1042 and the Customer care team has it. They reply to "
    "tom@example.com by Tuesday, March 24, 2026 at 12:30\N{NARROW NO-BREAK SPACE}PM (Madrid time) "
    "at the latest. On your private page, below, you can follow it and add to it from any device."
)


def said(kind: str, text: str, *titles: str, **fields) -> dict:
    buttons = [{"button_id": "btn", "title": title} for title in titles]
    return {"sender": "bot", "kind": kind, "text": text, "buttons": buttons, **fields}


def article(article_id: str, language: str = "en") -> PublishedArticle:
    (found,) = (a for a in ORACLE.articles if (a.id, a.language) == (article_id, language))
    return found


def answer(article_id: str = "return-how") -> dict:
    shown = article(article_id)
    html = MarkdownIt().render(shown.text)
    titles = ("Yes, that helps", "Not what I need")
    return said("answer", shown.text, *titles, article=shown.link, html=html)


def suggestions(*titles: str) -> dict:
    text = "I'm not sure that I understood. Is it one of these?"
    return said("suggestions", text, *titles, "None of these: a person, please")


def confirmation() -> dict:
    return said("question", CONFIRM, "Yes, send it", "Change something", "Cancel")


def opened() -> dict:
    return said("ticket", OPENED, ticket=deepcopy(TICKET))


@pytest.mark.parametrize(
    ("message", "source"),
    [
        (answer(), "return-how"),
        (suggestions("Return an order", "What a return costs"), "utter_suggestions"),
        (confirmation(), "utter_form_confirmed"),
        (opened(), "utter_ticket_opened"),
        (said("text", "Changed: +34600123123."), "utter_changed"),
        (said("notice", "Slow today."), "notice"),
        (said("text", "Glad to hear it! Anything else?"), "utter_helpful_yes"),
    ],
)
def test_what_is_approved_passes(message, source):
    assert ORACLE.judge(message, TYPED).source == source


def refused(message: dict, typed: tuple[str, ...] = TYPED) -> bool:
    try:
        ORACLE.judge(message, typed)
    except NotVerbatim:
        return True
    return False


@pytest.mark.parametrize("message", [answer(), suggestions("Return an order"), opened()])
def test_one_word_changed_put_in_or_left_out_anywhere_is_noticed(message):
    words = message["text"].split(" ")
    for place in range(len(words)):
        for changed in ([], ["perhaps"], [words[place], "perhaps"]):
            text = " ".join(words[:place] + changed + words[place + 1 :])
            assert refused({**message, "text": text}), text


@pytest.mark.parametrize(
    "paraphrase",
    [
        "You've got 30 days from delivery to return it.",
        answer()["text"] + "\n\nIs there anything else?",
        answer()["text"].replace("30", "60"),
        answer()["text"] + " ",
        answer()["text"].replace("\n\n", "\n"),
        answer()["text"].replace("é", "e\N{COMBINING ACUTE ACCENT}").replace("'", "’"),
        "",
    ],
)
def test_a_paraphrase_is_noticed(paraphrase):
    html = MarkdownIt().render(paraphrase)
    assert refused({**answer(), "text": paraphrase, "html": html})


def test_a_part_of_an_article_is_a_whole_section_or_whole_paragraphs_of_one():
    section = "Unused, or tried as you would in a shop, with its box and accessories."
    shown = {**answer(), "text": section, "html": f"<p>{section}</p>"}
    assert not refused(shown)
    for cut in (section[:-1], section.partition(", ")[2], f"{section}\n\nAsk us."):
        assert refused({**shown, "text": cut, "html": f"<p>{cut}</p>"}), cut


@pytest.mark.parametrize(
    "changed",
    [
        {"article": {**article("return-how").link, "revision": "0" * 16}},
        {"article": article("return-cost").link},
        {"article": article("return-how", "es").link},
        {"article": None},
        {"html": answer()["html"].replace("30", "60")},
        {"html": answer()["html"] + "<img src=x>"},
        {"html": answer()["html"].replace("<strong>", "<strong onclick=x>")},
        {"html": None},
        {"buttons": []},
        {"buttons": [{"button_id": "b", "title": "Yes!"}, {"button_id": "b", "title": "No"}]},
        {"kind": "text"},
        {"sender": "agent"},
        {"author": {"name": "Ana"}},
    ],
)
def test_what_comes_with_an_answer_is_the_articles_own(changed):
    assert refused({**answer(), **changed})


def test_a_title_of_no_article_and_a_button_of_no_text_are_noticed():
    assert refused(suggestions("Return an order today"))
    assert refused(suggestions("Devolver un pedido"))
    assert refused(suggestions("Return an order", "Return an order"))
    assert refused(suggestions())
    invented = said("text", "Glad to hear it! Anything else?", "Buy more")
    assert refused(invented)


@pytest.mark.parametrize(
    "text",
    [
        CONFIRM.replace("do you have a loyalty card?", "a loyalty card is wanted"),
        CONFIRM.replace("Customer care", "Dreams"),
        CONFIRM.replace("tom@example.com", "eve@example.com"),
        CONFIRM.replace("tom@example.com", "tom"),
        CONFIRM.replace("Tom", "Eve"),
        CONFIRM.replace("do you have a loyalty card?", "{summary}"),
    ],
)
def test_a_slot_holds_only_what_it_is_for(text):
    assert refused({**confirmation(), "text": text})


@pytest.mark.parametrize("name", ["number", "label", "team", "due_at", "stages", "outcomes"])
def test_a_ticket_is_told_as_its_card_and_the_desk_file_have_it(name):
    others = {"number": "T-7777", "due_at": "2026-03-25T11:30:00Z", "stages": [], "outcomes": []}
    message = opened()
    message["ticket"][name] = others.get(name, "Solved")
    assert refused(message)


def test_the_contacts_words_are_nowhere_but_in_their_slots():
    leaked = said("text", f"Glad to hear it! Anything else? {TYPED[0]}")
    assert refused(leaked)
    assert refused(said("suggestions", f"I'm not sure that I understood: {TYPED[0]}"))
    assert refused(said("question", "What is your name, Tom?"))


def test_what_is_switched_counts():
    withdrawn = Oracle.of(REPOSITORY, withdrawn=["return-how"])
    with pytest.raises(NotVerbatim):
        withdrawn.judge(answer(), TYPED)
    with pytest.raises(NotVerbatim):
        withdrawn.judge(suggestions("Return an order"), TYPED)
    assert refused(said("notice", "Slow tomorrow."))


def test_a_turn_speaks_one_language():
    thanks = said("text", "Gracias por decírmelo.")
    with pytest.raises(NotVerbatim):
        ORACLE.judge_turn([answer(), thanks], TYPED)


def test_drafts_and_archived_articles_are_not_published(tmp_path):
    for status in ("draft", "archived", "published"):
        fields = {"id": status, "language": "en", "title": "T", "status": status}
        head = "\n".join(f"{name}: {json.dumps(value)}" for name, value in fields.items())
        file = tmp_path / "en" / f"{status}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\n{head}\n---\n\nText.\n", "utf-8")
    assert [one.id for one in published(tmp_path, ("en",))] == ["published"]


def test_the_demo_company_has_all_its_articles():
    assert len(published(ARTICLES, ("es", "en"))) == len([*ARTICLES.glob("*/*.md")])


def test_that_a_card_was_hidden_is_said_by_the_system_alone():
    text = ORACLE.gateway["hidden-card"]["es"]
    hidden = said("notice", text) | {"sender": "system"}
    assert ORACLE.judge(hidden, TYPED).source == "hidden-card"
    with pytest.raises(NotVerbatim):
        ORACLE.judge(hidden | {"sender": "bot"}, TYPED)
