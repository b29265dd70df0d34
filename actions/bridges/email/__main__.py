"""python -m actions.bridges.email."""

import os

from actions.bridges.email.helpdesk import MailHelpDesk, Places
from actions.bridges.serving import serve

if __name__ == "__main__":
    serve(
        "actions.bridges.email",
        lambda _client, settings: MailHelpDesk(settings, Places.of(os.environ)),
        needs_url=False,
    )
