"""Office files are ZIP archives, and an archive may unpack to a thousand times its size."""

import zipfile
from io import BytesIO

MOST_BYTES = 50_000_000
MOST_MEMBERS = 2_000


def refused(content: bytes, *, program: str) -> str | None:
    """Why an office file must not be unpacked, with the way out; None if it may be."""
    again = f"Open it with {program} and save it again."
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return f"The file is protected by a password or of an old format. {again}"
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return f"The file is damaged or of another format than its name says. {again}"
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
        return f"The file unpacks to more than {MOST_BYTES // 1_000_000} MB. Split it."
    return None
