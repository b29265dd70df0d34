"""Accounts: who of the company may sign in, as what, and for which teams."""

from actions.accounts.account import ROLES, Account, Role
from actions.accounts.errors import (
    AccountError,
    AccountExists,
    InvitationOver,
    LockedOut,
    UnknownAccount,
    UnusableAccount,
    WrongCredentials,
)
from actions.accounts.invitations import Invitation, Invitations
from actions.accounts.passwords import Passwords
from actions.accounts.presence import PRESENT_FOR, Presence, PresenceStatus
from actions.accounts.store import AccountStore, AuditEntry, SignedIn, somebody_signs_in

__all__ = [
    "PRESENT_FOR",
    "ROLES",
    "Account",
    "AccountError",
    "AccountExists",
    "AccountStore",
    "AuditEntry",
    "Invitation",
    "InvitationOver",
    "Invitations",
    "LockedOut",
    "Passwords",
    "Presence",
    "PresenceStatus",
    "Role",
    "SignedIn",
    "UnknownAccount",
    "UnusableAccount",
    "WrongCredentials",
    "somebody_signs_in",
]
