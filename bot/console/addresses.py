"""Where the workbench's own pages are."""

from urllib.parse import urlsplit

HOME = "/console"
SIGN_IN = f"{HOME}/sign-in"


def place_in_console(address: str) -> str:
    """Where to go next: a page of ours, whatever was asked for."""
    parts = urlsplit(address)
    ours = parts.path == HOME or parts.path.startswith(f"{HOME}/")
    if parts.scheme or parts.netloc or not ours or "\\" in address or parts.path == SIGN_IN:
        return HOME
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
