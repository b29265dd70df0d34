import pytest

from bot.embedding.page import Script
from bot.embedding.policy import lets_request, lets_script, matches, read_policies

PAGE = "https://www.example.com/contact"
CHAT = "https://help.example.com/widget/v1.js"


@pytest.mark.parametrize(
    ("source", "url", "covered"),
    [
        ("https://help.example.com", CHAT, True),
        ("help.example.com", CHAT, True),  # with the page's scheme
        ("http://help.example.com", CHAT, True),  # the plain one takes the secure one
        ("https://help.example.com", CHAT.replace("https", "http"), False),
        ("*.example.com", CHAT, True),
        ("*.example.com", "https://example.com/", False),
        ("*.example.com", "https://notexample.com/", False),
        ("*", CHAT, True),
        ("*", "data:text/javascript,", False),
        ("https:", CHAT, True),
        ("http:", CHAT, True),
        ("data:", CHAT, False),
        ("'self'", CHAT, False),
        ("'self'", "https://www.example.com/widget/v1.js", True),
        ("'none'", CHAT, False),
        ("'unsafe-inline'", CHAT, False),
        ("https://help.example.com:8443", CHAT, False),
        ("https://help.example.com:*", CHAT.replace(".com/", ".com:8443/"), True),
        ("https://help.example.com", CHAT.replace(".com/", ".com:8443/"), False),
        ("https://help.example.com/widget/", CHAT, True),
        ("https://help.example.com/widget/v1.js", CHAT, True),
        ("https://help.example.com/other/", CHAT, False),
        ("HTTPS://HELP.EXAMPLE.COM", CHAT, True),
        ("https://help.example.com.evil.example", CHAT, False),
    ],
)
def test_a_source_covers_what_the_standard_says(source, url, covered):
    assert matches(source, url, PAGE) == covered


@pytest.mark.parametrize(
    ("policy", "script", "allowed"),
    [
        ("img-src 'none'", Script(CHAT, True), True),
        ("script-src 'nonce-x'", Script(CHAT, True, nonce="x"), True),
        ("script-src 'nonce-x'", Script(CHAT, True, nonce="y"), False),
        ("script-src 'sha384-abc'", Script(CHAT, True, integrity="sha384-abc"), True),
        ("script-src 'strict-dynamic' https:", Script(CHAT, True), False),
        ("script-src 'none'; script-src-elem https:", Script(CHAT, True), True),
        ("script-src https:; script-src 'none'", Script(CHAT, True), True),  # the first counts
    ],
)
def test_a_script_is_let_in_by_address_nonce_or_hash(policy, script, allowed):
    (read,) = read_policies([policy])
    assert lets_script(read, script, PAGE) == allowed


def test_several_policies_apply_all_at_once():
    policies = read_policies(["connect-src *, connect-src 'self'", "default-src *; "])
    assert [lets_request(each, CHAT, PAGE) for each in policies] == [True, False, True]
