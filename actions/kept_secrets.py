"""The secrets a workspace made for itself, in a file only its owner may read."""

import base64
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


class SecretsError(Exception):
    """The file of secrets cannot be read; making a new one would void what was signed."""


def kept_secret(path: Path, name: str) -> str:
    """The secret of that name (base64 of 32 random bytes), made on first use."""
    kept = _read_secrets(path)
    if name in kept:
        return kept[name]
    with _locked(path.with_suffix(".lock")):
        kept = _read_secrets(path)
        if name not in kept:
            kept[name] = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
            _write_atomically(path, json.dumps(kept, indent=1))
        return kept[name]


def keep_secret(path: Path, name: str, value: str) -> None:
    """Put a secret in the place of the one of that name; others stay."""
    with _locked(path.with_suffix(".lock")):
        kept = {**_read_secrets(path), name: value}
        _write_atomically(path, json.dumps(kept, indent=1))


def kept_names(path: Path) -> frozenset[str]:
    """The names of the secrets that there are."""
    return frozenset(_read_secrets(path))


def _read_secrets(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise SecretsError(
            f"{path} is not JSON. Restore it from a backup; without it, signed tokens are void "
            "and help desks refuse what we send."
        ) from None
    return {str(name): str(value) for name, value in kept.items()}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write_atomically(path: Path, text: str) -> None:
    # mkstemp makes the file 0600 from the start: no moment at which others can read it.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
