"""Which of the company's languages an article is in."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.importing.found import Failure, FoundArticle
from kb_index.markdown import as_plain_text
from kb_index.words import plain

# Letters below which a text may be of any language.
FEWEST_LETTERS = 25
SURE = 0.9
# A page's own word for it is often the theme's default; so much text knows better.
LETTERS_TO_OVERRULE = 200
SURE_TO_OVERRULE = 0.999


def language_of(
    article: FoundArticle, languages: Sequence[str], *, chosen: str | None
) -> tuple[str, str] | Failure:
    """The article's language and a remark on it, or why it cannot be told."""
    if chosen:
        return chosen, ""
    said = _said(article, languages)
    if isinstance(said, str) and said not in languages:
        what = f"Its language is {said}; the company has {', '.join(languages)}. Say --language."
        return Failure(article.where, what, article.key)
    if len(languages) == 1:
        return languages[0], ""
    text = as_plain_text(f"{article.title}\n\n{article.text}")
    letters = sum(map(str.isalpha, text))
    heard, sure = _identified(text, tuple(languages))
    if said is None:
        if heard and letters >= FEWEST_LETTERS and sure >= SURE:
            return heard, ""
        what = f"Its language cannot be told. Say --language, one of {', '.join(languages)}."
        return Failure(article.where, what, article.key)
    if heard not in ("", said) and letters >= LETTERS_TO_OVERRULE and sure >= SURE_TO_OVERRULE:
        return heard, f"it says it is in {said}, and reads as {heard}"
    return said, ""


def _said(article: FoundArticle, languages: Sequence[str]) -> str | None:
    """What the source says, as a code; else a part of its path that is a language here."""
    if article.language:
        return _code(article.language, languages)
    parts = article.key.lower().split("#")[0].replace("_", "-").split("/")
    return next((part.split("-")[0] for part in parts if _is_code(part, languages)), None)


def _is_code(part: str, languages: Sequence[str]) -> bool:
    return part in languages or (len(part) == 5 and part[2] == "-" and part[:2] in languages)


def _code(said: str, languages: Sequence[str]) -> str:
    """`es` of es-ES, Spanish or español."""
    code = said.strip().replace("_", "-").split("-")[0].lower()
    return next((each for each in languages if plain(said.strip()) in _names(each)), code)


@lru_cache
def _names(language: str) -> frozenset[str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = (locale.get_display_name(each) for each in (language, "en", "es"))
    return frozenset(plain(name) for name in names if name)


def _identified(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    """The likeliest of the languages and its chance among them; "" where none is known."""
    identifier = _identifier(languages)
    if identifier is None:
        return "", 0.0
    language, chance = identifier.classify(text)
    return str(language), float(chance)


@lru_cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier | None:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [language for language in languages if language in identifier.labels]
    if len(known) < len(languages):
        return None  # a text in one that it does not know would pass for another
    identifier.set_languages(known)
    return identifier
