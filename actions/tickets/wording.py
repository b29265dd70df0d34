"""The same words in several languages."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import Field

Text = Annotated[Mapping[str, str], Field(min_length=1)]
"""The same words by language; the first language stands in for a missing one."""

Lines = Annotated[Mapping[str, tuple[str, ...]], Field(min_length=1)]

Words = TypeVar("Words")


def in_language(texts: Mapping[str, Words], language: str) -> Words:
    """The words in the language, else in the first one written."""
    return texts.get(language) or next(iter(texts.values()))
