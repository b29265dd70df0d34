"""`primera embed …`: the chat on a company's site."""

from typing import Annotated

import typer

from bot.command_line.options import console

app = typer.Typer(help="The chat on a site.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The chat on a site."""


@app.command("check")
def embed_check(
    url: Annotated[str, typer.Argument(help="A page that has the chat.")],
    gateway: Annotated[
        str | None, typer.Option(help="Its address, if the page's HTML does not say.")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Its key in bot/settings.yml.")] = None,
) -> None:
    """Say what keeps the chat from working on a page: its policy, CORS, a proxy that buffers."""
    from bot.commands.embed import check

    if not check(url, console, gateway=gateway, site=site):
        raise typer.Exit(1)
