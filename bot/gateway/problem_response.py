"""A problem as the caller receives it."""

from http import HTTPStatus

from sanic import HTTPResponse, exceptions

from bot.gateway.bodies import FieldError, ProblemDocument
from bot.gateway.gateway import Gateway
from bot.gateway.problems import (
    MEDIA_TYPE,
    BodyTooLarge,
    BrokenRequest,
    HeadersTooLarge,
    InternalError,
    MethodNotAllowed,
    NotFound,
    Problem,
    RequestTooSlow,
    Unavailable,
)
from bot.gateway.surprise import report
from bot.gateway.texts import Texts


def problem_response(
    gateway: Gateway, error: Exception, *, language: str, request_id: str
) -> HTTPResponse:
    """Any error as RFC 9457 tells it; a surprise is logged and tells nothing of itself."""
    problem = problem_of(error)
    if isinstance(problem, InternalError):
        report(error, "request")
    if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
        gateway.metrics.refused(problem.slug)
    document = document_of(problem, gateway.texts, language, request_id)
    return HTTPResponse(
        document.model_dump_json(exclude_none=True),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Content-Language": language, **problem.headers},
    )


def problem_of(error: Exception) -> Problem:
    """What Sanic's errors, ours and surprises are to the caller."""
    match error:
        case Problem():
            return error
        case exceptions.NotFound():
            return NotFound()
        case exceptions.MethodNotAllowed():
            return MethodNotAllowed(headers={"Allow": str(error.headers.get("Allow", ""))})
        case exceptions.PayloadTooLarge() if "header" in str(error):
            return HeadersTooLarge()
        case exceptions.PayloadTooLarge():
            return BodyTooLarge()
        case exceptions.RequestTimeout():
            return RequestTooSlow()
        case exceptions.ServiceUnavailable():
            return Unavailable()
        case exceptions.SanicException() if error.status_code < 500:
            return BrokenRequest()
        case _:
            return InternalError()


def document_of(problem: Problem, texts: Texts, language: str, request_id: str) -> ProblemDocument:
    """The problem in the caller's language."""
    title = texts.say(problem.slug, language)
    detail = problem.sentence if problem.sentence in texts else "invalid-field"
    return ProblemDocument(
        type=f"/problems/{problem.slug}",
        title=title,
        status=problem.status,
        detail=texts.say(detail, language, **problem.facts) if problem.sentence else title,
        errors=[FieldError(**error) for error in problem.errors] or None,
        request_id=request_id,
        **problem.more,
    )
