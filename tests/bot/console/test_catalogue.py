import re

import pytest

from actions.sentences import facts_of, read_sentences
from bot.console.catalogue import FOLDER, LANGUAGES, load_sentences
from bot.console.pages import TEMPLATES

ALL = {
    name: spoken
    for file in sorted(FOLDER.glob("*.yml"))
    for name, spoken in read_sentences(file).items()
}
TEMPLATE_FOLDER = FOLDER.parent / "templates"


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_is_there_in_both_languages_with_the_same_facts(name):
    assert set(ALL[name]) == set(LANGUAGES)
    assert facts_of(ALL[name]["es"]) == facts_of(ALL[name]["en"])


def test_no_name_stands_in_two_files():
    assert load_sentences().missing("es") == []


def test_every_sentence_that_a_template_says_is_there():
    said = {
        (template, name)
        for template in TEMPLATES.list_templates()
        for name in re.findall(
            r"""say\("([a-z0-9-]+)"[,)]""", (TEMPLATE_FOLDER / template).read_text("utf-8")
        )
    }
    assert {(template, name) for template, name in said if name not in ALL} == set()
