import pytest
from argon2 import PasswordHasher

from actions.accounts import AccountStore, Passwords

# Real argon2, at costs that a test has time for.
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "a quiet house by the sea"


@pytest.fixture
def accounts(database):
    return AccountStore(database, QUICK)


@pytest.fixture
def lucia(accounts, now):
    return accounts.add(
        "Lucia@Aurora.example",
        name="Lucía",
        role="agent",
        teams=["care"],
        password=PASSWORD,
        now=now,
    )
