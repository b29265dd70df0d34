"""The knowledge base as it answers: an approved text when it is sure, else titles, else nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kb_index.alike import groups
from kb_index.article import Article
from kb_index.confidence import besides, likeness, signals_of
from kb_index.encoder import Encoder
from kb_index.errors import DamagedGeneration, ForeignEncoder, UnknownGlossary
from kb_index.fusion import fused
from kb_index.generations import WAY_OUT, checked, listed, serving
from kb_index.judgement import Judgement
from kb_index.passage import Passage, passage_to_show
from kb_index.retrieval import Evidence, Found, LanguageIndex
from kb_index.shelf import ARTICLES, load_articles

# How strongly the topic that the message is understood to have pulls at the order of articles,
# in log-odds at full certainty: enough to settle a near tie, too little to hide an article.
TOPIC_PULL = 1.0
# A title too many costs a glance, the right one missing costs a ticket. Of separately written
# questions .98 (es) and .95 (en) get the right article answered or suggested; .94 and .91 at 0.2.
SUGGEST_FROM = 0.1
MAX_SUGGESTIONS = 3
# A second or third title is worth reading down to a tenth of the first one's odds.
SUGGESTION_LEAD = 2.3
# Kept in the turn's record.
HITS = 5

# Asked anew for every article of every answer: whether it may be shown now.
MayShow = Callable[[Article], bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found for a question, best first."""

    article_id: str
    passage_id: str
    revision: str
    score: float  # differences between two are log-odds; only comparable within one question


@dataclass(frozen=True, slots=True)
class Answer:
    """An approved text that answers the question, surely enough."""

    article: Article
    passage: Passage  # what to show, verbatim: the whole article when it is short
    confidence: float
    threshold: float
    hits: tuple[Hit, ...]

    @property
    def text(self) -> str:
        """What to show, as Markdown, verbatim."""
        return self.passage.text

    @property
    def html(self) -> str:
        """What to show, as safe HTML."""
        return self.passage.html


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Two or three articles, one of which may answer; one if there is no other, or none valid."""

    articles: tuple[Article, ...]
    confidence: float
    threshold: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing in the base is likely to answer the question."""

    confidence: float
    threshold: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One language of a generation."""

    index: LanguageIndex
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Generation:
    """A loaded generation."""

    hash: str
    shelves: Mapping[str, Shelf]


def valid_today(article: Article) -> bool:
    """Whether it is within its dates, as this machine's calendar has it."""
    return article.valid_on(date.today())


class KnowledgeBase:
    """Answers questions from the generation that serves; safe to share between threads."""

    def __init__(
        self,
        index_root: Path,
        encoder: Encoder,
        generation: Generation,
        may_show: MayShow,
        *,
        stays: bool = False,
    ) -> None:
        self._index_root = index_root
        self._stays = stays
        self._may_show = may_show
        self._encoder = encoder
        self._generation = generation
        self._refreshing = Lock()

    @classmethod
    def load(
        cls,
        index_root: Path,
        encoder_directory: Path,
        *,
        may_show: MayShow = valid_today,
        generation: str = "",
    ) -> "KnowledgeBase":
        """Load the current generation, or the last good one before it if that is damaged.

        `generation`: that one, and it stays, whatever is built later.

        `may_show`: an article of which it says no is neither answered nor shown.
        Raises NoGeneration, DamagedGeneration (none is good), ForeignEncoder, DamagedEncoder,
        UnknownGlossary.
        """
        folders = [index_root / generation] if generation else serving(index_root)
        encoder = Encoder.load(encoder_directory)
        found = _first_good(folders, encoder)
        return cls(index_root, encoder, found, may_show, stays=bool(generation))

    @classmethod
    def of_generation(
        cls, index_root: Path, generation: str, encoder_directory: Path
    ) -> "KnowledgeBase":
        """Load one generation, whichever serves; raises what `load` raises."""
        return cls.load(index_root, encoder_directory, generation=generation)

    def held_still(self, may_show: MayShow) -> "KnowledgeBase":
        """The same with the generation that serves now, whatever is built or switched later."""
        return KnowledgeBase(self._index_root, self._encoder, self._generation, may_show)

    @property
    def generation(self) -> str:
        """The hash of what serves."""
        return self._generation.hash

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it answers in."""
        return tuple(self._generation.shelves)

    def threshold(self, language: str) -> float | None:
        """The confidence from which it answers in a language, if it has that."""
        shelf = self._generation.shelves.get(language)
        return shelf.judgement.threshold.value if shelf else None

    def refresh(self) -> bool:
        """Take up a new generation if there is one; a damaged one leaves all as it is."""
        if self._stays:
            return False
        with self._refreshing:
            newest = next(iter(listed(self._index_root)), self._generation.hash)
            if newest == self._generation.hash:
                return False
            try:
                self._generation = _load(self._index_root / newest, self._encoder)
            except (DamagedGeneration, ForeignEncoder, UnknownGlossary):
                return False
            return True

    def article(self, article_id: str, language: str) -> Article | None:
        """A published article that may be shown now, or None."""
        shelf = self._generation.shelves.get(language)
        articles = shelf.index.articles if shelf else ()
        found = next((article for article in articles if article.id == article_id), None)
        return found if found and self._may_show(found) else None

    def articles(self, language: str) -> tuple[Article, ...]:
        """All published articles of a language that may be shown now, by id."""
        shelf = self._generation.shelves.get(language)
        articles = shelf.index.articles if shelf else ()
        return tuple(article for article in articles if self._may_show(article))

    def answer(
        self,
        question: str,
        *,
        language: str,
        topic: Mapping[str, float] = {},
        out_of_scope: float = 0.0,
    ) -> Answer | Suggestions | NoAnswer:
        """Answer a question; `topic` and `out_of_scope` are what is understood, if anything is."""
        shelf = self._generation.shelves.get(language)
        if shelf is None or not any(letter.isalnum() for letter in question):
            return NoAnswer(confidence=0.0, threshold=1.0, hits=())
        evidence = shelf.index.evidence(shelf.index.ask(question, self._encoder))
        return decide(
            shelf, evidence, topics=topic, out_of_scope=out_of_scope, may_show=self._may_show
        )

    def vectors(self, texts: Sequence[str], language: str, encoder: Encoder) -> NDArray[np.float32]:
        """What texts mean, as they would be searched; each of length 1.

        `encoder`: the base's own, which may remember.
        """
        shelf = self._generation.shelves[language]
        return np.array([each.vector for each in shelf.index.questions(texts, encoder)])

    def groups(self, questions: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Which questions, each a language and a text, ask about the same, whatever answers them.

        Numbers of questions: the largest group first, in each the most typical question.
        """
        shelves = self._generation.shelves
        ids = sorted({one.id for shelf in shelves.values() for one in shelf.index.articles})
        meanings, found = [], np.zeros((len(questions), len(ids)))
        for number, (language, text) in enumerate(questions):
            shelf = shelves.get(language) or next(iter(shelves.values()))
            (prepared,) = shelf.index.questions([text], self._encoder)
            meanings.append(prepared.vector)
            for article_id, share in shares(shelf, shelf.index.search(prepared)).items():
                found[number, ids.index(article_id)] = share
        return groups(np.array(meanings), found)


def shares(shelf: Shelf, found: Found) -> dict[str, float]:
    """Article → how likely it is the right one, if one of them is; they add up to 1."""
    evidence = shelf.index.evidence(found)
    scores = fused(evidence, np.array(shelf.judgement.weights))
    odds = np.exp(scores - scores.max())
    candidates = [shelf.index.articles[number].id for number in evidence.candidates]
    return dict(zip(candidates, (odds / odds.sum()).tolist(), strict=True))


def decide(
    shelf: Shelf,
    evidence: Evidence,
    *,
    topics: Mapping[str, float],
    out_of_scope: float,
    may_show: MayShow,
) -> Answer | Suggestions | NoAnswer:
    """What the evidence for a question amounts to.

    All articles compete, whether they may be shown or not: a question about the offer that ended
    gets no other offer.
    """
    articles = [shelf.index.articles[number] for number in evidence.candidates]
    weights = np.array(shelf.judgement.weights)
    order, scores = ranked(shelf, evidence, topics=topics)
    best = order[0]
    like = likeness(evidence, best, typical=shelf.judgement.typical_likeness)
    more = besides(like, articles[best].topic, topics=topics, out_of_scope=out_of_scope)
    signals = signals_of(evidence, weights, best)
    confidence = shelf.judgement.calibration.probability(signals, log_odds=more)
    if evidence.candidates[best] == evidence.verbatim:
        confidence = 1.0  # a person has approved it as the answer to just these words
    hits = tuple(_hit(articles[n], evidence, n, scores) for n in order[:HITS])
    threshold = shelf.judgement.threshold.value
    if not may_show(articles[best]):
        return NoAnswer(confidence, threshold, hits)
    if confidence >= threshold:
        passage = _passage(articles[best], evidence, best)
        shown = passage_to_show(articles[best].id, articles[best].text, passage)
        return Answer(articles[best], shown, confidence, threshold, hits)
    suggested = [articles[place] for place in _suggested(order, scores)]
    valid = tuple(article for article in suggested if may_show(article))
    if confidence >= SUGGEST_FROM:
        return Suggestions(valid, confidence, threshold, hits)
    return NoAnswer(confidence, threshold, hits)


def ranked(
    shelf: Shelf, evidence: Evidence, *, topics: Mapping[str, float]
) -> tuple[list[int], NDArray[np.float64]]:
    """The places of the candidates, best first, and the score at each place.

    The article that has the question word for word comes first, whatever else speaks for another.
    """
    articles = [shelf.index.articles[number] for number in evidence.candidates]
    pull = np.array([TOPIC_PULL * topics.get(article.topic, 0.0) for article in articles])
    scores = fused(evidence, np.array(shelf.judgement.weights)) + pull
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    order.sort(key=lambda place: evidence.candidates[place] != evidence.verbatim)
    return order, scores


def _suggested(order: list[int], scores: NDArray[np.float64]) -> list[int]:
    near = [n for n in order[2:MAX_SUGGESTIONS] if scores[order[0]] - scores[n] <= SUGGESTION_LEAD]
    return order[:2] + near


def _hit(article: Article, evidence: Evidence, place: int, scores: NDArray[np.float64]) -> Hit:
    passage = _passage(article, evidence, place)
    return Hit(article.id, passage.id, article.revision, round(float(scores[place]), 4))


def _passage(article: Article, evidence: Evidence, place: int) -> Passage:
    return article.passages[int(evidence.passages[place])]


def _first_good(folders: list[Path], encoder: Encoder) -> Generation:
    newest: DamagedGeneration | None = None
    for folder in folders:
        try:
            return _load(folder, encoder)
        except DamagedGeneration as damage:
            newest = newest or damage
    raise newest or DamagedGeneration("No generation is listed. Run `primera index`.")


def _load(folder: Path, encoder: Encoder) -> Generation:
    try:
        manifest = checked(folder)
        if manifest.encoder != encoder.hash:
            raise ForeignEncoder(
                f"The index {folder} was built with encoder {manifest.encoder}, not "
                f"{encoder.hash}. Run `primera index` to build one for the encoder in "
                "bot/settings.yml."
            )
        shelves = {name: _shelf(folder, name, encoder) for name in manifest.languages}
    except (OSError, RuntimeError) as error:  # RuntimeError is how FAISS misses a file
        raise DamagedGeneration(
            f"{folder} went away while it was read ({type(error).__name__}). {WAY_OUT}"
        ) from error
    return Generation(manifest.hash, shelves)


def _shelf(folder: Path, language: str, encoder: Encoder) -> Shelf:
    articles = load_articles(folder / language / ARTICLES)
    index = LanguageIndex.load(folder / language / "index", language, articles, encoder)
    return Shelf(index, Judgement.load(folder / language / "judgement.json"))
