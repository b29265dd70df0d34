"""The gateway's own sentences, from texts.yml."""

from pathlib import Path

from actions.company_file import CompanyFile, read_company_file

CATALOGUE = Path(__file__).parent / "texts.yml"


class _Catalogue(CompanyFile):
    texts: dict[str, dict[str, str]]


class Texts:
    """Sentences by name and language; a language without one speaks the workspace's first."""

    def __init__(self, texts: dict[str, dict[str, str]], default_language: str) -> None:
        self._texts = texts
        self._default_language = default_language

    @classmethod
    def load(cls, default_language: str, path: Path = CATALOGUE) -> "Texts":
        """The catalogue at `path`; raises CompanyFileError naming line and field."""
        return cls(read_company_file(path, _Catalogue).texts, default_language)

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def say(self, name: str, language: str, /, **facts: object) -> str:
        """The sentence with its facts filled in; `name` must be in the catalogue."""
        spoken = self._texts[name]
        for candidate in (language, self._default_language):
            if candidate in spoken:
                return spoken[candidate].format_map(facts)
        return next(iter(spoken.values())).format_map(facts)
