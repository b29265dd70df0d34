"""python -m actions.bridges.django_helpdesk."""

from actions.bridges.django_helpdesk.helpdesk import DjangoHelpdesk
from actions.bridges.serving import serve

if __name__ == "__main__":
    serve(
        "actions.bridges.django_helpdesk",
        lambda client, _settings: DjangoHelpdesk(client),
        queue=int,
    )
