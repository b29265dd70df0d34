"""What can be wrong with a request, as RFC 9457 tells it.

Problem
├── Unauthorised           401  no token, or one that is expired or not ours
├── CredentialsRefused     401  e-mail or password: nobody learns which
├── NotYourRole            403  signed in, as somebody who may not
├── NotFound               404  not there, or not yours
├── MethodNotAllowed       405
├── RequestTooSlow         408
├── TakenByOther           409  another agent has the conversation
├── NotTaken               409  nobody has it; only who has it may do this
├── ConversationGivenBack  409  the bot has it again
├── BodyTooLarge           413
├── AttachmentTooLarge     413
├── NotJson                415
├── NotAForm               415
├── AttachmentTypeRefused  415  not one of the types that are taken, by its content
├── HeadersTooLarge        431
├── BrokenRequest          400  not HTTP as it should be
├── UnreadableBody         422  not JSON as we take it
├── UnreadableForm         422  not a form with one file
├── AttachmentRefused      422  the company's scanner says no
├── NoRoomForAttachment    422  the conversation has as many files as it may
├── AttachmentNotThere     422  a message takes up a file that is not there for it
├── InvalidRequest         422  JSON, but not what this call takes
├── OtherMessageWithSameId 422
├── ButtonNotOffered       422
├── VisitorTokenRefused    422  who the visitor is cannot be believed
├── NotClosedYet           409  a ticket that goes on cannot be rated
├── TaskNotPossible        409  a part of a ticket cannot be asked for, or finished, like this
├── RatedBefore            409  once is once
├── TooManyMessages        429
├── TooOften               429  more in a time than one caller may
├── TooManyStreams         429
├── AttachmentNotChecked   503  the company's scanner says neither yes nor no
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
        more: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(self.slug)
        self.more = dict(more or {})
        self.headers = dict(headers or {})
        self.sentence = sentence
        self.facts = dict(facts or {})
        self.errors = errors or []


class Unauthorised(Problem):
    """No token, or one that is expired or not ours."""

    status, slug = 401, "unauthorised"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="primera"'})


class CredentialsRefused(Problem):
    """No account has this e-mail and this password."""

    status, slug = 401, "credentials-refused"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="primera"'})


class NotYourRole(Problem):
    """Who has signed in may not do this."""

    status, slug = 403, "not-your-role"


class TakenByOther(Problem):
    """Another agent has the conversation; `taken_by` is their name."""

    status, slug = 409, "taken-by-other"

    def __init__(self, name: str) -> None:
        super().__init__(sentence="taken-by", facts={"name": name}, more={"taken_by": name})


class NotTaken(Problem):
    """Nobody has the conversation, and only who has it may do this."""

    status, slug = 409, "not-taken"


class ConversationGivenBack(Problem):
    """The bot has the conversation again, or a team has it as a ticket."""

    status, slug = 409, "conversation-given-back"


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


class AttachmentTooLarge(Problem):
    """A file of more bytes than are taken."""

    status, slug = 413, "attachment-too-large"

    def __init__(self, *, facts: Mapping[str, Any]) -> None:
        super().__init__(sentence="attachment-too-large-than", facts=facts)


class HeadersTooLarge(Problem):
    """A request line and headers of more bytes than the gateway reads."""

    status, slug = 431, "headers-too-large"


class NotJson(Problem):
    """A body of another media type."""

    status, slug = 415, "not-json"


class NotAForm(Problem):
    """A file that is sent as something else than a form."""

    status, slug = 415, "not-a-form"


class AttachmentTypeRefused(Problem):
    """A file that is, by its content, none of the types that are taken."""

    status, slug = 415, "attachment-type-refused"


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


class UnreadableForm(Problem):
    """Cut off, not multipart, or not one field `file` with a file."""

    status, slug = 422, "unreadable-form"


class AttachmentRefused(Problem):
    """The company's scanner refuses the file."""

    status, slug = 422, "attachment-refused"


class NoRoomForAttachment(Problem):
    """The conversation has as many files, or as large ones, as it may."""

    status, slug = 422, "no-room-for-attachment"


class AttachmentNotThere(Problem):
    """The message takes up a file that was not sent here, or that another message has."""

    status, slug = 422, "attachment-not-there"


class AttachmentNotChecked(Problem):
    """The company's scanner did not say whether the file is clean, so it is not taken."""

    status, slug = 503, "attachment-not-checked"


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


class NotClosedYet(Problem):
    """A ticket that goes on cannot be rated."""

    status, slug = 409, "not-closed-yet"


class TaskNotPossible(Problem):
    """The ticket is closed, the team is its own or none, or the task is not open."""

    status, slug = 409, "task-not-possible"


class RatedBefore(Problem):
    """The ticket was rated before: the first rating stands."""

    status, slug = 409, "rated-before"


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
