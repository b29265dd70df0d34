"""What can go wrong with an account.

AccountError
├── UnusableAccount     an e-mail, name, role, team or password that will not do
├── AccountExists
├── UnknownAccount
├── InvitationOver      a link that was used, is too old, or never was
├── WrongCredentials    e-mail or password: nobody learns which
└── LockedOut           too many wrong passwords in a row
"""

from datetime import timedelta


class AccountError(Exception):
    """An account cannot do what was asked of it."""


class UnusableAccount(AccountError):
    """What an account would be made of will not do."""


class AccountExists(AccountError):
    """Somebody signs in with this e-mail already."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} has an account already. `primera users list` shows it, "
            "`primera users reset` gives it a new password."
        )


class UnknownAccount(AccountError):
    """Nobody signs in with this e-mail."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has no account. `primera users list` shows those there are.")


class InvitationOver(AccountError):
    """A link that was used, is too old, or never was: nobody learns which."""


class WrongCredentials(AccountError):
    """No account has this e-mail and this password."""


class LockedOut(AccountError):
    """Too many wrong passwords in a row: not even the right one opens before `wait` has gone."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("Too many wrong passwords.")
        self.wait = wait
