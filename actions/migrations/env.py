"""Run by Alembic; `actions.database.migrate` hands over its open transaction."""

from alembic import context

import actions.accounts.tables
import actions.alerts.tables
import actions.answers.tables
import actions.channels.tables
import actions.codes.tables
import actions.conversations.tables
import actions.erased
import actions.handoffs.tables
import actions.helpdesks.tables
import actions.mail.tables
import actions.tickets.tables
import actions.unanswered.tables  # noqa: F401
from actions.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
