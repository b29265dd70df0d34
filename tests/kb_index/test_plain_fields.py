"""Plain lines of front matter are read as YAML reads them; anything else is left to it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kb_index.plain_fields import read_plain

REPOSITORY = Path(__file__).parents[2]
ARTICLES = sorted(
    file
    for folder in ("kb_index/articles", "bot/workspace_template/articles")
    for file in (REPOSITORY / folder).glob("*/*.md")
)


def by_yaml(lines: list[str]):
    return YAML(typ="safe", pure=True).load("\n".join(lines) + "\n")


def head_of(file: Path) -> list[str]:
    lines = file.read_text("utf-8").splitlines()
    return lines[1 : lines.index("---", 1)]


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_article_is_read_as_yaml_reads_it(file):
    lines = head_of(file)
    read = read_plain(lines)
    assert read is not None
    assert read[0] == by_yaml(lines)
    assert read[1]["id"] == lines.index(f"id: {file.stem}") + 2


LINE = st.text(alphabet="ab: -\"'#[]{}&*!|>%@`,?=0127.~yn\\é¿", max_size=14)


@given(st.lists(st.one_of(LINE, LINE.map("a: {}".format), LINE.map("  - {}".format)), max_size=6))
def test_whatever_is_read_at_all_is_read_as_yaml_reads_it(lines):
    if read := read_plain(lines):
        assert read[0] == by_yaml(lines)


@pytest.mark.parametrize(
    "line",
    [
        "title: yes",  # YAML 1.1 would make it true; whoever means the word quotes it
        "title: a: b",
        "title: a # b: c: d",
        "title: [a]",
        "title: 'a'",
        'title: "a\\tb"',
        "title: >-",
        "valid_from: 2026-02-28",
        "a: 007",
    ],
)
def test_what_is_not_plain_is_left_to_yaml(line):
    lines = ["format: 1", line]
    if read := read_plain(lines):
        assert read[0] == by_yaml(lines)
