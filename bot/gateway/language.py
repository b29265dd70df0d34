"""Which of the languages we have is the one that is asked for."""

from collections.abc import Sequence


def offered(tag: str | None, languages: Sequence[str]) -> str | None:
    """The language of a tag such as `es-MX`, if we have it."""
    language = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return language if language in languages else None


def preferred(accept_language: str | None, languages: Sequence[str]) -> str | None:
    """The language that an Accept-Language header asks for first, of those we have."""
    wishes = [_wish(part) for part in (accept_language or "").split(",")[:20]]
    for tag, _ in sorted(wishes, key=lambda wish: -wish[1]):
        if language := offered(tag, languages):
            return language
    return None


def _wish(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        weight = 0.0
    return (tag.strip(), weight) if 0 < weight <= 1 else ("", 0.0)
