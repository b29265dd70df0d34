"""AccountStore: accounts, who is signed in, who is there, and what was done by whom."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from actions.accounts.account import Account, Role, refuse_without_team, usable_email, usable_name
from actions.accounts.errors import (
    AccountExists,
    LockedOut,
    UnknownAccount,
    WrongCredentials,
)
from actions.accounts.lock_out import FORGOTTEN_AFTER, failures_now, wait_left
from actions.accounts.passwords import Passwords
from actions.accounts.presence import Presence, PresenceStatus, presence_of, set_presence
from actions.accounts.tables import account_teams, accounts, audit, sign_ins, wrong_passwords
from actions.database import reading

# A working day with its overtime: whoever comes in the morning signs in.
SIGNED_IN_FOR = timedelta(hours=12)
# Of a browser that was left alone. A lead may think about an article for an hour.
IDLE_FOR = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=1)  # a page a second would be a write a second
TOKEN_BYTES = 32
ID_BYTES = 16
COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has signed in, with the token that says so, which is kept nowhere."""

    account: Account
    expires_at: datetime
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did; `about` is an id, never a contact's words."""

    at: datetime
    who: str
    act: str
    about: str | None
    facts: Mapping[str, Any]
    number: int = 0


class AccountStore:
    """Every method is one transaction; what it returns is committed."""

    def __init__(self, engine: Engine, passwords: Passwords | None = None) -> None:
        self._engine = engine
        self._passwords = passwords or Passwords()

    def add(
        self,
        email: str,
        *,
        name: str,
        role: Role,
        teams: Collection[str],
        password: str,
        by: str = COMMAND_LINE,
        now: datetime,
    ) -> Account:
        """A new account, or one that was deactivated, anew; raises AccountError."""
        refuse_without_team(role, teams)
        row: dict[str, Any] = {
            "email": usable_email(email),
            "name": usable_name(name),
            "role": role,
            "password_hash": self._passwords.hashed(password),
            "created_at": now,
            "deactivated_at": None,
        }
        with self._engine.begin() as connection:
            account_id = _written(connection, row)
            _write_teams(connection, account_id, teams)
            note(connection, by, "account.added", now=now, about=account_id, role=role)
            return _account(connection, accounts.c.id == account_id)

    def all(self) -> list[Account]:
        """Every account, deactivated ones too, by e-mail."""
        query = select(accounts).order_by(accounts.c.email)
        with reading(self._engine) as connection:
            return [_account_from(connection, row) for row in connection.execute(query).all()]

    def deactivate(self, email: str, *, by: str = COMMAND_LINE, now: datetime) -> Account:
        """They are signed out everywhere and cannot sign in; raises UnknownAccount."""
        with self._engine.begin() as connection:
            account = _known(connection, email)
            _change(connection, account.id, deactivated_at=now)
            _sign_out_everywhere(connection, account.id)
            set_presence(connection, account.id, "away", now)
            note(connection, by, "account.deactivated", now=now, about=account.id)
            return _account(connection, accounts.c.id == account.id)

    def reset(self, email: str, password: str, *, by: str = COMMAND_LINE, now: datetime) -> Account:
        """A new password: signed out everywhere, and not locked out any more.

        Raises UnknownAccount, UnusableAccount.
        """
        hashed = self._passwords.hashed(password)
        with self._engine.begin() as connection:
            account = _known(connection, email)
            _change(connection, account.id, password_hash=hashed)
            _sign_out_everywhere(connection, account.id)
            forget_failures(connection, account.email)
            note(connection, by, "account.reset", now=now, about=account.id)
            return account

    def change(
        self,
        email: str,
        *,
        role: Role | None = None,
        teams: Collection[str] | None = None,
        by: str = COMMAND_LINE,
        now: datetime,
    ) -> Account:
        """Another role or other teams, from their next request on; raises AccountError."""
        with self._engine.begin() as connection:
            account = _known(connection, email)
            role, teams = role or account.role, account.teams if teams is None else teams
            refuse_without_team(role, teams)
            _change(connection, account.id, role=role)
            _write_teams(connection, account.id, teams)
            changed = _account(connection, accounts.c.id == account.id)
            told: dict[str, Any] = {"role": changed.role, "teams": sorted(changed.teams)}
            note(connection, by, "account.changed", now=now, about=account.id, **told)
            return changed

    def sign_in(
        self, email: str, password: str, *, ends_idle: bool = False, now: datetime
    ) -> SignedIn:
        """A token for whoever knows the password; raises WrongCredentials, LockedOut.

        Whether the e-mail has an account changes neither what is answered nor how long it takes.
        With `ends_idle` the token opens nothing any more once it was not used for `IDLE_FOR`.
        """
        email = email.strip().lower()
        self._refuse_if_shut(email, now)
        with reading(self._engine) as connection:
            query = select(accounts.c.id, accounts.c.password_hash).where(
                accounts.c.email == email, accounts.c.deactivated_at.is_(None)
            )
            row = connection.execute(query).one_or_none()
        if not self._passwords.fits(password, row.password_hash if row else None) or row is None:
            self._count_failure(email, row.id if row else None, now)
            raise WrongCredentials
        return self._signed_in(row.id, email, now, seen_at=now if ends_idle else None)

    def signed_in(self, token: str, *, now: datetime, counts: bool = True) -> SignedIn | None:
        """Whom a token belongs to, while it holds.

        What a page asks by itself does not count as use.
        """
        is_used = or_(sign_ins.c.seen_at.is_(None), sign_ins.c.seen_at > now - IDLE_FOR)
        query = select(sign_ins.c.account_id, sign_ins.c.expires_at, sign_ins.c.seen_at).where(
            sign_ins.c.token_hash == hash_of(token), sign_ins.c.expires_at > now, is_used
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            account = _account(connection, accounts.c.id == row.account_id)
        if counts and row.seen_at is not None and now - row.seen_at >= SEEN_EVERY:
            self._see(token, now)
        return SignedIn(account, row.expires_at, token) if account.is_active else None

    def sign_out(self, token: str, *, now: datetime) -> None:
        """The token opens nothing any more; one that never did changes nothing."""
        with self._engine.begin() as connection:
            where = sign_ins.c.token_hash == hash_of(token)
            account_id = connection.execute(
                delete(sign_ins).where(where).returning(sign_ins.c.account_id)
            ).scalar_one_or_none()
            if account_id is not None:
                account = _account(connection, accounts.c.id == account_id)
                set_presence(connection, account_id, "away", now)
                note_of(connection, account, "signed_out", now=now)

    def say_presence(self, account_id: str, status: PresenceStatus, *, now: datetime) -> Presence:
        """They are there to talk, or not; said again before it ends, it goes on."""
        with self._engine.begin() as connection:
            return set_presence(connection, account_id, status, now)

    def presence(self, account_id: str) -> Presence | None:
        """What they last said."""
        with reading(self._engine) as connection:
            return presence_of(connection, account_id)

    def colleagues(self) -> list[tuple[Account, Presence | None]]:
        """Who may talk to contacts, and what they last said of being there."""
        query = (
            select(accounts)
            .where(accounts.c.deactivated_at.is_(None), accounts.c.role != "viewer")
            .order_by(accounts.c.name, accounts.c.id)
        )
        with reading(self._engine) as connection:
            found = [_account_from(connection, row) for row in connection.execute(query).all()]
            return [(account, presence_of(connection, account.id)) for account in found]

    def find(self, account_id: str) -> Account | None:
        """The account of an id, also a deactivated one."""
        with reading(self._engine) as connection:
            return account_of(connection, account_id)

    def audit(
        self, *, limit: int = 100, before: int | None = None, who: str | None = None
    ) -> list[AuditEntry]:
        """What was done, newest first; `before` an entry's number, and by `who`, if asked."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        if who is not None:
            query = query.where(audit.c.who == who)
        with reading(self._engine) as connection:
            return [
                AuditEntry(row.at, row.who, row.act, row.about, row.facts, row.id)
                for row in connection.execute(query)
            ]

    def note(
        self,
        account: Account,
        act: str,
        *,
        about: str | None = None,
        now: datetime,
        **facts: Any,
    ) -> None:
        """Writes into the audit what somebody signed in did to what; never a contact's words."""
        with self._engine.begin() as connection:
            note_of(connection, account, act, now=now, about=about, **facts)

    def _see(self, token: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(sign_ins).where(sign_ins.c.token_hash == hash_of(token)).values(seen_at=now)
            )

    def _refuse_if_shut(self, email: str, now: datetime) -> None:
        with reading(self._engine) as connection:
            failures, last_at = _failures(connection, email, now)
        if wait := wait_left(failures, last_at, now):
            raise LockedOut(wait)

    def _count_failure(self, email: str, account_id: str | None, now: datetime) -> None:
        with self._engine.begin() as connection:
            failures, _ = _failures(connection, email, now)
            forget_failures(connection, email)
            long_ago = wrong_passwords.c.last_at < now - FORGOTTEN_AFTER
            connection.execute(delete(wrong_passwords).where(long_ago))
            row = {"email_hash": hash_of(email), "failures": failures + 1, "last_at": now}
            connection.execute(insert(wrong_passwords).values(row))
            if account_id is not None:
                account = _account(connection, accounts.c.id == account_id)
                note_of(connection, account, "sign_in.refused", now=now, failures=failures + 1)

    def _signed_in(
        self, account_id: str, email: str, now: datetime, *, seen_at: datetime | None
    ) -> SignedIn:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = now + SIGNED_IN_FOR
        with self._engine.begin() as connection:
            forget_failures(connection, email)
            connection.execute(delete(sign_ins).where(sign_ins.c.expires_at <= now))
            row = {
                "token_hash": hash_of(token),
                "account_id": account_id,
                "created_at": now,
                "expires_at": expires_at,
                "seen_at": seen_at,
            }
            connection.execute(insert(sign_ins).values(row))
            account = _account(connection, accounts.c.id == account_id)
            note_of(connection, account, "signed_in", now=now)
        return SignedIn(account, expires_at, token)


def somebody_signs_in(engine: Engine) -> bool:
    """Whether there is an account that is not deactivated."""
    query = select(accounts.c.id).where(accounts.c.deactivated_at.is_(None)).limit(1)
    with reading(engine) as connection:
        return connection.execute(query).one_or_none() is not None


def note(
    connection: Connection,
    who: str,
    act: str,
    *,
    now: datetime,
    about: str | None = None,
    account_id: str | None = None,
    **facts: Any,
) -> None:
    """Writes into the audit what was done, in the transaction that does it."""
    row = {
        "at": now,
        "account_id": account_id,
        "who": who,
        "act": act,
        "about": about,
        "facts": facts,
    }
    connection.execute(insert(audit).values(row))


def note_of(
    connection: Connection,
    account: Account,
    act: str,
    *,
    now: datetime,
    about: str | None = None,
    **facts: Any,
) -> None:
    """The same for what somebody signed in has done."""
    note(connection, account.email, act, now=now, about=about, account_id=account.id, **facts)


def account_of(connection: Connection, account_id: str) -> Account | None:
    """The account of an id, if it is there."""
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
    return None if row is None else _account_from(connection, row)


def hash_of(text: str) -> str:
    """What is kept of a token; it is long and random, so no salt is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(connection: Connection, row: dict[str, Any]) -> str:
    kept = connection.execute(
        select(accounts.c.id, accounts.c.deactivated_at).where(accounts.c.email == row["email"])
    ).one_or_none()
    if kept is not None and kept.deactivated_at is None:
        raise AccountExists(row["email"])
    if kept is not None:
        _change(connection, kept.id, **row)
        return str(kept.id)
    account_id = f"acc_{secrets.token_urlsafe(ID_BYTES)}"
    try:
        connection.execute(insert(accounts).values(row | {"id": account_id}))
    except IntegrityError:  # somebody else was quicker (PostgreSQL)
        raise AccountExists(row["email"]) from None
    return account_id


def _write_teams(connection: Connection, account_id: str, teams: Collection[str]) -> None:
    connection.execute(delete(account_teams).where(account_teams.c.account_id == account_id))
    rows = [{"account_id": account_id, "team": team} for team in sorted(set(teams))]
    if rows:
        connection.execute(insert(account_teams), rows)


def _change(connection: Connection, account_id: str, **values: Any) -> None:
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))


def _known(connection: Connection, email: str) -> Account:
    query = select(accounts).where(accounts.c.email == email.strip().lower())
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownAccount(email)
    return _account_from(connection, row)


def _account(connection: Connection, where: Any) -> Account:
    return _account_from(connection, connection.execute(select(accounts).where(where)).one())


def _account_from(connection: Connection, row: Row[Any]) -> Account:
    query = select(account_teams.c.team).where(account_teams.c.account_id == row.id)
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        teams=frozenset(connection.execute(query).scalars()),
        created_at=row.created_at,
        deactivated_at=row.deactivated_at,
    )


def _sign_out_everywhere(connection: Connection, account_id: str) -> None:
    connection.execute(delete(sign_ins).where(sign_ins.c.account_id == account_id))


def _failures(connection: Connection, email: str, now: datetime) -> tuple[int, datetime]:
    query = select(wrong_passwords.c.failures, wrong_passwords.c.last_at).where(
        wrong_passwords.c.email_hash == hash_of(email)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return 0, now
    return failures_now(row.failures, row.last_at, now), row.last_at


def forget_failures(connection: Connection, email: str) -> None:
    """An e-mail is not shut any more."""
    where = wrong_passwords.c.email_hash == hash_of(email)
    connection.execute(delete(wrong_passwords).where(where))
