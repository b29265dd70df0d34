"""python -m actions.bridges.http; PRIMERA_BRIDGE_SPEECH names the YAML file."""

import os
from pathlib import Path

from actions.bridges.http.helpdesk import HttpHelpDesk
from actions.bridges.http.speech import read_speech
from actions.bridges.serving import serve

FILE = "PRIMERA_BRIDGE_SPEECH"

if __name__ == "__main__":
    serve(
        "actions.bridges.http",
        lambda client, settings: HttpHelpDesk(
            client,
            read_speech(Path(os.environ.get(FILE, "helpdesk.yml"))),
            password=settings.password,
        ),
        signs_in="PRIMERA_BRIDGE_USER" in os.environ,
    )
