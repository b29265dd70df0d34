"""The encoder at work: texts in, unit vectors out, by onnxruntime and without torch."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from kb_index.errors import DamagedEncoder
from kb_index.hashing import sha256_of_file

Vectors = NDArray[np.float32]
Role = Literal["question", "passage"]
Pooling = Literal["mean", "cls", "max"]

MANIFEST = "manifest.json"
# Larger batches are no faster on a CPU and only need more memory.
BATCH_TEXTS = 32


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    """What one must know to use an exported encoder as sentence-transformers would."""

    format: int
    hash: str
    name: str
    pooling: Pooling
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
        options = onnxruntime.SessionOptions()
        # Waiting threads would otherwise burn the cores that Rasa and the gateway share with us.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(directory / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

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
        encodings = self._tokenizer.encode_batch([prefix + text for text in texts])
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for rows in batches_of_equal_length([len(encoding.ids) for encoding in encodings]):
            vectors[rows] = self._encode_batch([encodings[row] for row in rows])
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, without special ones and without cutting."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return sum(len(part.ids) for part in (encoding, *encoding.overflowing))

    def _encode_batch(self, encodings: Sequence[Encoding]) -> Vectors:
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (tokens,) = self._session.run(["token_embeddings"], inputs)
        vectors = pooled(tokens, self.manifest.pooling)
        return normalised(vectors) if self.manifest.normalise else vectors


def read_manifest(directory: Path) -> EncoderManifest:
    """The manifest of an exported encoder; raises DamagedEncoder when it cannot be read."""
    try:
        return EncoderManifest(**json.loads((directory / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedEncoder(
            f"{directory / MANIFEST} cannot be read ({type(error).__name__}). "
            f"Delete {directory} and run `primera index` to export it again."
        ) from error


def batches_of_equal_length(lengths: Sequence[int]) -> list[list[int]]:
    """Row numbers in batches of one length each.

    Without padding there is no mask to get wrong: what else is in the batch cannot matter.
    """
    rows_by_length: defaultdict[int, list[int]] = defaultdict(list)
    for row, length in enumerate(lengths):
        rows_by_length[length].append(row)
    return [
        rows[start : start + BATCH_TEXTS]
        for rows in rows_by_length.values()
        for start in range(0, len(rows), BATCH_TEXTS)
    ]


def pooled(tokens: Vectors, pooling: Pooling) -> Vectors:
    """One vector per text from its tokens', shape (texts, tokens, dimensions), none padded."""
    match pooling:
        case "mean":
            return np.asarray(tokens.mean(axis=1))
        case "cls":
            return tokens[:, 0]
        case "max":
            return np.asarray(tokens.max(axis=1))


def normalised(vectors: Vectors) -> Vectors:
    """The vectors at length one; an all-zero vector stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
