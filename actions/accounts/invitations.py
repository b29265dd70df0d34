"""Invitations: links that let somebody choose their password, once."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from actions.accounts.account import Account, Role
from actions.accounts.errors import InvitationOver
from actions.accounts.passwords import Passwords
from actions.accounts.store import (
    TOKEN_BYTES,
    AccountStore,
    account_of,
    forget_failures,
    hash_of,
    note,
    note_of,
)
from actions.accounts.tables import accounts, invitations
from actions.database import reading

# Over a weekend.
HOLDS_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link's token, which is kept nowhere, and until when it opens."""

    account: Account
    expires_at: datetime
    token: str = field(repr=False)


class Invitations:
    """Nobody else learns a password: whom it is for chooses it."""

    def __init__(
        self, engine: Engine, store: AccountStore, passwords: Passwords | None = None
    ) -> None:
        self._engine = engine
        self._store = store
        self._passwords = passwords or Passwords()

    def invite(
        self,
        email: str,
        *,
        name: str,
        role: Role,
        teams: Collection[str],
        by: str,
        now: datetime,
    ) -> Invitation:
        """A new account, which nothing opens but the link; raises AccountError."""
        nobodys = secrets.token_urlsafe(TOKEN_BYTES)
        account = self._store.add(
            email, name=name, role=role, teams=teams, password=nobodys, by=by, now=now
        )
        return self._link(account, by, now)

    def reset(self, account: Account, *, by: str, now: datetime) -> Invitation:
        """A new link for an account: signed out everywhere, and the old password opens nothing."""
        self._store.reset(account.email, secrets.token_urlsafe(TOKEN_BYTES), by=by, now=now)
        return self._link(account, by, now)

    def behind(self, token: str, *, now: datetime) -> Account:
        """Whom a link is for; raises InvitationOver."""
        with reading(self._engine) as connection:
            return _invited(connection, token, now)

    def accept(self, token: str, password: str, *, now: datetime) -> Account:
        """They have chosen; the link opens nothing any more.

        Raises InvitationOver, UnusableAccount.
        """
        hashed = self._passwords.hashed(password)
        with self._engine.begin() as connection:
            account = _invited(connection, token, now)
            # Of two at once, one deletes it.
            mine = delete(invitations).where(invitations.c.token_hash == hash_of(token))
            if not connection.execute(mine).rowcount:
                raise InvitationOver
            connection.execute(
                update(accounts).where(accounts.c.id == account.id).values(password_hash=hashed)
            )
            forget_failures(connection, account.email)
            note_of(connection, account, "account.password_chosen", now=now, about=account.id)
            return account

    def _link(self, account: Account, by: str, now: datetime) -> Invitation:
        token, expires_at = secrets.token_urlsafe(TOKEN_BYTES), now + HOLDS_FOR
        old = (invitations.c.account_id == account.id) | (invitations.c.expires_at <= now)
        row = {
            "token_hash": hash_of(token),
            "account_id": account.id,
            "created_at": now,
            "expires_at": expires_at,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(invitations).where(old))
            connection.execute(insert(invitations).values(row))
            note(connection, by, "account.link_made", now=now, about=account.id)
        return Invitation(account, expires_at, token)


def _invited(connection: Connection, token: str, now: datetime) -> Account:
    query = select(invitations.c.account_id).where(
        invitations.c.token_hash == hash_of(token), invitations.c.expires_at > now
    )
    account_id = connection.execute(query).scalar_one_or_none()
    account = None if account_id is None else account_of(connection, account_id)
    if account is None or not account.is_active:
        raise InvitationOver
    return account
