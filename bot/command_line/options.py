"""What the commands share."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

console = Console()

Root = Annotated[
    Path | None, typer.Option("--workspace", help="A company's folder; Aurora without it.")
]
