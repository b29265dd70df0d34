"""Details that a company's own spaCy pipeline recognises beside the patterns."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import spacy
from spacy.language import Language

from bot.components.details.detail import KINDS, Detail

# What the labels of spaCy's own pipelines are to us; the first are those of Spanish ones.
KINDS_OF_LABELS = {
    "PER": "name",
    "PERSON": "name",
    "DATE": "date",
    "MONEY": "amount",
    "PRODUCT": "product",
}


class BadPipeline(ValueError):
    """A pipeline that the configuration names cannot be used; says why and what to do."""


def own_pipelines(
    named: Mapping[str, str], kinds: Mapping[str, str], languages: Collection[str]
) -> dict[str, Language]:
    """Language → its pipeline, from a package or a folder; raises BadPipeline."""
    for language in named:
        if language not in languages:
            raise BadPipeline(
                f"config.yml, DetailsExtractor: pipelines names {language!r}, which is not among "
                f"its languages ({', '.join(languages)}). Add it there or take the line away."
            )
    for label, kind in kinds.items():
        if kind not in KINDS:
            raise BadPipeline(
                f"config.yml, DetailsExtractor: entities makes {label} the detail {kind!r}, which "
                f"does not exist. There are {', '.join(KINDS)}."
            )
    return {language: _loaded(name, language) for language, name in named.items()}


def entities_in(text: str, pipeline: Language, kinds: Mapping[str, str]) -> list[Detail]:
    """The named entities whose label is in `kinds`, as they are written."""
    return [
        Detail(kinds[entity.label_], entity.start_char, entity.end_char, entity.text)
        for entity in pipeline(text).ents
        if entity.label_ in kinds
    ]


def _loaded(name: str, language: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        raise BadPipeline(
            f"config.yml, DetailsExtractor: there is no spaCy pipeline {name!r} for {language}, "
            "neither as a package nor as a folder. Install it with `.venv-rasa/bin/python -m pip "
            f"install {name}` (spaCy's own: `.venv-rasa/bin/python -m spacy download {name}`), or "
            "correct its name."
        ) from error
    except (ImportError, ValueError) as error:
        raise BadPipeline(
            f"config.yml, DetailsExtractor: the spaCy pipeline {name!r} for {language} cannot be "
            f"loaded by spaCy {spacy.__version__}: {error} Take a version that fits."
        ) from error
