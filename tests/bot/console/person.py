"""Somebody of the company at the workbench, with cookies of their own and no script."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.actions.accounts.conftest import PASSWORD

CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


@dataclass
class Person:
    """A browser at the workbench, as far as HTTP goes."""

    http: httpx.Client
    email: str = ""
    account_id: str = ""
    csrf: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str, **who: Any) -> "Person":
        return cls(httpx.Client(base_url=url, trust_env=False, timeout=10), **who)

    def opens(self, path: str, **headers: str) -> httpx.Response:
        """GET, without following where it leads; keeps the page's CSRF token."""
        response = self.http.get(path, headers=headers)
        if found := CSRF.search(response.text):
            self.csrf = found[1]
        return response

    def sends(self, path: str, csrf: str | None = None, **fields: Any) -> httpx.Response:
        """POST of a form with the token of the page that was seen last, or another one."""
        return self.http.post(path, data={"csrf": self.csrf if csrf is None else csrf, **fields})

    def signs_in(self, email: str = "", password: str = PASSWORD) -> httpx.Response:
        self.opens("/console/sign-in")
        sent = self.sends("/console/sign-in", email=email or self.email, password=password)
        if sent.status_code == 303:
            self.opens("/console/account")
        return sent

    def follows(self, response: httpx.Response) -> httpx.Response:
        """The page that a form leads to."""
        assert response.status_code == 303, response.text
        return self.opens(response.headers["location"])


def words_of(response: httpx.Response) -> str:
    """What a page says, without its markup."""
    text = re.sub(r"<script.*?</script>|<[^>]*>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())
