"""What an import is to do with each article it found; nothing here writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from bot.importing.draft import Draft, file_hash, label_in
from bot.importing.ledger import Entry, Ledger, Place
from bot.importing.naming import free_id
from bot.importing.plain_text import squeezed
from kb_index.front_matter import Unreadable, taken_apart
from kb_index.markdown import as_plain_text

# A person has changed or published the article, or taken it away: theirs it stays.
Kind = Literal["new", "changed", "unchanged", "edited", "removed", "double"]
# Two short answers that are alike ("Yes, always.") may answer two questions.
SURELY_DOUBLE = 100


@dataclass(frozen=True, slots=True)
class Present:
    """An article's file as it is now."""

    file: str
    title: str
    status: str
    said: str  # its text without markup and space

    @classmethod
    def of(cls, file: str) -> Self:
        """What can be told of a file; a broken one says nothing."""
        read = taken_apart(file)
        if isinstance(read, Unreadable):
            return cls(file, "", "", "")
        title, status = (str(read.fields.get(name, "")) for name in ("title", "status"))
        return cls(file, title, status, _plain(read.body))


# By language and id.
Shelf = Mapping[tuple[str, str], Present]


@dataclass(frozen=True, slots=True)
class Step:
    """What happens with a draft; what is written, is written under the draft's id."""

    kind: Kind
    draft: Draft
    label: str  # of the source, also where the draft is a new version beside it
    entry: Entry | None  # what the ledger says of it afterwards
    remark: str = ""

    @property
    def writes(self) -> bool:
        """Whether a file is written."""
        return self.kind in ("new", "changed", "edited")


@dataclass(frozen=True, slots=True)
class Gone:
    """An article whose source is not there any more."""

    language: str
    id: str
    label: str


def named(drafts: Sequence[Draft], shelf: Shelf, ledger: Ledger) -> list[Draft]:
    """The drafts with the ids that they have or get, no two alike in a language."""
    by_label = _by_label(shelf)
    known = {draft: _known_id(draft, by_label, ledger, shelf) for draft in drafts}
    taken = {*shelf, *((draft.language, each) for draft, each in known.items() if each)}
    named: list[Draft] = []
    for draft in drafts:
        given = known[draft]
        if given is None:
            here = {each for language, each in taken if language == draft.language}
            given = free_id(draft.id, here)
            taken.add((draft.language, given))
        remark = f"{draft.id} was taken; it is {given}" if known[draft] is None else ""
        remarks = (*draft.remarks, remark) if remark and given != draft.id else draft.remarks
        named.append(replace(draft, id=given, remarks=remarks))
    return named


def steps(drafts: Sequence[Draft], shelf: Shelf, ledger: Ledger) -> list[Step]:
    """What happens with each draft; they have their ids."""
    doubles = _Doubles(shelf)
    return [
        _step(draft, shelf, ledger.get((draft.language, draft.label)), doubles) for draft in drafts
    ]


def gone(
    root: str, seen: Iterable[str], failed: Iterable[str], shelf: Shelf, ledger: Ledger
) -> Iterator[Gone]:
    """What was imported from a source before and is not there now; archived ones are settled.

    `seen`: labels found now. `failed`: labels that could not be read, which may still be there.
    """
    here, unread = set(seen), tuple(failed)
    for (language, label), entry in ledger.items():
        present = shelf.get((language, entry.id))
        if present is None or label in here or not _is_of(root, label):
            continue
        if any(label == each or label.startswith(f"{each}#") for each in unread):
            continue
        if present.status != "archived":
            yield Gone(language, entry.id, label)


def _step(draft: Draft, shelf: Shelf, entry: Entry | None, doubles: "_Doubles") -> Step:
    present = shelf.get((draft.language, draft.id))
    written = Entry(draft.id, draft.content, file_hash(draft.file))
    if present is None and entry is not None:
        return _as_is("removed", draft, replace(entry, content=draft.content))
    if present is None:
        double = doubles.of(draft)
        remark = f"says word for word what {double} says"
        return _as_is("double", draft, None, remark) if double else _as_is("new", draft, written)
    now = file_hash(present.file)
    if entry is None:  # an import was stopped, or the ledger is lost
        same = now == written.file
        return _as_is("unchanged", draft, written) if same else _beside(draft, shelf, written)
    if entry.content == draft.content:
        waits = (draft.language, entry.new_version) in shelf
        remark = f"its new version waits in {entry.new_version}" if waits else ""
        return _as_is("unchanged", draft, replace(entry, id=draft.id), remark)
    if now == entry.file:
        return _as_is("changed", draft, written)
    return _beside(draft, shelf, entry)


def _as_is(kind: Kind, draft: Draft, entry: Entry | None, remark: str = "") -> Step:
    return Step(kind, draft, draft.label, entry, remark)


def _beside(draft: Draft, shelf: Shelf, entry: Entry) -> Step:
    """The new version of an article that a person has changed, as a draft of its own."""
    before = shelf.get((draft.language, entry.new_version))
    if before is not None and file_hash(before.file) == entry.new_version_file:
        own_id = entry.new_version
    else:
        here = {each for language, each in shelf if language == draft.language}
        own_id = free_id(f"{draft.id}-new-version", here)
    beside = replace(draft, id=own_id, label=f"{draft.label} (new version of {draft.id})")
    written = Entry(draft.id, draft.content, entry.file, own_id, file_hash(beside.file))
    remark = f"{draft.id} was edited here; the new version is {own_id}"
    return Step("edited", beside, draft.label, written, remark)


class _Doubles:
    """Finds articles that say the same."""

    def __init__(self, shelf: Shelf) -> None:
        self._seen: dict[tuple[str, ...], str] = {}
        for (language, article_id), present in shelf.items():
            if present.said:
                self._remember(language, present.title, present.said, article_id)

    def of(self, draft: Draft) -> str:
        """The id of one that says what the draft says; "" where there is none yet."""
        text = _plain(draft.text)
        same = self._seen.get((draft.language, text)) if len(text) >= SURELY_DOUBLE else None
        same = same or self._seen.get((draft.language, squeezed(draft.title), text))
        if same is None:
            self._remember(draft.language, draft.title, text, draft.id)
        return same or ""

    def _remember(self, language: str, title: str, text: str, article_id: str) -> None:
        self._seen.setdefault((language, text), article_id)
        self._seen.setdefault((language, squeezed(title), text), article_id)


def _known_id(
    draft: Draft, by_label: Mapping[Place, str], ledger: Ledger, shelf: Shelf
) -> str | None:
    """The id under which an article of this source is there, also where a person changed it."""
    place = (draft.language, draft.label)
    entry = ledger.get(place)
    if entry and (draft.language, entry.id) in shelf:
        return entry.id
    return by_label.get(place) or (entry.id if entry else None)


def _by_label(shelf: Shelf) -> dict[Place, str]:
    labels = {key: label_in(present.file) for key, present in shelf.items()}
    return {(language, label): each for (language, each), label in labels.items() if label}


def _is_of(root: str, label: str) -> bool:
    return label == root or label.startswith((f"{root}/", f"{root}#"))


def _plain(text: str) -> str:
    return squeezed(as_plain_text(text))
