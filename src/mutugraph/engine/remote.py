"""An engine on another machine, asked by the SPARQL 1.1 Protocol.

Answers are read into the same terms and written by the same codecs as those of the local engine, so
that what a server writes otherwise (layout, order of keys) is not seen.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, Store, Triple, parse, parse_query_results
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
)

from mutugraph.engine.answers import Answer, Triples
from mutugraph.engine.embedded import oxigraph_errors
from mutugraph.engine.formats import GRAPH_FORMATS, Format, Results, values, write, write_triples
from mutugraph.engine.guard import examine
from mutugraph.engine.portable import portable
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.engine.tokens import GRAPH_FORMS, form_of
from mutugraph.errors import (
    AnswerBroken,
    AnswerTooLarge,
    EngineDenied,
    EngineUnreachable,
    QueryFailed,
    QueryStopped,
)
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits, Settings

TRIES = 4
FIRST_PAUSE_S = 0.2
TEMPORARY = (408, 429, 502, 503, 504)
DENIED = (401, 403)
_AGENT = "mutugraph"


class RemoteEngine:
    """Answers by a SPARQL 1.1 endpoint; tries again, with longer pauses, what may pass."""

    def __init__(
        self,
        endpoint: str,
        namespaces: Namespaces,
        limits: Limits | None = None,
        *,
        account: tuple[str, str] | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._namespaces = namespaces
        self._limits = limits or Limits()
        self._account = account
        self._pause = pause

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer as values; see `Engine`.

        Raises `EngineUnreachable`, `EngineDenied`, `AnswerBroken` too.
        """
        found = self._results(text, graphs)
        return Triples(tuple(sorted(found, key=str))) if isinstance(found, set) else values(found)

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """The answer as bytes; see `Engine`."""
        found = self._results(f"BASE <{base}> {text}" if base else text, graphs)
        if isinstance(found, set):
            return write_triples(found, format or GRAPH_FORMATS["ttl"], self._namespaces)
        return write(found, format, self._namespaces)

    def _results(self, text: str, graphs: Graphs) -> Results | set[Triple]:
        examine(text, self._limits)
        if form_of(text) in GRAPH_FORMS:
            body = self._sent(text, graphs, TURTLE)
            with self._readable():
                return {quad.triple for quad in parse(body, format=RdfFormat.TURTLE)}
        body = self._sent(text, graphs, JSON)
        with self._readable():
            return parse_query_results(body, format=QueryResultsFormat.JSON)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """A short answer is no malformed query: over HTTP/1.0 a cut is seen here only."""
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise AnswerBroken(endpoint=shown(self._endpoint)) from error

    def _sent(self, text: str, graphs: Graphs, format: str) -> bytes:
        for attempt in range(TRIES):
            try:
                return self._once(text, graphs, format)
            except _Passing as passing:
                if attempt == TRIES - 1:
                    detail = str(passing)
                    raise EngineUnreachable(endpoint=shown(self._endpoint), detail=detail) from None
            self._pause(FIRST_PAUSE_S * 2**attempt)
        raise AssertionError  # the loop returns or raises

    def _once(self, text: str, graphs: Graphs, format: str) -> bytes:
        """One try. Raises `_Passing` where another may do better."""
        wrapper = SPARQLWrapper(self._endpoint, agent=_AGENT)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(format)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(int(self._limits.deadline_s) + 1)
        wrapper.setQuery(portable(text, self._namespaces))
        # it takes a query whose comment says « add » for an update, which it sends as such
        wrapper.queryType = form_of(text)
        if self._account:
            wrapper.setCredentials(*self._account)
        for name, nodes in (("default", graphs.default), ("named", graphs.named)):
            for node in nodes or ():
                wrapper.addParameter(f"{name}-graph-uri", node.value)
        limit = self._limits.answer_bytes
        with sparqlwrapper_errors(shown(self._endpoint), self._limits.deadline_s):
            try:
                body: bytes = wrapper.query().response.read(limit + 1)
            except QueryBadFormed:
                self._refuse_malformed(text)
                raise
        if len(body) > limit:
            raise AnswerTooLarge(limit=limit, unit="octets")
        return body

    def _refuse_malformed(self, text: str) -> None:
        """Says where a query is malformed, which each server tells in its own way."""
        with oxigraph_errors(text=text):
            Store().query(text, prefixes=dict(self._namespaces.prefixes))


def remote_engine(settings: Settings, namespaces: Namespaces) -> RemoteEngine:
    """The engine that the settings name."""
    address = settings.engine or ""
    return RemoteEngine(address, namespaces, settings.limits, account=settings.account)


@contextmanager
def sparqlwrapper_errors(endpoint: str, deadline_s: float) -> Iterator[None]:
    """The one place where SPARQLWrapper's errors, and those of urllib below it, become ours.

    A server that took the query and does not answer is not asked again: it may still be at it.
    """
    try:
        yield
    except (QueryBadFormed, EndPointInternalError) as error:
        raise QueryFailed(detail=_first_line(error)) from error
    except (Unauthorized, EndPointNotFound, HTTPError) as error:
        raise _of_status(_status(error), endpoint) from error
    except TimeoutError as error:
        raise QueryStopped(limit=deadline_s) from error
    except (HTTPException, EOFError) as error:
        raise AnswerBroken(endpoint=endpoint) from error
    except (URLError, ConnectionError) as error:
        raise _Passing(words(error)) from error
    except (SPARQLWrapperException, ValueError) as error:
        raise EngineUnreachable(endpoint=endpoint, detail=_first_line(error)) from error


def words(error: Exception) -> str:
    """What the system says, without the number: `[Errno 111]` is for programs."""
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, TimeoutError):
        return os.strerror(errno.ETIMEDOUT)
    return str(getattr(cause, "strerror", None) or cause)


class _Passing(Exception):
    """A fault of the moment: refused connection, overload, silence."""


def _status(error: Exception) -> int:
    known: dict[type[Exception], int] = {Unauthorized: 401, EndPointNotFound: 404}
    return error.code if isinstance(error, HTTPError) else known[type(error)]


def _of_status(status: int, endpoint: str) -> Exception:
    if status in TEMPORARY:
        return _Passing(status)
    if status in DENIED:
        return EngineDenied(endpoint=endpoint, status=status)
    return EngineUnreachable(endpoint=endpoint, detail=str(status))


def shown(endpoint: str) -> str:
    """An address as messages show it: without what stands before `@`."""
    parts = urlsplit(endpoint)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "args", [""])[0] if error.args else error)
    lines = [line for line in text.replace("\\n", "\n").splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:300]
