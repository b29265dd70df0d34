"""The encoder at work: texts in, unit vectors out, by onnxruntime and without torch."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kb_index.errors import DamagedEncoder
from kb_index.hashing import sha256_of_file

Vectors = NDArray[np.float32]
Role = Literal["question", "passage"]
Pooling = Literal["mean", "cls", "max"]
Precision = Literal["int8", "fp32"]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    """What one must know to use an exported encoder as sentence-transformers would."""

    format: int
    hash: str
    name: str
    pooling: Pooling
    precision: Precision
    normalise: bool
    max_length: int  # tokens, the two special ones included
    dimensions: int
    prefixes: dict[str, str]  # role → what is put before a text
    licence: str
    files: dict[str, str]  # file name → sha256


class Encoder:
    """Turns texts into vectors; the same text gives the same vector in any company."""

    def __init__(self, directory: Path, manifest: EncoderManifest) -> None:
        self.directory = directory
        self.manifest = manifest
        self.hash = manifest.hash
        self.dimensions = manifest.dimensions
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._session = _session(directory / "model.onnx")

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Load an exported encoder; raises DamagedEncoder when its files are not as exported."""
        manifest = read_manifest(directory)
        for name, expected in manifest.files.items():
            if not (directory / name).is_file() or sha256_of_file(directory / name) != expected:
                raise DamagedEncoder(
                    f"{directory / name} is missing or was changed. "
                    f"Delete {directory} and run `primera index` to export it again."
                )
        return cls(directory, manifest)

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Vectors of the texts, shape (texts, dimensions), in their order."""
        prefix = self.manifest.prefixes.get(role, "")
        texts = [prefix + text for text in texts]
        if len(texts) > 1:
            # Threads of its own: a question that is asked meanwhile would wait behind all of them.
            with ThreadPoolExecutor(os.cpu_count()) as cores:
                rows = list(cores.map(self._vector, texts))
        else:
            rows = [self._vector(text) for text in texts]
        return np.vstack([np.zeros((0, self.dimensions), dtype=np.float32), *rows])

    @cached_property
    def words(self) -> frozenset[str]:
        """The whole words that its tokenizer knows: common ones, in lower case."""
        # SentencePiece marks a piece that begins a word; WordPiece marks the others ("##ing").
        pieces = self._tokenizer.get_vocab()
        begin = {piece[1:] for piece in pieces if piece.startswith("▁")} or set(pieces)
        return frozenset(piece for piece in begin if piece.isalpha() and piece.islower())

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, without special ones and without cutting."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return sum(len(part.ids) for part in (encoding, *encoding.overflowing))

    def _vector(self, text: str) -> Vectors:
        """By itself: beside others, sums come in another order and are rounded otherwise."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (tokens,) = self._session.run(["token_embeddings"], {"input_ids": ids})
        vector = pooled(tokens[0], self.manifest.pooling)
        return normalised(vector) if self.manifest.normalise else vector


def _session(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # A text is encoded on one core. Two that share its sums wait for each other at each of them: on
    # idle cores that gains nothing, on busy ones it doubles the time, and many texts have each core
    # take some. The vectors are the same to the last digit.
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def read_manifest(directory: Path) -> EncoderManifest:
    """The manifest of an exported encoder; raises DamagedEncoder when it cannot be read."""
    try:
        return EncoderManifest(**json.loads((directory / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedEncoder(
            f"{directory / MANIFEST} cannot be read ({type(error).__name__}). "
            f"Delete {directory} and run `primera index` to export it again."
        ) from error


def pooled(tokens: Vectors, pooling: Pooling) -> Vectors:
    """One vector of a text's tokens, shape (tokens, dimensions)."""
    match pooling:
        case "mean":
            return np.asarray(tokens.mean(axis=0))
        case "cls":
            return np.asarray(tokens[0])
        case "max":
            return np.asarray(tokens.max(axis=0))


def normalised(vector: Vectors) -> Vectors:
    """The vector at length one; one of zeros stays as it is."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
