"""Markdown files of other systems."""

import pytest

from tests.bot.importing.documents import articles, failures


def test_front_matter_says_title_name_language_topic_and_phrasings():
    file = """---
title: "Devolver: cómo"
slug: /ayuda/devolver-pedido/
lang: es
categories: [Devoluciones, Otros]
draft: false
questions:
  - ¿Cómo devuelvo?
---

# Devolver

Tienes **30 días**.
"""
    (article,) = articles(file, "markdown")
    assert article.title == "Devolver: cómo"
    assert article.name == "devolver-pedido"
    assert (article.language, article.topic) == ("es", "Devoluciones")
    assert article.phrasings == ("¿Cómo devuelvo?",)
    assert article.text == "## Devolver\n\nTienes **30 días**."


def test_toml_front_matter_is_read_too():
    (article,) = articles('+++\ntitle = "Return"\nweight = 3\n+++\nThirty days.\n', "markdown")
    assert (article.title, article.text) == ("Return", "Thirty days.")


@pytest.mark.parametrize(
    ("file", "title", "text"),
    [
        ("# Return\n\nThirty days.\n", "Return", "Thirty days."),
        ("Return\n======\n\nThirty days.\n\n## How\n\nBy post.", "Return", None),
        ("## Return\n\nThirty days.\n", "Return", "Thirty days."),
        ("Thirty days.\n\n---\n\nNo more.", "Page", None),  # the file's name
        ("\ufeff# Return\r\n\r\nThirty days.\r\n", "Return", "Thirty days."),
    ],
)
def test_without_front_matter_the_first_heading_is_the_title(file, title, text):
    (article,) = articles(file, "markdown")
    assert article.title == title
    assert text is None or article.text == text


def test_what_markdown_says_stays():
    text = """First, *slowly*:

1. Open **My orders**.
   - on the web
2. Press `Return`.

> A note.

| Kg | Price |
| --- | --- |
| 1 | 3 € |

See [costs](https://shop.example/costs)."""
    (article,) = articles(f"# T\n\n{text}\n", "markdown")
    assert article.text == text


def test_html_in_markdown_is_read_and_pictures_are_told():
    (article,) = articles('# T\n\nA<br>b ![x](y.png) <img src="z.png">\n', "markdown")
    assert article.text == "A\\\nb"
    assert article.remarks == ("2 pictures are left out",)


def test_many_questions_in_a_file_are_as_many_articles():
    found = articles("# FAQ\n\n## How?\n\nSo.\n\n## When?\n\nNow.\n", "markdown")
    assert [(each.title, each.text) for each in found] == [("How?", "So."), ("When?", "Now.")]


@pytest.mark.parametrize(
    ("file", "where", "told"),
    [
        ("---\ntitle: [x\n---\nText", "guides/page.x:", "This is not YAML"),
        ("+++\ntitle = x\n+++\nText", "guides/page.x:2", "The front matter is not TOML"),
        ("---\ntitle: T\n---\n", "guides/page.x", "has no text"),
        ("a" * 200_001, "guides/page.x", "200,001 characters. Split it"),
    ],
)
def test_what_cannot_be_read_is_told(file, where, told):
    (failure,) = failures(file, "markdown")
    assert failure.where.startswith(where)
    assert told in failure.message
