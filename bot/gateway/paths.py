"""Paths of a route table, as Sanic writes them."""

import re

PATH_PARAMETER = re.compile(r"{(\w+)}")


def sanic_path(path: str) -> str:
    """`/widget/{path}` as Sanic writes it; `path` takes slashes, every other name does not."""
    return PATH_PARAMETER.sub(
        lambda found: f"<{found[1]}:{'path' if found[1] == 'path' else 'str'}>", path
    )
