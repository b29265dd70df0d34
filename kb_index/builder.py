"""Builds a generation of the index from the articles, and makes it the current one."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from kb_index.article import Article
from kb_index.encoder import Encoder
from kb_index.errors import NoArticles
from kb_index.generations import (
    FORMAT,
    GenerationManifest,
    building,
    finish,
    is_sound,
    listed,
    switch,
    unfinished,
)
from kb_index.hashing import sha256_of_folder, short_hash
from kb_index.judgement import Judgement, judge, learn_judgement
from kb_index.library import Library, read_library
from kb_index.reading import reading_sources
from kb_index.rehearsal import rehearse, unrelated_questions
from kb_index.remembering_encoder import RememberingEncoder
from kb_index.retrieval import LanguageIndex
from kb_index.self_test import REHEARSAL, rows_of, save_rehearsal
from kb_index.shelf import ARTICLES, as_json, save_articles
from kb_index.threshold import Threshold

# Beside the generations: what was encoded for the last one.
VECTORS = "vectors.npz"

Report = Callable[[str], None]
Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class HowRead:
    """How the texts of a language are read before they are searched."""

    glossed: bool
    synonyms: Groups = ()


def build(
    articles: Path,
    index_root: Path,
    encoder_directory: Path,
    *,
    languages: Sequence[str],
    target_precision: float,
    glossaries: Collection[str] = (),
    synonyms: Mapping[str, Groups] = {},
    current: bool = True,
    besides: Collection[str] = (),
    report: Report = lambda line: None,
) -> Path:
    """Build and switch to a generation; returns its folder. Unchanged inputs are not built again.

    `current`: not where somebody else says which generation serves. `besides`: see `switch`.

    `glossaries`: languages that the encoder does not know, and is given in English words.
    `synonyms`: language → groups of words that mean the same, what the articles say first.

    A broken article is reported and left out, the rest is built. Raises NoArticles when nothing
    published is left, DamagedEncoder when the encoder cannot be used.
    """
    encoder = RememberingEncoder.load(encoder_directory)
    library = read_library(articles, languages=languages, count_tokens=encoder.count_tokens)
    _report_problems(library, languages, report)
    served = {language: library.published(language) for language in languages}
    served = {language: found for language, found in served.items() if found}
    if not served:
        raise NoArticles(
            f"No article in {articles} is published in {' or '.join(languages)}. "
            "Write one, with `status: published` and `approved_by`."
        )
    glossed = frozenset(glossaries) & served.keys()
    read = {
        language: HowRead(language in glossed, synonyms.get(language, ())) for language in served
    }
    generation = inputs_hash(served, encoder.hash, target_precision, read)
    with building(index_root):
        if is_sound(index_root, generation):
            report("The index is up to date.")
        else:
            encoder.remember(index_root / VECTORS)
            _build(served, index_root, encoder, generation, target_precision, read, report)
        if current and listed(index_root)[:1] != [generation]:
            switch(index_root, generation, besides=besides)
        if encoder.used:
            encoder.save(index_root / VECTORS)
    return index_root / generation


def inputs_hash(
    served: dict[str, tuple[Article, ...]],
    encoder: str,
    target_precision: float,
    read: Mapping[str, HowRead],
) -> str:
    """The hash of all that decides what is built; the same inputs give the same generation."""
    return short_hash(
        [
            f"format {FORMAT}",
            f"code {code_hash()}",
            f"encoder {encoder}",
            f"target_precision {target_precision}",
            f"read {json.dumps({name: astuple(how) for name, how in read.items()})}",
            *(
                json.dumps([language, as_json(article)], ensure_ascii=False, sort_keys=True)
                for language, articles in served.items()
                for article in articles
            ),
            *(line for language in served for line in unrelated_questions(language)),
        ]
    )


def code_hash() -> str:
    """The hash of the code that builds: a number raised by hand is one day forgotten."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), *reading_sources()]
    return short_hash(source.read_text("utf-8") for source in sources)


def _build(
    served: dict[str, tuple[Article, ...]],
    index_root: Path,
    encoder: Encoder,
    generation: str,
    target_precision: float,
    read: Mapping[str, HowRead],
    report: Report,
) -> None:
    with unfinished(index_root) as folder:
        searches: dict[str, str] = {}
        for language, articles in served.items():
            report(f"Indexing {len(articles)} articles ({language}).")
            how = read[language]
            index = LanguageIndex.build(
                language, articles, encoder, glossed=how.glossed, synonyms=how.synonyms
            )
            report(f"Rehearsing questions ({language}).")
            rehearsed = rehearse(index, encoder)
            judged = judge(index, rehearsed)
            judgement = learn_judgement(index, rehearsed, judged, target_precision=target_precision)
            index.save(folder / language / "index")
            searches |= {f"{language}/index/{file}": kind for file, kind in index.kinds.items()}
            save_articles(folder / language / ARTICLES, articles)
            judgement.save(folder / language / "judgement.json")
            save_rehearsal(folder / language / REHEARSAL, rows_of(index, rehearsed, judged))
            report(described(language, judgement))
        manifest = GenerationManifest(
            format=FORMAT,
            hash=generation,
            encoder=encoder.hash,
            languages=tuple(served),
            files=sha256_of_folder(folder),
            searches=searches,
        )
        finish(folder, index_root, about=manifest)
        report(f"Built generation {generation}.")


def described(language: str, judgement: Judgement) -> str:
    """One line on how well the base answers its own phrasings, each left out in turn."""
    return (
        f"{language}: {judgement.r_at_1:.0%} of {judgement.rehearsed} phrasings, each left out, "
        f"find their article first; answers from confidence {judgement.threshold.value:.2f} "
        f"({_why(judgement.threshold)})."
    )


def _why(threshold: Threshold) -> str:
    if threshold.basis == "proven":
        return f"proven: {threshold.right} of {threshold.answered} rehearsed answers right"
    return (
        f"unproven: {threshold.right} of {threshold.answered} rehearsed answers right; "
        "only approved words are answered, the rest is suggested"
    )


def _report_problems(library: Library, languages: Sequence[str], report: Report) -> None:
    for problem in library.problems:
        report(f"Left out: {problem}")
    for article_id, language in library.without_twin(languages):
        report(f"{article_id} is not published in {language}.")
