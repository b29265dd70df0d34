import json
import zipfile
from io import BytesIO

import pytest

from tests.bot.console.person import words_of

EMAIL = "eva@example.com"
CANARY = "canario-que-no-sale"


@pytest.fixture
def eva(store, clock):
    conversation = store.create(locale="es", site="demo", page=None, context=None, now=clock())
    store.save_contact(conversation.id, name="Eva", email=EMAIL, phone=None)
    store.receive(conversation.id, client_message_id="1", text=CANARY, now=clock())
    return conversation


def test_a_person_is_found_and_what_is_kept_of_them_given(arrives, eva):
    lead = arrives("Ana", role="lead")
    page = lead.opens(f"/console/privacy?q={EMAIL.upper()}")
    assert "Conversations: 1" in words_of(page)
    assert eva.id in page.text
    file = lead.sends("/console/privacy/export", conversations=eva.id)
    with zipfile.ZipFile(BytesIO(file.content)) as packed:
        (kept,) = json.loads(packed.read("conversations.json"))
    assert kept["contacts"][0]["email"] == EMAIL
    assert kept["messages"][0]["text"] == CANARY


def test_an_owner_erases_everywhere_after_saying_that_they_are_sure(arrives, store, eva, accounts):
    """D1: what is erased is gone, and the log of it says nothing of whom."""
    owner = arrives("Ana", role="owner")
    owner.opens(f"/console/privacy?q={EMAIL}")
    sent = {"conversations": eva.id, "words": EMAIL}
    page = owner.sends("/console/privacy/erase", **sent)
    assert page.status_code == 422
    assert "Fill this in." in words_of(page)
    assert store.get(eva.id) is not None
    page = owner.follows(owner.sends("/console/privacy/erase", **sent, sure="on"))
    assert "Conversations erased: 1." in words_of(page)
    assert store.get(eva.id) is None
    assert "Nothing is kept with these words." in words_of(
        owner.opens(f"/console/privacy?q={EMAIL}")
    )
    told = str(accounts.audit())
    assert "contact.erased" in told
    assert EMAIL not in told
    assert CANARY not in told


def test_a_lead_finds_but_does_not_erase(arrives, store, eva):
    lead = arrives("Ana", role="lead")
    assert "Erase for good" not in words_of(lead.opens(f"/console/privacy?q={EMAIL}"))
    assert lead.sends("/console/privacy/erase", conversations=eva.id, sure="on").status_code == 403
    assert store.get(eva.id) is not None


def test_how_long_anything_is_kept_is_shown(arrives):
    told = words_of(arrives("Ana").opens("/console/privacy"))
    assert "Past their time right now: 0." in told
