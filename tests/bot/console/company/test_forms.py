"""Every file of a company has a form, and a form says what its file says."""

import re

import pytest

from actions.workspace import REPOSITORY
from bot.console.company.kinds import KINDS, kind_of, without_form
from bot.console.company.labels import help_of, label_of, option_of
from bot.console.company.sent import NOTHING, shown, taken
from bot.console.company.shape import at_place, content_shape, model_shape
from bot.workspace_files.owned import owned_files
from bot.workspace_files.yaml_value import plain
from tests.bot.console.person import words_of

LANGUAGES = ("es", "en")
FIELDS = [
    file for file in owned_files(REPOSITORY) if (kind := kind_of(file)) and kind.editor == "fields"
]
MODELS = [kind for kind in KINDS if kind.model]


def keys_of(shape, path=()):
    for part in shape.parts:
        yield (*path, part.key), part
        yield from keys_of(part, (*path, part.key))
    if shape.each:
        yield from keys_of(shape.each, (*path, "one"))


def places_of(shape, value, path=()):
    """Every place that has a form of its own."""
    if not shape.has_pages:
        yield path, shape, value
    parts = [shape] if shape.has_pages else shape.parts
    for part in parts:
        inner = path if part is shape else (*path, part.key)
        within = value if part is shape else (value or {}).get(part.key)
        if part.has_pages:
            found = within.items() if isinstance(within, dict) else enumerate(within or ())
            for key, each in found:
                yield from places_of(part.each, each, (*inner, key))
        elif part.kind == "group" and within:
            yield from places_of(part, within, inner)


def test_every_file_that_a_company_writes_has_a_form():
    assert list(without_form(REPOSITORY)) == []


def test_a_file_without_a_form_is_told(tmp_path):
    (tmp_path / "actions").mkdir()
    (tmp_path / "nlu_data").mkdir()
    (tmp_path / "actions" / "opinions.yml").write_text("format: 1\n")
    (tmp_path / "nlu_data" / "list.csv").write_text("a\n")
    assert list(without_form(tmp_path)) == ["actions/opinions.yml", "nlu_data/list.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.name)
def test_every_field_and_choice_has_a_name_that_leads_read(kind, language):
    fields = [
        (path, part)
        for path, part in keys_of(model_shape(kind.model))
        if path[0] not in ("processes", "database_url")
    ]
    assert [path for path, _ in fields if label_of(language, path) == path[-1]] == []
    options = {option for _, part in fields for option in part.options}
    english = {"primera": "Primera", "int8": "", "fp32": ""}
    assert [each for each in options - english.keys() if option_of(language, each) == each] == []
    assert all(isinstance(help_of(language, path), str) for path, _ in fields)


@pytest.mark.parametrize("file", FIELDS)
def test_a_form_that_is_sent_back_as_it_was_shown_changes_nothing(file):
    content = plain((REPOSITORY / file).read_text("utf-8"))
    kind = kind_of(file)
    assert kind is not None
    whole = model_shape(kind.model) if kind.model else content_shape(content)
    found = list(places_of(whole, content))
    assert found
    for path, shape, value in found:
        fields = dict(shown(shape, value, (), LANGUAGES))
        again = taken(shape, value, (), fields, LANGUAGES)
        assert (path, again if again is not NOTHING else None) == (path, value)


def test_a_place_is_found_by_its_way():
    shape = model_shape(next(kind.model for kind in MODELS if kind.name == "desk"))
    assert at_place(shape, ("teams", "care", "hours")).kind == "text"
    assert at_place(shape, ("helpdesks", 0, "two_way")).kind == "yes_no"
    assert at_place(shape, ("teams", "care", "nothing")) is None


def test_every_file_and_every_place_of_the_desk_is_shown(lead, workspace):
    listed = lead.opens("/console/company")
    addresses = re.findall(r'<li><a href="(/console/company/[^"]+)"', listed.text)
    assert len(addresses) > 60
    for address in addresses[:8] + addresses[8::15]:
        page = lead.opens(address)
        assert (address, page.status_code) == (address, 200)
    desk = plain((workspace.root / "actions/desk.yml").read_text("utf-8"))
    whole = model_shape(next(kind.model for kind in MODELS if kind.name == "desk"))
    for path, _, _ in list(places_of(whole, desk))[::5]:
        way = "/".join(map(str, path))
        page = lead.opens(f"/console/company/actions~desk.yml?at={way}")
        assert (way, page.status_code) == (way, 200)


def test_no_secret_is_shown_and_one_can_be_put_in(lead, workspace):
    assert "helpdesk_demo" in words_of(lead.opens("/console/company-secrets"))
    sent = lead.sends("/console/company-secrets", name="helpdesk_demo", value="c2VjcmV0LW9uZQ==")
    page = lead.follows(sent)
    assert "The secret helpdesk_demo is kept." in words_of(page)
    assert "c2VjcmV0" not in page.text
    assert workspace.secret("helpdesk_demo") == "c2VjcmV0LW9uZQ=="
    lead.opens("/console/company-secrets")
    assert lead.sends("/console/company-secrets", name="other", value="12345678").status_code == 404
