import base64
from datetime import UTC, datetime, timedelta

import pytest

from bot.gateway.tokens import ConversationTokens

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKENS = ConversationTokens("a key", lifetime_seconds=3600)


def test_a_token_opens_its_conversation_until_it_expires():
    token = TOKENS.issue("cnv_1", now=NOON)
    assert TOKENS.check(token, now=NOON + timedelta(seconds=3599)).conversation_id == "cnv_1"
    assert TOKENS.check(token, now=NOON + timedelta(seconds=3600)) is None


def test_within_the_grace_an_expired_token_still_counts():
    token = TOKENS.issue("cnv_1", now=NOON)
    late = NOON + timedelta(seconds=3700)
    assert TOKENS.check(token, now=late, grace_seconds=200) is not None
    assert TOKENS.check(token, now=late, grace_seconds=50) is None


def test_a_token_of_another_key_opens_nothing():
    other = ConversationTokens("another key", lifetime_seconds=3600)
    assert TOKENS.check(other.issue("cnv_1", now=NOON), now=NOON) is None


def test_no_character_of_a_token_can_be_changed():
    token = TOKENS.issue("cnv_1", now=NOON)
    for place, character in enumerate(token):
        for other in "Aa0._-":
            if other != character:
                changed = token[:place] + other + token[place + 1 :]
                assert TOKENS.check(changed, now=NOON) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "cnv_1",
        "cnv_1.9999999999",
        "cnv_1.9999999999.",
        "cnv_1.9999999999.é",
        "cnv_1.9999999999.\udcff",
        "x" * 100_000,
        # a JWT that asks not to be checked
        base64.urlsafe_b64encode(b'{"alg":"none"}').decode() + ".eyJzdWIiOiJjbnZfMSJ9.",
    ],
)
def test_what_we_did_not_sign_opens_nothing(token):
    assert TOKENS.check(token, now=NOON) is None
