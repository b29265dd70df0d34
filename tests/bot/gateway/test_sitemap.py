import pytest

from bot.gateway.problems import BrokenRequest
from bot.gateway.sitemap import base_address, sitemap


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "help.example.com", "[::1]:8080", "localhost"])
def test_without_a_setting_addresses_begin_as_the_request_names_us(host):
    assert base_address(None, host=host) == f"http://{host}"


def test_the_setting_goes_before_whatever_a_request_says():
    assert (
        base_address("https://help.example.com", host="evil.example") == "https://help.example.com"
    )


@pytest.mark.parametrize(
    "host",
    [None, "", "a b", "evil.example/x", "a<b>", "a\nb", "user@evil.example", "a:b", "x" * 300],
)
def test_a_host_that_is_none_is_never_repeated(host):
    with pytest.raises(BrokenRequest):
        base_address(None, host=host)


def test_an_address_is_escaped():
    assert "&amp;" in sitemap([{"es": "/help/es/a&b"}], base="http://x")
