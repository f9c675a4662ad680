"""Errors as HTTP sees them: the one status table, and their two forms (RFC 9457, a French page)."""

from __future__ import annotations

import json
from urllib.parse import unquote

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from mutugraph import errors
from mutugraph.errors import MutugraphError, UnknownName
from mutugraph.messages import explain, message, sentences
from mutugraph.pages.presenters.search import meant
from mutugraph.pages.presenters.suggesting import suggestions
from mutugraph.pages.rendering import page
from mutugraph.web.negotiation import choose
from mutugraph.web.responses import HTML, send
from mutugraph.web.visit import visit_of

PROBLEM = "application/problem+json"
RETRY_S = 5  # where nothing says when there is room again
_NOT_FOUND, _UNAVAILABLE, _TOO_LARGE, _TOO_MANY = 404, 503, 413, 429

# The status of a class is its own, else that of the nearest class above it.
STATUS: dict[type[MutugraphError], int] = {
    errors.UsageError: 400,
    errors.UnknownName: 404,
    errors.ExtraMissing: 501,
    errors.RequestTooLarge: _TOO_LARGE,
    errors.BodyTooSlow: _UNAVAILABLE,
    errors.AddressTooLong: 414,
    errors.MediaUnsupported: 415,
    errors.HeaderInvalid: 500,
    errors.AnswerMistyped: 500,
    errors.SettingInvalid: 500,
    errors.WorkspaceError: 500,
    errors.FileError: 500,
    errors.BookForeign: 400,
    errors.BookVersion: 400,
    errors.BookUnreadable: 400,
    errors.BookTooLarge: _TOO_LARGE,
    errors.DocumentUnreadable: 400,
    errors.SourceMismatch: 400,
    errors.IriInvalid: 400,
    errors.TurtleError: 400,
    errors.QueryError: 400,
    errors.QueryFileBroken: 500,
    errors.QueryFormatUnknown: 406,
    errors.FormatUnable: 406,
    errors.ServiceRefused: 403,
    errors.UpdateRefused: 403,
    errors.QueryTooLong: _TOO_LARGE,
    errors.QueryStopped: _UNAVAILABLE,
    errors.QueryCrashed: _UNAVAILABLE,
    errors.EngineError: _UNAVAILABLE,
    errors.ClientBusy: _TOO_MANY,
    errors.RuleError: 500,
    errors.ControlError: 500,
    errors.ControlTooLong: _UNAVAILABLE,
    errors.ControlTooHeavy: _TOO_LARGE,
    errors.BaseUnknown: 404,
    errors.BaseOutside: 404,
    errors.BaseWithout: 404,
    errors.GitMissing: 501,
    errors.PublicationError: 500,
    errors.ServeError: 500,
    errors.StoreError: _UNAVAILABLE,
}


def status_of(kind: type[MutugraphError]) -> int:
    """The status of a class of errors. Raises `KeyError` where the table has none."""
    return next(STATUS[c] for c in kind.__mro__ if c in STATUS)


def install(app: FastAPI) -> None:
    """Makes the application answer errors in this form."""

    @app.exception_handler(MutugraphError)
    async def _ours(request: Request, error: MutugraphError) -> Response:
        return refused(request, error)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        sent = problem(request, error.status_code, f"http_{error.status_code}", "")
        sent.headers.update(error.headers or {})
        return sent

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> Response:
        return problem(request, 500, "http_500", "")


def refused(request: Request, error: MutugraphError) -> Response:
    """The response of an error of ours."""
    return problem(request, _status(request, error), error.code, explain(error), error)


async def not_allowed(scope: Scope, receive: Receive, send: Send, allowed: str) -> None:
    """Sends what says which methods an address has."""
    sent = problem(Request(scope, receive), 405, "http_405", "")
    sent.headers["Allow"] = allowed
    await sent(scope, receive, send)


def problem(
    request: Request, status: int, code: str, detail: str, error: MutugraphError | None = None
) -> Response:
    """The response of an error, as the client reads it best; it is never stored."""
    title = message(f"http_{status}" if f"http_{status}" in sentences() else "http_500")
    headers = {"Cache-Control": "no-store"}
    if status in (_UNAVAILABLE, _TOO_MANY):
        headers["Retry-After"] = str(error.facts.get("retry_s", RETRY_S) if error else RETRY_S)
    if choose(request.headers.get("accept"), (PROBLEM, "application/json", HTML)) == HTML:
        body = _page(request, status, title, detail, error)
        return send(request, body, HTML, status=status, headers=headers)
    facts = {"type": "about:blank", "title": title, "status": status, "detail": detail or title}
    if error is not None:
        nearest = error.facts.get("nearest") or ()
        facts |= {"code": code, "nearest": [str(n) for n in _sequence(nearest)]}
        facts |= {name: error.facts[name] for name in ("line", "column") if name in error.facts}
    # it repeats what was asked: no element, should anyone read it as a page
    body = json.dumps(facts, ensure_ascii=False).replace("<", r"\u003c").encode()
    return send(request, body, PROBLEM, status=status, headers=headers)


def _page(
    request: Request, status: int, title: str, detail: str, error: MutugraphError | None
) -> bytes:
    try:
        visit = visit_of(request, {})
    except MutugraphError:
        request.scope["query_string"] = b""
        visit = visit_of(Request(request.scope), {})
    facts = error.facts if error is not None else {}
    named = [str(n) for n in _sequence(facts.get("nearest") or facts.get("candidates") or ())]
    nearest = suggestions(visit, str(facts.get("kind", "")), named)
    if error is not None and nearest:
        detail = explain(error, remedy=False)
    elif error is None and status == _NOT_FOUND:
        nearest = meant(visit, unquote(request.url.path))
    values = {"status": status, "title": title, "detail": detail, "nearest": nearest}
    return page("erreur.html", visit.frame, values)


def _status(request: Request, error: MutugraphError) -> int:
    """A name that nothing bears is a missing page in the address, a wrong request elsewhere."""
    if isinstance(error, UnknownName) and str(error.facts["name"]) not in unquote(request.url.path):
        return 400
    return status_of(type(error))


def _sequence(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
