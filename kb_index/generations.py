"""Built indexes on disk: one folder per content, one of them current, switched at once.

<index root>/
    <hash>/          a generation: its files and `manifest.json` with the sha256 of each
    current          generation hashes, the serving one first, then what to fall back on
    .building-…/     unfinished; the next build removes it
"""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kb_index.errors import DamagedGeneration, NoGeneration
from kb_index.hashing import sha256_of, sha256_of_folder

# Raise it when the files of a generation change their form.
FORMAT = 5
MANIFEST = "manifest.json"
CURRENT = "current"
UNFINISHED = ".building-"
# The serving one and two to go back to.
KEPT = 3
WAY_OUT = "Run `primera index` to build it again."


@dataclass(frozen=True, slots=True)
class GenerationManifest:
    """What a generation was built from, and what its files must be."""

    format: int
    hash: str
    encoder: str  # hash of the encoder whose vectors it holds
    languages: tuple[str, ...]
    files: dict[str, str]  # relative path → sha256
    # relative path of a file of vectors → how it is searched, see `index.Kind`
    searches: dict[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def building(index_root: Path) -> Iterator[None]:
    """Let one build at a time work in the folder; what a killed one left behind is removed."""
    index_root.mkdir(parents=True, exist_ok=True)
    with (index_root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for folder in index_root.glob(f"{UNFINISHED}*"):
            shutil.rmtree(folder)
        yield


@contextlib.contextmanager
def unfinished(index_root: Path) -> Iterator[Path]:
    """A folder to build in; it is gone afterwards unless `finish` moved it."""
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=index_root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def finish(folder: Path, index_root: Path, *, about: GenerationManifest) -> Path:
    """Give a built folder its manifest and its place; it does not serve yet."""
    manifest = json.dumps(asdict(about), indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(manifest, "utf-8")
    for file in folder.rglob("*"):
        _flush(file)
    target = index_root / about.hash
    if target.exists():  # damaged, or it would not have been built again
        shutil.rmtree(target)
    folder.rename(target)
    _flush(index_root)
    return target


def switch(index_root: Path, generation: str, *, besides: Collection[str] = ()) -> None:
    """Make a generation the current one and remove those too old to go back to.

    `besides`: generations that somebody still serves from.
    """
    kept = [generation, *(old for old in listed(index_root) if old != generation)][:KEPT]
    unfinished_file = index_root / f".{CURRENT}"
    unfinished_file.write_text("\n".join(kept) + "\n", "utf-8")
    _flush(unfinished_file)
    unfinished_file.replace(index_root / CURRENT)
    _flush(index_root)
    for folder in index_root.iterdir():
        old = folder.name not in {*kept, *besides}
        if folder.is_dir() and not folder.name.startswith(".") and old:
            shutil.rmtree(folder)


def listed(index_root: Path) -> list[str]:
    """The hashes in `current`: the serving generation first; empty if nothing was built."""
    try:
        return (index_root / CURRENT).read_text("utf-8").split()
    except FileNotFoundError:
        return []


def is_sound(index_root: Path, generation: str) -> bool:
    """Whether the generation is there with every file as it was built."""
    try:
        checked(index_root / generation)
    except DamagedGeneration:
        return False
    return True


def manifest_of(folder: Path) -> GenerationManifest:
    """The manifest of a generation; raises DamagedGeneration if it cannot be read."""
    try:
        about = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest = GenerationManifest(**{**about, "languages": tuple(about["languages"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedGeneration(
            f"{folder / MANIFEST} cannot be read ({type(error).__name__}). {WAY_OUT}"
        ) from error
    if manifest.format != FORMAT:
        raise DamagedGeneration(
            f"{folder} has format {manifest.format}; this version reads {FORMAT}. {WAY_OUT}"
        )
    return manifest


def checked(folder: Path) -> GenerationManifest:
    """The manifest of a generation whose files are all as built; else raises DamagedGeneration."""
    manifest = manifest_of(folder)
    found = sha256_of_folder(folder, besides=frozenset({MANIFEST}))
    changed = sorted(
        name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name)
    )
    if changed:
        raise DamagedGeneration(f"{folder} is not as built: {', '.join(changed[:3])}. {WAY_OUT}")
    return manifest


def checked_file(folder: Path, name: str, *, about: GenerationManifest) -> bytes:
    """What one file of a generation holds, if that is as built; else raises DamagedGeneration."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise DamagedGeneration(
            f"{folder / name} cannot be read ({type(error).__name__}). {WAY_OUT}"
        ) from error
    if sha256_of(content) != about.files.get(name):
        raise DamagedGeneration(f"{folder / name} is not as built. {WAY_OUT}")
    return content


def serving(index_root: Path) -> list[Path]:
    """The folders to serve from, best first; raises NoGeneration when nothing was built."""
    generations = listed(index_root)
    if not generations:
        raise NoGeneration(f"There is no index in {index_root}. Run `primera index` to build it.")
    return [index_root / generation for generation in generations]


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
