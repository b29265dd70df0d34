"""The tables of accounts."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from actions.database import UtcDateTime, metadata


def _account_key() -> ForeignKey:
    return ForeignKey("accounts.id", ondelete="CASCADE")


accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("deactivated_at", UtcDateTime),
)

account_teams = Table(
    "account_teams",
    metadata,
    Column("account_id", _account_key(), primary_key=True),
    Column("team", String(100), primary_key=True),
)

# Only the hash of a token is kept: who reads the database signs in as nobody.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", _account_key(), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    # When something was last done with it; without, it does not end for want of use.
    Column("seen_at", UtcDateTime),
)

# Links that let somebody choose a password, once.
invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", _account_key(), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

# By the hash of an e-mail, whether it has an account or not: nobody learns which do.
wrong_passwords = Table(
    "wrong_passwords",
    metadata,
    Column("email_hash", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)

presences = Table(
    "presences",
    metadata,
    Column("account_id", _account_key(), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

# Who did what to what, for as long as the company keeps it; no words of a contact's are here.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("account_id", String(64), index=True),
    Column("who", Text, nullable=False),
    Column("act", String(50), nullable=False),
    Column("about", String(200)),
    Column("facts", JSON, nullable=False),
    sqlite_autoincrement=True,
)
