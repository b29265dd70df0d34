"""A value is written into a file, and every other byte stays as a person wrote it."""

import random
from copy import deepcopy

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from actions.workspace import REPOSITORY
from bot.workspace_files import NotEditable, rewritten, rewritten_article
from bot.workspace_files.owned import owned_files
from bot.workspace_files.yaml_value import plain
from kb_index.front_matter import taken_apart

SEED = 20_261_130
FILES = [REPOSITORY / file for file in owned_files(REPOSITORY)]
TEMPLATES = sorted((REPOSITORY / "bot" / "workspace_template").glob("*.yml"))
YAML_FILES = [file for file in (*FILES, *TEMPLATES) if file.suffix == ".yml"]
ARTICLES = [file for file in FILES if file.suffix == ".md"]
# Many values of these are changed, of the others a few.
MANY = {"desk.yml": 12, "settings.yml": 12, "protocols.yml": 8, "domain.yml": 5}


def changed(text: str, change) -> str:
    content = plain(text)
    change(content)
    return rewritten(text, content)


def leaves(node, path=()):
    """(path, node) of every value that holds no other, as the file has it."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from leaves(value, (*path, key.value))
    elif isinstance(node, SequenceNode):
        for place, value in enumerate(node.value):
            yield from leaves(value, (*path, place))
    else:
        yield path, node


def put(content, path, value):
    for part in path[:-1]:
        content = content[part]
    content[path[-1]] = value


def of(content, path):
    for part in path:
        content = content[part]
    return content


def another(value):
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}, changed: «yes» # no comment"
        case _:
            return "something"


def comment_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("file", YAML_FILES, ids=lambda file: file.name)
def test_a_changed_value_leaves_all_other_bytes_of_every_file(file):
    text = file.read_bytes().decode("utf-8")
    root = YAML(typ="rt", pure=True).compose(text)
    anchored = {id(n) for _, n in leaves(root) if n.anchor} | shared(root)
    found = [(path, node) for path, node in leaves(root) if id(node) not in anchored and node.value]
    chosen = random.Random(SEED).sample(found, min(MANY.get(file.name, 3), len(found)))
    for path, node in chosen:
        content = plain(text)
        put(content, path, another(of(content, path)))
        new = rewritten(text, content)
        assert plain(new) == content
        # Up to the value, and from its end: a block's own end is where the next value begins.
        assert new.startswith(text[: node.start_mark.index]), path
        assert new.endswith(text[node.end_mark.index :]), path
        assert comment_lines(new) == comment_lines(text), path


def shared(root) -> set[int]:
    """What stands in the file once and counts in several places."""
    seen: dict[int, int] = {}
    for _, node in leaves(root):
        seen[id(node)] = seen.get(id(node), 0) + 1
    return {each for each, times in seen.items() if times > 1}


@pytest.mark.parametrize("file", YAML_FILES, ids=lambda file: file.name)
def test_a_file_with_its_own_values_is_itself(file):
    text = file.read_bytes().decode("utf-8")
    assert rewritten(text, plain(text)) == text


@pytest.mark.parametrize("file", ARTICLES[::6], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_an_articles_field_or_text_changes_alone(file):
    text = file.read_bytes().decode("utf-8")
    read = taken_apart(text)
    assert rewritten_article(text, read.fields, read.body) == text
    fields = deepcopy(dict(read.fields)) | {"title": "Otro título: nuevo"}
    assert [
        (old, new)
        for old, new in zip(
            text.splitlines(), rewritten_article(text, fields, read.body).splitlines(), strict=True
        )
        if old != new
    ] == [(f'title: "{read.fields["title"]}"', 'title: "Otro título: nuevo"')]
    above = text[: text.index(read.body)]
    assert rewritten_article(text, read.fields, "Otro texto.") == f"{above}Otro texto.\n"


DESK = """\
# Who gets what.
format: 1

teams:                      # in order
  care:
    name: {es: Atención, en: Care}   # as people read it
    hours: Mo-Fr 09:00-18:00
  # the others
  shop:
    name: {es: 'Tienda', en: 'Shop'}
    hours: Sa 10:00-14:00    # only then

topics:
  general: {team: care, needs: [order_number]}   # a comment
outcomes:
  - We solve it.    # first
  # a comment between
  - text: >-
      A long text
      over two lines.
  - |
    As it is
      written
# the end
"""


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        # A value between others on one line, in the quotes that stood there.
        (
            lambda c: c["teams"]["shop"]["name"].update(es="L'Aldea"),
            ["    name: {es: 'Tienda', en: 'Shop'}"],
            ["    name: {es: 'L''Aldea', en: 'Shop'}"],
        ),
        # What would be read otherwise gets quotes.
        (
            lambda c: c["teams"]["care"].update(hours="yes: no # 1"),
            ["    hours: Mo-Fr 09:00-18:00"],
            ['    hours: "yes: no # 1"'],
        ),
        # A field more, and one less: their lines alone.
        (
            lambda c: c["teams"]["care"].update(lead={"name": "Ana, de Soria"}),
            [],
            ['    lead: {name: "Ana, de Soria"}'],
        ),
        (
            lambda c: c["teams"]["shop"].pop("hours"),
            ["    hours: Sa 10:00-14:00    # only then"],
            [],
        ),
        # A team more is written as the others are.
        (
            lambda c: c["teams"].update(new={"name": {"es": "Nuevo"}, "hours": "24/7"}),
            [],
            ["  new:", "    name: {es: Nuevo}", "    hours: 24/7"],
        ),
        # The list on one line grows and shrinks.
        (
            lambda c: c["topics"]["general"].update(needs=["order_number", "email"]),
            ["  general: {team: care, needs: [order_number]}   # a comment"],
            ["  general: {team: care, needs: [order_number, email]}   # a comment"],
        ),
        (
            lambda c: c["topics"]["general"].pop("needs"),
            ["  general: {team: care, needs: [order_number]}   # a comment"],
            ["  general: {team: care}   # a comment"],
        ),
        # Items of a list: one goes, one comes at the beginning, one at the end.
        (lambda c: c["outcomes"].pop(0), ["  - We solve it.    # first"], []),
        (lambda c: c["outcomes"].insert(0, "Hello."), [], ["  - Hello."]),
        (lambda c: c["outcomes"].append("Bye."), [], ["  - Bye."]),
        # Long texts stay what they are.
        (
            lambda c: c["outcomes"][1].update(text="A short one."),
            ["      A long text", "      over two lines."],
            ["      A short one."],
        ),
        (
            lambda c: c["outcomes"].__setitem__(2, "As it is\nnow\n"),
            ["      written"],
            ["    now"],
        ),
    ],
)
def test_only_the_lines_of_the_change_differ(change, gone, come):
    new = changed(DESK, change)
    old_lines, new_lines = DESK.splitlines(), new.splitlines()
    assert [line for line in old_lines if line not in new_lines] == gone
    assert [line for line in new_lines if line not in old_lines] == come


def test_a_value_used_in_several_places_is_left_to_a_person():
    text = "one: &shared [a]\ntwo: *shared\n"
    assert changed(text, lambda c: c.update(two=["b"])) == "one: &shared [a]\ntwo: [b]\n"
    with pytest.raises(NotEditable, match="several places"):
        rewritten(text, {"one": ["b"], "two": ["a"]})


def test_line_ends_of_another_system_stay():
    text = "one: 1\r\ntwo: 2   # here\r\n"
    assert changed(text, lambda c: c.update(two=3)) == "one: 1\r\ntwo: 3   # here\r\n"


def test_a_comment_behind_a_text_does_not_become_a_part_of_it():
    new = changed("one: bare  # why\n", lambda c: c.update(one="two\nlines"))
    assert new == 'one: "two\\nlines"  # why\n'
