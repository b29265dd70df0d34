"""One-time codes by mail: who reads the mailbox of a ticket's contact may hear how it stands."""

from actions.codes.clerk import CodeClerk
from actions.codes.store import CodeStore

__all__ = ["CodeClerk", "CodeStore"]
