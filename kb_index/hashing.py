"""Content hashes, which name encoders, generations and revisions."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

# 64 bits: far from any collision among the few hundred things a company names this way.
SHORT = 16


def sha256_of_file(path: Path) -> str:
    """The hex sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of(content: bytes) -> str:
    """The hex sha256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def short_hash(parts: Iterable[str]) -> str:
    """One short hash over several texts; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()[:SHORT]


def sha256_of_folder(folder: Path, *, besides: frozenset[str] = frozenset()) -> dict[str, str]:
    """Relative path → sha256 of every file under `folder`, but for the names in `besides`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: sha256_of_file(path) for name, path in named.items() if name not in besides}
