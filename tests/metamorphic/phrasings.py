"""The words of the dialogues, from phrasings.yml."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("phrasings.yml")

Pool = Mapping[str, Sequence[str]]


def phrasings() -> Mapping[str, Pool]:
    """Language → kind → what contacts write."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def one(pool: Pool, kind: str, chance: random.Random, value: str = "") -> str:
    """One text of a kind, its value filled in."""
    return chance.choice(pool[kind]).replace("{value}", value)


def plain(text: str) -> str:
    """A text's words alone, to compare it with what the bot has learned."""
    written = re.sub(r"\[([^]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text)
    folded = unicodedata.normalize("NFKD", written.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode()))
