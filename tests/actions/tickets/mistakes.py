"""Mistakes in a company's file, as people make them."""

from pathlib import Path


def misspell(file: Path, good: str, bad: str) -> None:
    """Writes `bad` where `good` stands first."""
    text = file.read_text("utf-8")
    assert good in text
    file.write_text(text.replace(good, bad, 1), "utf-8")
