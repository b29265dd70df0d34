"""python -m actions.bridges.django_helpdesk."""

import logging
import os
import sys

from actions.bridges.django_helpdesk.app import create_app
from actions.bridges.django_helpdesk.settings import BridgeSettingsError, read_settings


def main() -> None:
    """Serves on loopback until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = read_settings(sys.argv[1:], os.environ)
    except BridgeSettingsError as error:
        sys.exit(str(error))
    app = create_app(settings)
    # One process: two would not see each other's attempts under way.
    app.run("127.0.0.1", settings.port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
