"""The words beside which customers write secrets: secret_words.yml here, and a workspace's own."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from actions.company_file import CompanyFile, read_company_file

CATALOGUE = Path(__file__).parent / "secret_words.yml"

# "my card, the blue one, is 4111…": how far before a number a card may be named.
CARD_IS_NEAR = 48
WORDS_BETWEEN = 6


class SpokenWords(BaseModel):
    """What one language says; see secret_words.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    card: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    card_code: tuple[str, ...] = ()
    code_called: tuple[str, ...] = ()
    code_where: tuple[str, ...] = ()
    code_after_card: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    password: tuple[str, ...] = ()
    password_or_else: tuple[str, ...] = ()
    taken_as: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    after_a_password: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    named_with_a_number: tuple[str, ...] = ()
    described_by: tuple[str, ...] = ()
    described_with: tuple[str, ...] = ()
    not_a_password: tuple[str, ...] = ()


class _Catalogue(CompanyFile):
    words: dict[str, SpokenWords]


@dataclass(frozen=True, slots=True)
class SecretWords:
    """The words of all languages as patterns over `plain` text; the sets are plain words."""

    card_before: re.Pattern[str]
    reference_before: re.Pattern[str]
    card_code: re.Pattern[str]
    code_before_its_name: re.Pattern[str]
    code_after_card: re.Pattern[str]
    pin: re.Pattern[str]
    password_said: re.Pattern[str]
    password_beside: re.Pattern[str]
    password_before_its_name: re.Pattern[str]
    password_name: re.Pattern[str]
    code_name: re.Pattern[str]
    pin_name: re.Pattern[str]
    password_or_else: frozenset[str]
    described: re.Pattern[str]
    counted: re.Pattern[str]
    named_with_a_number: re.Pattern[str]
    not_passwords: frozenset[str]
    after_passwords: frozenset[str]
    references: frozenset[str]

    @classmethod
    def load(cls, own: Path | None = None) -> "SecretWords":
        """Ours, with a workspace's `own` file, which may be missing; raises CompanyFileError."""
        files = [CATALOGUE, *([own] if own and own.exists() else [])]
        return cls.of([each for file in files for each in _words_of(file)])

    @classmethod
    def of(cls, spoken: Iterable[SpokenWords]) -> "SecretWords":
        """The patterns of these words."""
        spoken = list(spoken)

        def any_of(name: str) -> str:
            return _alternatives(word for each in spoken for word in getattr(each, name))

        def set_of(*names: str) -> frozenset[str]:
            return frozenset(
                plain(word) for each in spoken for name in names for word in getattr(each, name)
            )

        between, says = any_of("between"), any_of("says")
        gap = rf"(?:\W{{1,4}}(?:{between})(?![^\W_])){{0,{WORDS_BETWEEN}}}"
        said = rf"(?:(?:\W{{0,2}}\s*(?<![^\W_])|(?=['’]))(?:{says})(?![^\W_]))"
        numbers = rf"{gap}{said}?{gap}\W{{0,4}}"
        mark = r"\s*(?:[:=>→–—]|->|=>|\s-\s)+\s*"
        taken_as = rf"\s+(?:{any_of('taken_as')})\s+(?:(?:{between})\s+){{0,2}}"
        is_it = r"\s+(?:es|is|era|was|=)\s+(?:[^\W\d_]{1,8}\s+){0,2}"
        name = _word(any_of("password"))
        called, where = any_of("code_called"), any_of("code_where")
        code = rf"{any_of('card_code')}|(?:{called})\s+(?:[^\W\d_]{{1,6}}\s+){{0,2}}(?:{where})"
        return cls(
            card_before=re.compile(rf"{_word(any_of('card'))}[^?!\n]{{0,{CARD_IS_NEAR}}}$"),
            reference_before=re.compile(
                rf"{_word(any_of('reference'))}{gap}{said}?[^\w?!\n]{{0,4}}(?:n[.ºo°]{{0,2}}\s?)?$"
            ),
            card_code=re.compile(rf"{_word(code)}{numbers}(?P<secret>{_digits(3, 4)})(?!\d)"),
            code_before_its_name=re.compile(
                rf"(?<![\w-])(?P<secret>\d{{3,4}})(?:\s*\(|{is_it})\s*{_word(code)}"
            ),
            code_after_card=re.compile(
                rf"[^\w?!]{{0,4}}(?:(?!{_word(any_of('reference'))})\w{{1,6}}\W{{1,3}}){{0,3}}?"
                rf"{_word(any_of('code_after_card'))}{numbers}(?P<secret>\d{{3,4}})(?!\d)"
            ),
            pin=re.compile(rf"{_word(any_of('pin'))}{numbers}(?P<secret>{_digits(3, 8)})(?!\d)"),
            password_said=re.compile(
                rf"(?P<name>{name})(?P<gap>{gap})"
                rf"(?:{mark}|{said}(?:{mark}|(?P<bare>\s*,?\s+)))"
            ),
            password_beside=re.compile(rf"{name}(?P<gap>{gap})(?:\s*[(,]\s*|\s+)"),
            password_before_its_name=re.compile(
                rf"(?P<secret>\S{{3,100}})(?:{is_it}|{taken_as}){name}"
            ),
            password_name=re.compile(name),
            code_name=re.compile(_word(code)),
            pin_name=re.compile(_word(any_of("pin"))),
            password_or_else=set_of("password_or_else"),
            described=re.compile(
                rf"[^\W\d_]{{3,}}(?:{any_of('described_by')})\s+{_word(any_of('described_with'))}"
            ),
            counted=re.compile(rf"[\d.,]+\s*(?:[€$£%]|{_word(any_of('counted'))})|[€$£]\d"),
            named_with_a_number=re.compile(rf"(?:{any_of('named_with_a_number')})-?\d+\w?"),
            not_passwords=set_of("not_a_password"),
            after_passwords=set_of(
                *("after_a_password", "not_a_password", "says", "counted"),
                *("card", "reference", "card_code", "code_called", "pin", "password"),
            ),
            references=set_of("reference"),
        )


def plain(text: str) -> str:
    """The text in small letters without accents, each character in its place."""
    return "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    small = unicodedata.normalize("NFD", character)[0].lower()
    return small if len(small) == 1 else character


def _words_of(file: Path) -> Iterable[SpokenWords]:
    return read_company_file(file, _Catalogue).words.values()


def _alternatives(words: Iterable[str]) -> str:
    # The longest first: "pin code" is more than "pin". Nothing matches where there are no words.
    chosen = sorted({plain(word.strip()) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in chosen) or "(?!)"


def _word(alternatives: str) -> str:
    return rf"(?<![^\W_])(?:{alternatives})(?![^\W_])"


def _digits(least: int, most: int) -> str:
    return rf"\d(?:[ .-]?\d){{{least - 1},{most - 1}}}"
