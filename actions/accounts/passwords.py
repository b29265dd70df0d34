"""Passwords: kept as argon2id hashes, checked in a time that tells nothing."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from actions.accounts.errors import UnusableAccount

# NIST SP 800-63B asks for 15 where nothing but the password is asked for; length is all it asks.
SHORTEST, LONGEST = 15, 200


class Passwords:
    """Makes and checks hashes; argon2-cffi's own costs are those that RFC 9106 recommends."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        costs = self._hasher.time_cost, self._hasher.memory_cost, self._hasher.parallelism
        self._nobodys = nobodys_hash(*costs)

    def hashed(self, password: str) -> str:
        """The hash that is kept; raises UnusableAccount."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise UnusableAccount(
                f"A password has {SHORTEST} to {LONGEST} characters: a few words are easy to keep "
                "and hard to guess."
            )
        return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of a hash; never, if there is none."""
        try:
            self._hasher.verify(kept or self._nobodys, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


@cache  # hashing takes a while, and gateways of a process share it
def nobodys_hash(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """Checked in place of one that is not there: an unknown e-mail takes as long as a known one."""
    return PasswordHasher(time_cost, memory_cost, parallelism).hash("")
