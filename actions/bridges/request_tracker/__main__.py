"""python -m actions.bridges.request_tracker."""

from actions.bridges.request_tracker.helpdesk import RequestTracker
from actions.bridges.serving import serve

if __name__ == "__main__":
    serve(
        "actions.bridges.request_tracker",
        lambda client, settings: RequestTracker(
            client, settings.password, mails_customer=settings.mails_customer
        ),
        signs_in=False,
    )
