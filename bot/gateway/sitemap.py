"""What search engines are told of the help centre: its pages, and where their list is."""

import re
from collections.abc import Sequence

from bot.gateway.help_centre import Twins
from bot.gateway.help_page import TEMPLATES
from bot.gateway.problems import BrokenRequest

# A Host header that is safe to repeat: a name or an address, with or without a port.
HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
# Conversations are nobody's to list; without a token they would be refused anyway.
ROBOTS = "User-agent: *\nDisallow: /v1/\n\nSitemap: {base}/sitemap.xml\n"


def base_address(public_url: str | None, *, host: str | None) -> str:
    """What absolute addresses begin with: the company's setting, else as the request names us.

    Raises BrokenRequest on a Host header that is none.
    """
    if public_url:
        return public_url
    if not HOST.fullmatch(host or ""):
        raise BrokenRequest
    return f"http://{host}"


def sitemap(pages: Sequence[Twins], *, base: str) -> str:
    """Every page, and with it the same page in other languages."""
    return TEMPLATES.get_template("sitemap.xml").render(pages=pages, base=base)


def robots(*, base: str) -> str:
    """Everything may be read, and the sitemap is named."""
    return ROBOTS.format(base=base)
