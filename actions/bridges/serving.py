"""Starting a bridge from the command line."""

import logging
import os
import sys
from collections.abc import Callable

from actions.bridges.app import MakeHelpDesk, create_app
from actions.bridges.settings import BridgeSettingsError, read_settings


def serve(
    program: str,
    make_helpdesk: MakeHelpDesk,
    *,
    queue: Callable[[str], object] = str,
    signs_in: bool = True,
    needs_url: bool = True,
) -> None:
    """Serves on loopback until stopped; the options are those of `read_settings`."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.ERROR)
    try:
        settings = read_settings(
            sys.argv[1:],
            os.environ,
            program=program,
            queue=queue,
            signs_in=signs_in,
            needs_url=needs_url,
        )
        app = create_app(settings, make_helpdesk)
    except BridgeSettingsError as error:
        sys.exit(str(error))
    # One process: two would not see each other's attempts under way.
    app.run("127.0.0.1", settings.port, single_process=True, motd=False, access_log=False)
