"""The sentence encoder: an exported folder (ONNX, tokenizer, manifest) in, unit vectors out."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

VARIABLE = "PRIMERA_ENCODER"
# How one vector is made of the vectors of a text's tokens (tokens x dimensions).
_POOLINGS = {
    "mean": lambda tokens: tokens.mean(axis=0),
    "cls": lambda tokens: tokens[0],
    "max": lambda tokens: tokens.max(axis=0),
}


class EncoderMissing(RuntimeError):
    """No folder was named, or the folder lacks a file."""


class EncoderUnsupported(RuntimeError):
    """The manifest asks for something this version cannot do."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns texts into vectors, each text by itself so that no vector depends on its neighbours."""

    hash: str  # of the exported model; vectors of different hashes must not meet
    dimensions: int
    pooling: str
    normalise: bool
    prefixes: dict[str, str]
    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Read an exported encoder."""
        manifest = _manifest(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Some packaged tokenizers pad every text to a fixed length and cut it too early.
        tokenizer.no_padding()
        tokenizer.enable_truncation(int(manifest["max_length"]))
        return cls(
            hash=manifest["hash"],
            dimensions=int(manifest["dimensions"]),
            pooling=manifest["pooling"],
            normalise=bool(manifest["normalise"]),
            prefixes=dict(manifest["prefixes"]),
            tokenizer=tokenizer,
            session=_session(folder / "model.onnx"),
        )

    @property
    def words(self) -> frozenset[str]:
        """The whole words that its tokenizer knows: common ones, in lower case."""
        return _words_of(self.tokenizer)

    def encode(
        self, texts: Sequence[str], *, role: str = "question", marks: bool = True
    ) -> np.ndarray:
        """Vectors (texts x dimensions, float32); `role` chooses the prefix.

        `marks`: whether the tokens that only mark a text's beginning and end count in a mean, as
        they do for sentence-transformers. Of a short message they are a good part, and say nothing:
        without them, half a point more of CLINC150 is named right from 5 examples an intent.
        """
        prefix = self.prefixes.get(role, "")
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(prefix + text, marks or self.pooling != "mean")
        return vectors

    def encode_many(self, texts: Sequence[str], *, marks: bool = True) -> np.ndarray:
        """The same, sooner: each core takes texts."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = pool.map(lambda text: self.encode([text], marks=marks), texts)
            return np.vstack([np.zeros((0, self.dimensions), np.float32), *rows])

    def _vector(self, text: str, marks: bool) -> np.ndarray:
        encoding = self.tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        tokens = self.session.run(["token_embeddings"], {"input_ids": ids})[0][0]
        meant = np.array(encoding.special_tokens_mask) == 0
        if not marks and meant.any():
            tokens = tokens[meant]
        pooled = _POOLINGS[self.pooling](tokens)
        return pooled / np.linalg.norm(pooled) if self.normalise else pooled


def encoder_folder(configured: str | None = None) -> Path:
    """The folder that a component's `directory` or else $PRIMERA_ENCODER names."""
    named = configured or os.environ.get(VARIABLE)
    if not named:
        raise EncoderMissing(
            f"No sentence encoder: set {VARIABLE} to an exported folder models/encoder/<hash>."
        )
    return Path(named)


def _session(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # A text is encoded on one core. Two that share its sums wait for each other at each of them:
    # on idle cores that gains nothing, and under load the other one has the gateway to run.
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def _words_of(tokenizer: Tokenizer) -> frozenset[str]:
    # SentencePiece marks a piece that begins a word; WordPiece marks the others ("##ing").
    pieces = (piece.removeprefix("▁") for piece in tokenizer.get_vocab())
    return frozenset(piece for piece in pieces if piece.isalpha() and piece.islower())


@lru_cache(maxsize=2)
def shared_encoder(folder: Path) -> Encoder:
    """One encoder per folder and process: its model is loaded once."""
    return Encoder.load(folder)


def _manifest(folder: Path) -> dict:
    for name in ("manifest.json", "tokenizer.json", "model.onnx"):
        if not (folder / name).is_file():
            raise EncoderMissing(f"{folder} is no exported encoder: {name} is missing.")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["pooling"] not in _POOLINGS:
        raise EncoderUnsupported(
            f"{folder / 'manifest.json'} asks for pooling {manifest['pooling']!r}; "
            f"known are {', '.join(_POOLINGS)}."
        )
    return manifest
