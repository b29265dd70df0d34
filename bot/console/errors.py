"""Why a page of the workbench is not shown.

Refused
├── SignInFirst     nobody has signed in, or too long ago
├── RoleTooLow      403  signed in, as somebody who may not
├── FormExpired     403  a form that this browser was not given, or from before it signed in
├── NotThere        404  not there, or not of one's teams: nobody learns which
└── WrongForm       422  a field will not do; the page is shown again with what was written
"""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bot.console.form import Form


class Refused(Exception):
    """A page that is not shown; `slug` names its sentences in texts/frame.yml."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "broken-request"


class SignInFirst(Refused):
    """Nobody has signed in, or too long ago."""

    status, slug = 401, "sign-in-first"


class RoleTooLow(Refused):
    """Who has signed in may not do this."""

    status, slug = 403, "role-too-low"


class FormExpired(Refused):
    """A form that this browser was not given, or from before it signed in."""

    status, slug = 403, "form-expired"


class NotThere(Refused):
    """Not there, or not of one's teams: nobody learns which."""

    status, slug = 404, "not-there"


class WrongForm(Refused):
    """A field will not do."""

    status, slug = 422, "wrong-form"

    def __init__(self, form: "Form") -> None:
        super().__init__(", ".join(form.wrong))
        self.form = form
