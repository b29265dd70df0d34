"""An account: a person of the company who may sign in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from email_validator import EmailNotValidError, validate_email

from actions.accounts.errors import UnusableAccount

Role = Literal["viewer", "agent", "lead", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may all that those before it may
# They look after every team; the others see their own.
SEE_EVERY_TEAM: frozenset[Role] = frozenset({"lead", "owner"})
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in; `name` is what contacts read."""

    id: str
    email: str
    name: str
    role: Role
    teams: frozenset[str]
    created_at: datetime
    deactivated_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.deactivated_at is None

    def may(self, needed: Role) -> bool:
        """Whether they may do what takes at least a role."""
        return ROLES.index(self.role) >= ROLES.index(needed)

    @property
    def sees_every_team(self) -> bool:
        """Whether they look after all teams."""
        return self.role in SEE_EVERY_TEAM

    def sees(self, team: str) -> bool:
        """Whether a team's conversations are theirs to see."""
        return self.sees_every_team or team in self.teams


def refuse_without_team(role: Role, teams: Collection[str]) -> None:
    """Raises UnusableAccount for an account that would see nothing."""
    if role not in SEE_EVERY_TEAM and not teams:
        raise UnusableAccount(f"An account of role {role} sees its teams only: name one.")


def usable_email(text: str) -> str:
    """The e-mail as accounts keep it, in small letters; raises UnusableAccount."""
    try:
        # Only its form: nothing is asked of any name server.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise UnusableAccount(f"{text.strip()!r} is no e-mail address: {error}") from None
    return found.normalized.lower()


def usable_name(text: str) -> str:
    """The name as contacts read it; raises UnusableAccount."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise UnusableAccount(
            f"A name has 1 to {LONGEST_NAME} characters; contacts read it, e.g. Lucía."
        )
    return name
