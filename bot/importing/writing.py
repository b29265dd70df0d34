"""Writes drafts into the company's articles; each is read as the bot reads it before it counts."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.importing.draft import Draft
from bot.importing.found import Failure
from bot.importing.plan import Present, Shelf
from kb_index.article import Article, read_article


def shelf_of(articles: Path, languages: Sequence[str]) -> Shelf:
    """Every article's file, also those that cannot be read as an article."""
    return {
        (language, file.stem): Present.of(text)
        for language in languages
        for file in sorted((articles / language).glob("*.md"))
        if (text := _text_of(file)) is not None
    }


def write(draft: Draft, articles: Path, *, before: Present | None) -> Failure | None:
    """Write a draft, whole or not at all, where there is what was there `before`.

    What the bot could not read is not written.
    """
    with TemporaryDirectory() as folder:
        problem = _problem(draft, Path(folder))
    if problem:
        return Failure(draft.where, problem)
    file = articles / draft.language / f"{draft.id}.md"
    if _text_of(file) != (before and before.file):
        what = f"{file} was changed while it was to be written. Import once more."
        return Failure(draft.where, what)
    beside = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(draft.file, encoding="utf-8")
        os.replace(beside, file)
    except OSError as error:
        what = f"{file} cannot be written ({error.strerror}). Check its folder's permissions."
        return Failure(draft.where, what)
    return None


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _problem(draft: Draft, folder: Path) -> str:
    """What is wrong with a draft; "" where the bot can read it as it is meant."""
    file = folder / draft.language / f"{draft.id}.md"
    file.parent.mkdir()
    file.write_text(draft.file, encoding="utf-8")
    match read_article(file):
        case Article():
            return ""
        case problems:
            return " ".join(f"{each.field or 'text'}: {each.message}" for each in problems)
