"""What can be wrong with a request, as RFC 9457 tells it.

Problem
├── Unauthorised           401  no token, or one that is expired or not ours
├── NotFound               404  not there, or not yours
├── MethodNotAllowed       405
├── RequestTooSlow         408
├── BodyTooLarge           413
├── NotJson                415
├── HeadersTooLarge        431
├── BrokenRequest          400  not HTTP as it should be
├── UnreadableBody         422  not JSON as we take it
├── InvalidRequest         422  JSON, but not what this call takes
├── OtherMessageWithSameId 422
├── ButtonNotOffered       422
├── VisitorTokenRefused    422  who the visitor is cannot be believed
├── TooManyMessages        429
├── TooOften               429  more in a time than one caller may
├── TooManyStreams         429
├── Unavailable            503  a part of ours is not there for the moment
└── InternalError          500
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import ValidationError

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is not served; `slug` names its sentence in texts.yml and its type."""

    status: ClassVar[int]
    slug: ClassVar[str]

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        sentence: str = "",
        facts: Mapping[str, Any] | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(self.slug)
        self.headers = dict(headers or {})
        self.sentence = sentence
        self.facts = dict(facts or {})
        self.errors = errors or []


class Unauthorised(Problem):
    """No token, or one that is expired or not ours."""

    status, slug = 401, "unauthorised"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="primera"'})


class NotFound(Problem):
    """Not there, or not yours: nobody learns which."""

    status, slug = 404, "not-found"


class MethodNotAllowed(Problem):
    """The path exists, not with this method."""

    status, slug = 405, "method-not-allowed"


class RequestTooSlow(Problem):
    """The request did not arrive in time."""

    status, slug = 408, "request-too-slow"


class BodyTooLarge(Problem):
    """More bytes than the gateway reads."""

    status, slug = 413, "body-too-large"


class HeadersTooLarge(Problem):
    """A request line and headers of more bytes than the gateway reads."""

    status, slug = 431, "headers-too-large"


class NotJson(Problem):
    """A body of another media type."""

    status, slug = 415, "not-json"


class BrokenRequest(Problem):
    """Not HTTP as it should be."""

    status, slug = 400, "broken-request"


class UnreadableBody(Problem):
    """Not UTF-8, not JSON, a key twice, a number that is none, or nested too deep."""

    status, slug = 422, "unreadable-body"


class InvalidRequest(Problem):
    """A field is missing, of the wrong kind, too long or unknown."""

    status, slug = 422, "invalid-request"

    @classmethod
    def because(cls, error: ValidationError) -> "InvalidRequest":
        """Names the fields and the rules, never what the caller wrote."""
        failures = error.errors(include_url=False, include_input=False)
        first = failures[0]
        return cls(
            sentence=f"invalid-{first['type'].replace('_', '-')}",
            facts={**first.get("ctx", {}), "field": _pointer(first["loc"]).lstrip("/")},
            errors=[
                {"pointer": _pointer(failure["loc"]), "code": failure["type"]}
                for failure in failures
            ],
        )

    @classmethod
    def field(cls, name: str, code: str) -> "InvalidRequest":
        """One field whose value we do not know."""
        return cls(
            sentence="invalid-field",
            facts={"field": name},
            errors=[{"pointer": f"/{name}", "code": code}],
        )


class OtherMessageWithSameId(Problem):
    """The client message id was used before, for another message."""

    status, slug = 422, "other-message-with-same-id"


class ButtonNotOffered(Problem):
    """The bot never offered this button in this conversation."""

    status, slug = 422, "button-not-offered"


class VisitorTokenRefused(Problem):
    """A token of a known visitor that is not believed; `code` says why.

    Not 401: the conversation stays open to whoever has its own token.
    """

    status, slug = 422, "visitor-token-refused"

    def __init__(self, code: str) -> None:
        super().__init__(errors=[{"pointer": "/visitor_jwt", "code": code}])


class TooManyMessages(Problem):
    """So many messages wait for an answer that one more would only wait."""

    status, slug = 429, "too-many-messages"


class TooOften(Problem):
    """More of something in a time than one conversation, address or site may."""

    status, slug = 429, "too-often"


class TooManyStreams(Problem):
    """The conversation is watched from too many places."""

    status, slug = 429, "too-many-streams"


class Unavailable(Problem):
    """A part of ours is not there for the moment."""

    status, slug = 503, "unavailable"


class InternalError(Problem):
    """A surprise: the log knows more, the caller does not."""

    status, slug = 500, "internal-error"


def _pointer(location: tuple[int | str, ...]) -> str:
    # An unknown field's name is the caller's own text: cut, so that no essay is sent back.
    return "".join(f"/{str(part)[:64]}" for part in location)
