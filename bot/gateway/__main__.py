"""Starts the gateway: `python -m bot.gateway`."""

import logging
import sys

from actions.company_file import CompanyFileError
from actions.workspace import Workspace, WorkspaceError
from bot.gateway.app import create_app


def main() -> int:
    """Serves until stopped; a setting that cannot be used is one sentence and exit code 1."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        workspace = Workspace.load()
        app = create_app(workspace)
    except (CompanyFileError, WorkspaceError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    address = workspace.settings.gateway
    app.run(host=address.host, port=address.port, single_process=True, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
