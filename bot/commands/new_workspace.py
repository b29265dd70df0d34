"""`primera init`: a folder for a company, which trains, answers and opens tickets at once."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template
from typing import Any

from ruamel.yaml import YAML

from actions.tickets.desk import Holidays
from actions.workspace import REPOSITORY

TEMPLATE = Path(__file__).resolve().parent.parent / "workspace_template"
SOURCES = ("empty", "aurora")
# The demo company's own files; `domain.yml`, pipeline, rules and acts are everybody's.
DEMO_FILES = (
    "nlu_data",
    "kb_index/articles",
    "kb_index/synonyms",
    "actions/desk.yml",
    "actions/fields.yml",
    "actions/protocols.yml",
    "bot/settings.yml",
)
# Files of the template and where they belong.
OWN_FILES = {
    "desk.yml": "actions/desk.yml",
    "fields.yml": "actions/fields.yml",
    "protocols.yml": "actions/protocols.yml",
    "settings.yml": "bot/settings.yml",
    "patterns.yml": "nlu_data/nlu/patterns.yml",
    "product_names.yml": "nlu_data/nlu/product_names.yml",
    "shop_names.yml": "nlu_data/nlu/shop_names.yml",
}
# How a language writes months, amounts, names and addresses, how it goes from one question to the
# next, and how people tell of danger or are angry in it, whatever is sold.
WORDS = ("details", "clauses", "anger", "calm", "near_protocol", "protocol_*")
# The desk's line, an example in a comment or another country's.
HOLIDAYS_LINE = re.compile(r"^(# )?holidays: .*$", re.MULTILINE)


class InitError(Exception):
    """No workspace can be made of what was asked for."""


def make(
    folder: Path, *, name: str, languages: tuple[str, ...], source: str, country: str | None = None
) -> Path:
    """The folder, with every file a company may edit; raises InitError, never overwrites.

    `country` is an ISO 3166 code, e.g. `PT`; without one nothing of any country is written.
    """
    _refuse(folder, languages, source, country)
    country = country and _iso(country)
    _copy(("config.yml", "domain.yml"), folder)
    if source == "aurora":
        _copy(DEMO_FILES, folder)
    else:
        _copy(("nlu_data/rules", "nlu_data/nlu/given_names.yml"), folder)
        _copy(tuple(_language_files(languages)), folder)
        _write_articles(folder, name, languages)
        _write_from_template(folder)
    if country or source == "empty":  # the demo's own data are of the demo's country
        _edit(folder / "config.yml", lambda config: _settle(config, country))
    if country:
        _rest(folder / "actions" / "desk.yml", country)
    _edit(folder / "bot" / "settings.yml", lambda settings: _name(settings, name, languages))
    _edit(folder / "config.yml", lambda config: _understand(config, name, languages))
    (folder / "models").mkdir()
    shutil.copy(TEMPLATE / "gitignore", folder / ".gitignore")
    readme = Template((TEMPLATE / "README.md").read_text("utf-8"))
    (folder / "README.md").write_text(readme.safe_substitute(company=name), "utf-8")
    return folder


def _refuse(folder: Path, languages: tuple[str, ...], source: str, country: str | None) -> None:
    if source not in SOURCES:
        raise InitError(f"--from {source!r} is not known; choose one of {', '.join(SOURCES)}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InitError(f"{folder} is not empty. Choose another folder.")
    if country and not _is_a_country(_iso(country)):
        raise InitError(
            f"--country {country!r} is no country's ISO 3166 code; write two letters, "
            "e.g. ES, GB or US."
        )
    known = sorted(path.name for path in (TEMPLATE / "articles").iterdir())
    unknown = [language for language in languages if language not in known]
    if unknown or not languages:
        raise InitError(
            f"There is no starting data for {', '.join(unknown) or 'no language'}; there is for "
            f"{', '.join(known)}. Start with one of these; docs/languages.md says what another "
            "language takes, and `primera check` what is still missing."
        )


def _iso(country: str) -> str:
    code: str = _template("countries.yml")["also_written"].get(country.upper(), country.upper())
    return code


def _is_a_country(code: str) -> bool:
    try:
        Holidays(country=code)
    except ValueError:
        return False
    return len(code) == 2


def _copy(names: tuple[str, ...], folder: Path) -> None:
    for name in names:
        source, target = REPOSITORY / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)


def _language_files(languages: tuple[str, ...]) -> Iterator[str]:
    """A language's acts and words, which are every company's; topics are each one's own."""
    intents = YAML().load((REPOSITORY / "domain.yml").read_text("utf-8"))["intents"]
    acts = [intent if isinstance(intent, str) else next(iter(intent)) for intent in intents]
    for language in languages:
        for stem in (*acts, *WORDS):
            for file in sorted((REPOSITORY / "nlu_data" / "nlu" / language).glob(f"{stem}.yml")):
                yield str(file.relative_to(REPOSITORY))


def _write_articles(folder: Path, name: str, languages: tuple[str, ...]) -> None:
    for language in languages:
        target = folder / "kb_index" / "articles" / language
        target.mkdir(parents=True)
        for article in sorted((TEMPLATE / "articles" / language).glob("*.md")):
            text = Template(article.read_text("utf-8")).safe_substitute(company=name)
            (target / article.name).write_text(text, "utf-8")


def _write_from_template(folder: Path) -> None:
    for name, target in OWN_FILES.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATE / name, folder / target)


def _edit(file: Path, change: Callable[[Any], None]) -> None:
    """Changes a YAML file and keeps its comments."""
    yaml = YAML()
    yaml.width = 4096  # leave the person's lines as they are
    yaml.indent(mapping=2, sequence=4, offset=2)
    content = yaml.load(file.read_text("utf-8"))
    change(content)
    with file.open("w", encoding="utf-8") as output:
        yaml.dump(content, output)


def _name(settings: Any, name: str, languages: tuple[str, ...]) -> None:
    settings["company"] = name
    settings["languages"][:] = languages
    settings["demo"] = False
    for site in settings["sites"].values():
        site["name"] = name
    # What a company does with data it says itself.
    settings["privacy"].pop("notice", None)
    starters = _template("starters.yml")
    for language in languages:
        settings["starters"].setdefault(language, starters[language])
    for language in set(settings["starters"]) - set(languages):
        del settings["starters"][language]


def _understand(config: Any, name: str, languages: tuple[str, ...]) -> None:
    config["assistant_id"] = re.sub(r"\W+", "-", name.casefold()).strip("-") or "primera"
    config["language"] = languages[0]
    for part in config["pipeline"]:
        if "languages" in part:
            part["languages"][:] = languages  # one list under several names
        if "glossaries" in part:
            part["glossaries"][:] = [name for name in languages if name in part["glossaries"]]


def _settle(config: Any, country: str | None) -> None:
    """How a country writes; without one, phone numbers are understood with their country code."""
    for part in config["pipeline"]:
        if "region" in part:
            part["region"] = country
            part["day_first"] = country not in _template("countries.yml")["month_first"]


def _rest(desk_file: Path, country: str) -> None:
    line = f"holidays: {{country: {country}}}   # public holidays, on which every team rests"
    desk_file.write_text(HOLIDAYS_LINE.sub(line, desk_file.read_text("utf-8"), count=1), "utf-8")


def _template(name: str) -> Any:
    return YAML(typ="safe").load((TEMPLATE / name).read_text("utf-8"))
