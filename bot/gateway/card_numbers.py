"""Payment card numbers in a text, told from the other long numbers that customers write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Spaces of every width, dashes of every length, dots and lines: what people put between digits.
BETWEEN_GROUPS = (
    r"[ \t\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff._\u00ad\u2010-\u2015\u2212-]{0,3}"
)
BETWEEN_DIGITS = rf"{BETWEEN_GROUPS}(?:\r?\n{BETWEEN_GROUPS})?"
RUN = re.compile(rf"\d(?:{BETWEEN_DIGITS}\d)*")
# Marks that otherwise stand between numbers: only in fours are they a card's.
FOURS = re.compile(r"(?<!\d)\d{4}(?:[,;/|+]\s?\d{4}){3}(?!\d)")
AS_PRINTED = ((4, 6, 5), (4, 6, 4))  # American Express, Diners Club
DIGITS = re.compile(r"\d+")
SHORTEST, LONGEST = 13, 19  # ISO/IEC 7812

# The first digits that the networks give out, and how long their numbers are.
NETWORKS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = tuple(
    (re.compile(first), frozenset(lengths))
    for first, lengths in (
        (r"4", (13, 16, 19)),  # Visa
        (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
        (r"3[47]", (15,)),  # American Express
        (r"6011|64[4-9]|65", (16, 19)),  # Discover, RuPay, Elo
        (r"30[0-5]|3095|36|3[89]", range(14, 20)),  # Diners Club
        (r"35(?:2[89]|[3-8])", range(16, 20)),  # JCB
        (r"62|81", range(16, 20)),  # UnionPay
        (r"5018|50[23]|5[78]|5893|6304|6759|676[1-3]|0604", range(13, 20)),  # Maestro
        (r"220[0-4]", range(16, 20)),  # Mir
        (r"60|82|508|9792|9860|8600|6363", (16,)),  # RuPay, Hipercard, Troy, Humo, Uzcard, Elo
        (r"506[01]", (16, 18, 19)),  # Verve
    )
)

# An order's or parcel's own letters go before its digits: "AU-48213", "PQ4111…".
LETTERS_OF_A_REFERENCE = re.compile(r"(?<![^\W_])[A-Z]{1,3}-?$")
IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,8}(?![^\W_])", re.IGNORECASE)
# After the number people write until when it is valid, and then the code on the back.
MARKS = r"[\s,;.:|/()-]{0,4}"
WORDS = r"(?:[^\W\d]{1,12}[\s,;.:()]{1,3}){0,3}"
CODE_AFTERWARDS = re.compile(
    rf"{MARKS}(?:{WORDS}\d{{1,2}}\s?[/-]\s?(?:20)?\d{{2}}(?!\d){MARKS}{WORDS}(?P<dated>\d{{3,4}})(?!\d)"
    r"|(?<=[\s,;|/-])(?P<bare>\d{3,4})(?=\s*(?:[,;\n]|\.?$)))"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where something is in a text."""

    start: int
    end: int


def card_numbers(
    text: str, read: str, *, card_words: re.Pattern[str], reference_words: re.Pattern[str]
) -> Iterator[Span]:
    """Each card number, and after it the code on the back.

    `read` is the text in small letters without accents, in which words are looked for.
    `card_words` ends in a word for a card shortly before the number: then any number with the
    check digit of a card is one. `reference_words` ends directly before a number that is written
    in one piece: then it is an order, a parcel or a thing.
    """
    for fours in FOURS.finditer(text):
        digits = re.sub(r"\D", "", fours[0])
        if passes_luhn(digits) and _is_of_a_network(digits):
            yield Span(*fours.span())
            yield from _code_after(text, fours.end())
    spared = list(ibans(text))
    for run in RUN.finditer(text):
        groups = [Span(*each.span()) for each in DIGITS.finditer(text, *run.span())]
        first = 0
        while first < len(groups):
            last = _card_from(text, read, groups, first, spared, card_words, reference_words)
            if last is None:
                first += 1
                continue
            yield Span(groups[first].start, groups[last].end)
            yield from _code_after(text, groups[last].end)
            first = last + 1


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a card number (ISO/IEC 7812-1)."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0


def is_ean(digits: str) -> bool:
    """Whether the digits are those below a bar code (EAN-13)."""
    weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return len(digits) == 13 and weighed % 10 == 0


def ibans(text: str) -> Iterator[Span]:
    """Bank accounts whose check digits are right (ISO 13616)."""
    for found in IBAN.finditer(text):
        # A word in capitals may follow: the account ends where its check digits say so.
        ends = [*(each.start() for each in re.finditer("[ -]", found[0])), len(found[0])]
        for end in ends:
            if _is_iban(re.sub("[ -]", "", found[0][:end])):
                yield Span(found.start(), found.start() + end)
                break


def _is_iban(account: str) -> bool:
    if not (15 <= len(account) <= 34 and account.isascii()):
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _card_from(
    text: str,
    read: str,
    groups: list[Span],
    first: int,
    spared: list[Span],
    card_words: re.Pattern[str],
    reference_words: re.Pattern[str],
) -> int | None:
    """The last group of the longest card number that begins with this group."""
    start, digits, found = groups[first].start, "", None
    for last in range(first, len(groups)):
        digits += text[groups[last].start : groups[last].end]
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST and passes_luhn(digits):
            before = read[:start]
            broken = "\n" in text[start : groups[last].start]
            spelled = not broken or _is_as_printed(groups[first : last + 1])
            known = spelled and _is_of_a_network(digits) and not is_ean(digits)
            # Only what is looked for in the rest costs time, and few numbers come this far.
            if (known or card_words.search(before)) and not (
                (last == first or broken)
                and (LETTERS_OF_A_REFERENCE.search(text[:start]) or reference_words.search(before))
            ):
                found = last
    if found is None or any(each.start <= start < each.end for each in spared):
        return None
    return found


def _is_as_printed(groups: list[Span]) -> bool:
    """In the groups of a card; numbers on lines of their own would otherwise be taken for one."""
    sizes = tuple(each.end - each.start for each in groups)
    return sizes in AS_PRINTED or ({*sizes[:-1]} == {4} and sizes[-1] <= 4)


def _is_of_a_network(digits: str) -> bool:
    ascii_digits = "".join(str(int(digit)) for digit in digits)
    return any(len(digits) in lengths and first.match(ascii_digits) for first, lengths in NETWORKS)


def _code_after(text: str, end: int) -> Iterator[Span]:
    if code := CODE_AFTERWARDS.match(text, end):
        name = code.lastgroup or "dated"
        yield Span(*code.span(name))
