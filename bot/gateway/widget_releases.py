"""Which widget a site gets: by the folders of released versions that are there."""

import re
from collections.abc import Collection
from pathlib import Path

SERVED_MAJORS = 2
FILE = "support-chat.js"
VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
MAJOR = re.compile(r"v([0-9]+)\.js")

Version = tuple[int, int, int]


def version_of(name: str) -> Version | None:
    """The version that a folder's name says, if it says one."""
    found = VERSION.fullmatch(name)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def served(versions: Collection[Version]) -> list[Version]:
    """Those of the last two major versions, the newest first."""
    majors = sorted({major for major, _, _ in versions}, reverse=True)[:SERVED_MAJORS]
    return sorted((one for one in versions if one[0] in majors), reverse=True)


def file_for(path: str, versions: Collection[Version]) -> str | None:
    """Where the file lies that a path below `/widget/` means; None: it is served no longer.

    `v1.js` is the newest release of major version 1, never what is being worked on.
    """
    on_offer = served(versions)
    if major := MAJOR.fullmatch(path):
        newest = next((one for one in on_offer if one[0] == int(major[1])), None)
        return f"{'.'.join(map(str, newest))}/{FILE}" if newest else None
    version = version_of(path.partition("/")[0])
    return path if version is None or version in on_offer else None


def is_released(path: str) -> bool:
    """Whether the path names one version, whose files never change."""
    folder, _, rest = path.partition("/")
    return bool(rest) and version_of(folder) is not None


def versions_in(built: Path) -> frozenset[Version]:
    """The released versions that are there."""
    return frozenset(
        version
        for folder in (built.iterdir() if built.is_dir() else ())
        if folder.is_dir() and (version := version_of(folder.name))
    )
