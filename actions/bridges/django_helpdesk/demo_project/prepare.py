"""Migrates the demo help desk, makes its user and queues, prints the queues' ids as JSON."""

import json
import os
import sys

import django  # type: ignore[import-not-found]


def main() -> None:
    """Run in the demo desk's environment; the same again changes nothing."""
    django.setup()
    from django.contrib.auth.models import User  # type: ignore[import-not-found]
    from django.core.management import call_command  # type: ignore[import-not-found]
    from helpdesk.models import Queue  # type: ignore[import-not-found]

    call_command("migrate", verbosity=0)
    admin, _ = User.objects.get_or_create(
        username="admin", defaults={"is_staff": True, "is_superuser": True}
    )
    admin.set_password(os.environ["DEMO_DESK_PASSWORD"])
    admin.save()
    ids = {}
    for slug, title in json.loads(os.environ["DEMO_DESK_QUEUES"]).items():
        queue, _ = Queue.objects.update_or_create(slug=slug, defaults={"title": title})
        ids[slug] = queue.id
    sys.stdout.write(json.dumps(ids))


if __name__ == "__main__":
    main()
