"""The bench of stores: each built once, kept, and measured in a process of its own."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import psutil
from numpy.typing import NDArray

from bot.training.store_bench.stores import STORES
from bot.training.store_bench.vectors import NOISE, perturbed
from kb_index.encoder import Vectors
from kb_index.hashing import sha256_of_file
from kb_index.index import LINKS, LOOKED_AT_BUILDING, NEAREST, opened

RECALLED = 10
QUESTIONS = 500
SEED = 0
MEGABYTE = 2**20

Report = Callable[[str], None]
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Real:
    """Vectors of real texts, and of questions that are none of them."""

    texts: Vectors
    questions: Vectors

    def drawn(self) -> tuple[Vectors, Vectors]:
        """The questions that are asked and measured, and those that are asked before them."""
        order = np.random.default_rng(SEED).permutation(len(self.questions))
        return self.questions[order[:QUESTIONS]], self.questions[order[QUESTIONS : 2 * QUESTIONS]]


def measured_stores(
    real: Real, sizes: Sequence[int], kept: Path, report: Report
) -> Iterator[tuple[int, str, Figures]]:
    """Figures by size and store; what a stopped run built in the folder `kept` is taken up."""
    folder = kept / _name(real)
    folder.mkdir(parents=True, exist_ok=True)
    questions, before = real.drawn()
    for rows in sizes:
        chunks = partial(perturbed, real.texts, rows, seed=SEED)
        report(f"{rows:,} vectors: what is nearest")
        nearest = nearest_rows(questions, chunks())
        for name, build in STORES.items():
            file = folder / f"{rows}-{name}.faiss"
            report(f"{rows:,} vectors, {name}: building")
            seconds = _built(file, partial(build, rows, chunks))
            report(f"{rows:,} vectors, {name}: asking")
            figures = _asked_apart(file, questions, before, nearest)
            yield rows, name, {"build_seconds": seconds, **figures}


def _name(real: Real) -> str:
    """One for all that decides what is built."""
    content = hashlib.sha256(real.texts.tobytes())
    content.update(f"{NOISE} {SEED} {LINKS} {LOOKED_AT_BUILDING} {faiss.__version__}".encode())
    return content.hexdigest()[:16]


def nearest_rows(questions: Vectors, chunks: Iterator[Vectors]) -> NDArray[np.int64]:
    """The rows that are truly nearest to each question, (questions, RECALLED)."""
    best = np.full((len(questions), RECALLED), -np.inf, dtype=np.float32)
    rows, first = np.zeros(best.shape, dtype=np.int64), 0
    for chunk in chunks:
        cosines = np.concatenate([best, questions @ chunk.T], axis=1)
        numbers = np.arange(first, first + len(chunk))
        own = np.concatenate([rows, np.broadcast_to(numbers, (len(questions), len(chunk)))], axis=1)
        order = np.argpartition(-cosines, RECALLED, axis=1)[:, :RECALLED]
        best = np.take_along_axis(cosines, order, axis=1)
        rows = np.take_along_axis(own, order, axis=1)
        first += len(chunk)
    return rows


def _built(file: Path, build: Callable[[], Any]) -> float:
    """Seconds it took to build; a file that is there was finished."""
    beside = file.with_suffix(".json")
    if not beside.is_file():
        began = time.perf_counter()
        index = build()
        seconds = round(time.perf_counter() - began, 1)
        faiss.write_index(index, str(file))
        beside.write_text(json.dumps({"build_seconds": seconds}), "utf-8")
    return float(json.loads(beside.read_text("utf-8"))["build_seconds"])


def _asked_apart(
    file: Path, questions: Vectors, before: Vectors, nearest: NDArray[np.int64]
) -> Figures:
    # A process that has never held a vector: its memory is the store's.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(asked, file, questions, before, nearest).result()


def asked(file: Path, questions: Vectors, before: Vectors, nearest: NDArray[np.int64]) -> Figures:
    """What a store takes and finds, one question after another on one core.

    Each is asked for as many as the knowledge base asks for; those `before` are not measured.
    `private_mb`: memory that is not the file's own, which the system cannot take back.
    """
    faiss.omp_set_num_threads(1)
    sha256_of_file(file)  # as the knowledge base does before it opens one: it is no longer cold
    held = psutil.Process().memory_info()
    index = opened(file)
    for question in before:
        index.search(question.reshape(1, -1), NEAREST)
    took, found = [], 0
    for question, true in zip(questions, nearest, strict=True):
        began = time.perf_counter()
        _, rows = index.search(question.reshape(1, -1), NEAREST)
        took.append((time.perf_counter() - began) * 1000)
        found += np.isin(rows[0, :RECALLED], true).sum()
    holds = psutil.Process().memory_info()
    private = (holds.rss - holds.shared) - (held.rss - held.shared)
    return {
        "p50_ms": round(float(np.median(took)), 3),
        "p95_ms": round(float(np.quantile(took, 0.95)), 3),
        "recall_at_10": round(float(found / nearest.size), 4),
        "resident_mb": round((holds.rss - held.rss) / MEGABYTE),
        "private_mb": round(private / MEGABYTE),
        "file_mb": round(file.stat().st_size / MEGABYTE),
    }
