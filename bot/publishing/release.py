"""Release: the company's files as they were at one moment, with the model and index made of them.

models/releases/<id>/
    nlu_data/ kb_index/articles/ domain.yml …   as in the workspace
    release.json                                what was made of them

The id is the hash of all that decides what the bot says. A release is a candidate until it is
promoted.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from actions.company_file import CompanyFileError, read_company_file
from actions.settings import Settings
from actions.workspace import RELEASED, Workspace
from bot.publishing.errors import NoRelease

FORMAT = 1
ABOUT = "release.json"
SETTINGS = "bot/settings.yml"
FOLDERS = ("nlu_data", "kb_index/articles", "kb_index/synonyms", "kb_index/unrelated")
FILES = (
    "config.yml",
    "domain.yml",
    "actions/desk.yml",
    "actions/fields.yml",
    "actions/protocols.yml",
    "bot/texts.yml",
    "bot/secret_words.yml",
    SETTINGS,
)
# Of Rasa's training a file of any other kind is no part, and editors leave some.
SUFFIXES = frozenset({".yml", ".yaml", ".md", ".txt"})
ID_LENGTH = 16
UNFINISHED = ".making-"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a release's files; names of files and folders below `models` and `built`."""

    encoder: str
    index: str
    model: str


@dataclass(frozen=True, slots=True)
class Release:
    """A folder of files, and what was made of them, if anything was."""

    id: str
    folder: Path
    made_at: datetime
    made: Made | None = None

    @property
    def is_made(self) -> bool:
        """Whether it could serve."""
        return self.made is not None


class Releases:
    """The releases of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.root = workspace.models / "releases"

    def take(self, now: datetime) -> Release:
        """A release of the files as they are now; the one that is there, if they are the same."""
        workspace = self._workspace
        if (self.root / id_of(workspace) / ABOUT).is_file():
            return self.get(id_of(workspace))
        self.root.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.root))
        try:
            for name, file in files_of(workspace).items():
                (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, unfinished / name)
            _write(unfinished / ABOUT, {"format": FORMAT, "made_at": now.isoformat()})
            unfinished.chmod(0o755)
            id = id_of(workspace.of_release(unfinished))  # somebody may have edited meanwhile
            shutil.rmtree(self.root / id, ignore_errors=True)  # one without its file was left half
            unfinished.rename(self.root / id)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return self.get(id)

    def get(self, id: str) -> Release:
        """The release of that id; raises NoRelease."""
        folder = self.root / id
        try:
            about = json.loads((folder / ABOUT).read_text("utf-8"))
            made = Made(**about["made"]) if about.get("made") else None
            return Release(id, folder, datetime.fromisoformat(about["made_at"]), made)
        except (OSError, ValueError, KeyError, TypeError):
            known = ", ".join(each.id for each in self.all()) if self.root.is_dir() else ""
            raise NoRelease(
                f"There is no release {id!r} in {self.root}. There are: {known or 'none'}."
            ) from None

    def note(self, release: Release, made: Made) -> Release:
        """Keeps what was made of a release."""
        about = {"format": FORMAT, "made_at": release.made_at.isoformat(), "made": asdict(made)}
        _write(release.folder / ABOUT, about)
        return self.get(release.id)

    def all(self) -> list[Release]:
        """Every release, the newest last."""
        found = [self.get(about.parent.name) for about in self.root.glob(f"*/{ABOUT}")]
        return sorted(found, key=lambda each: (each.made_at, each.id))

    def made(self) -> list[Made]:
        """What was made of all of them."""
        return [each.made for each in self.all() if each.made] if self.root.is_dir() else []

    def forget(self, kept: frozenset[str]) -> None:
        """Deletes all but these; what was made of them goes with later builds."""
        for release in self.all():
            if release.id not in kept:
                shutil.rmtree(release.folder)

    def workspace(self, release: Release) -> Workspace:
        """The company with the files of a release, and what was made of them."""
        made = release.made
        loaded = self._workspace.of_release(release.folder)
        if made is None:
            return loaded
        processes = loaded.settings.processes.model_copy(
            update={
                "index": made.index,
                "model": self._workspace.models / made.model,
                "encoder": self._workspace.models / "encoder" / made.encoder,
            }
        )
        settings = loaded.settings.model_copy(update={"processes": processes})
        return Workspace(
            loaded.root, loaded.home, settings, loaded.environment, release=loaded.release
        )


def files_of(workspace: Workspace) -> dict[str, Path]:
    """Every file that decides what the bot says, by its name in the workspace."""
    return dict(sorted(_files(workspace.files)))


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for name in FILES:
        if (root / name).is_file():
            yield name, root / name
    for folder in FOLDERS:
        for file in (root / folder).rglob("*"):
            below = file.relative_to(root)
            hidden = any(part.startswith((".", "#")) for part in below.parts)
            if file.is_file() and file.suffix in SUFFIXES and not hidden:
                yield below.as_posix(), file


def id_of(workspace: Workspace) -> str:
    """The hash of the files; of the settings, only of what decides what the bot says."""
    digest = hashlib.sha256()
    for name, content in hashes_of(workspace).items():
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:ID_LENGTH]


def hashes_of(workspace: Workspace) -> Mapping[str, str]:
    """File → hash of what it says."""
    return {
        name: hashlib.sha256(_released(file) if name == SETTINGS else file.read_bytes()).hexdigest()
        for name, file in files_of(workspace).items()
    }


def edited(before: Workspace, after: Workspace) -> list[str]:
    """The files in which two workspaces differ."""
    then, now = hashes_of(before), hashes_of(after)
    return sorted(name for name in {*then, *now} if then.get(name) != now.get(name))


def _released(settings: Path) -> bytes:
    """Of the settings as the file has them now; all of a file that cannot be read."""
    try:
        read = read_company_file(settings, Settings)
    except CompanyFileError:
        return settings.read_bytes()
    own = read.model_dump(mode="json", include=set(RELEASED))
    return json.dumps(own, sort_keys=True, ensure_ascii=False).encode()


def _write(file: Path, content: Mapping[str, object]) -> None:
    unfinished = file.with_suffix(".json.new")
    unfinished.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    unfinished.replace(file)
