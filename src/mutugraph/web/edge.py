"""Around every response: the prefix of a schéma, OPTIONS, CORS, security."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutugraph.errors import AddressNotText, RequestUnclear
from mutugraph.messages import explain
from mutugraph.pages.site import Schema
from mutugraph.web.address import BASE, PublicAddress

POLICY = "content-security-policy"


def policy(frames: tuple[str, ...] = ()) -> str:
    """What a page may load, and the sites that may show it within one of theirs: none by default.

    The settings let no `;` or `,` through, which would end the directive (CSP 3 §2.2).
    """
    sites = " ".join(frames) or "'none'"
    return (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {sites}; object-src 'none'"
    )


HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (POLICY.encode(), policy().encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
_COMMON = frozenset(name for name, _ in HEADERS)
_MENDED = frozenset((b"location", b"link", b"allow"))
_EXPOSED = (b"access-control-expose-headers", b"ETag, Last-Modified, Link, Retry-After")
_READ = b"GET, HEAD, OPTIONS"
_QUERY = b"GET, HEAD, POST, OPTIONS"
_SINGLE = (b"GET", b"POST")
_ALLOWED = {"/sparql": _QUERY, "/deposer": _QUERY, "/mcp": b"POST, OPTIONS"}


class Edge:
    """Pure ASGI, so that it costs nothing. `located` finds the schéma of an address, its prefix."""

    def __init__(
        self,
        app: ASGIApp,
        located: Callable[[str], tuple[Schema, str] | None],
        address: PublicAddress | None = None,
        cors: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._located = located
        self._address = address or PublicAddress()
        self._cors = cors
        # where the address is the client's claim, no shared cache may keep what repeats it
        self._private = () if self._address.url else ((b"cache-control", b"private, no-cache"),)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._address.arrive(scope)
            _refuse_broken(scope["query_string"])
        except RequestUnclear as error:
            await _refused(send, explain(error))
            return
        scope = self._scoped(scope)
        method = scope["method"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                named = {name for name, _ in given}
                given = [_mended(one, scope) if one[0] in _MENDED else one for one in given]
                own = () if b"cache-control" in named else self._private
                common = HEADERS
                if not named.isdisjoint(_COMMON):
                    common = tuple(header for header in HEADERS if header[0] not in named)
                message["headers"] = (*given, *own, *common, *_cors(self._cors, scope))
            await send(message)

        if method == "OPTIONS":
            await _options(scope, sending)
            return
        if method == "HEAD":  # whose content the entrance leaves out
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, sending)

    def _scoped(self, scope: Scope) -> Scope:
        """`/{epci}/services`, `/{epci}/{édition}/services` are the page `/services` of a schéma."""
        located = self._located(scope["path"])
        if located is None:
            return scope
        schema, prefix = located
        path = scope["path"][len(prefix) :] or "/"
        return {
            **scope,
            "path": path,
            "raw_path": path.encode(),
            "mutugraph.schema": schema,
            "mutugraph.prefix": prefix,
        }


def _mended(header: tuple[bytes, bytes], scope: Scope) -> tuple[bytes, bytes]:
    """What the framework says too narrowly or too widely.

    A page asked with a last `/` is at a path, not at the address that `Host` claims; what has `GET`
    has `HEAD` and `OPTIONS`.
    """
    name, value = header
    if name == b"location" and value.startswith((b"http", b"/")):
        address = urlsplit(value.decode("latin-1"))
        prefix = scope.get("mutugraph.prefix", "") if address.scheme else ""
        path = f"{scope[BASE]}{prefix}/{address.path.lstrip('/')}"
        where = urlunsplit(("", "", path, address.query, address.fragment))
        return name, where.encode("latin-1")
    if name == b"link" and scope[BASE]:
        return name, value.replace(b"</", b"<" + scope[BASE].encode() + b"/")
    if name == b"allow" and value in _SINGLE:
        return name, _allowed(scope)
    return header


def _refuse_broken(query: bytes) -> None:
    """Raises `AddressNotText` for what is no text in any coding that an address has (RFC 3986)."""
    try:
        query.decode()
    except UnicodeDecodeError:
        raise AddressNotText from None


def _cors(sites: tuple[str, ...], scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
    """What lets pages of other sites read the answer: of all, of those that are named, of none."""
    if "*" in sites:
        return ((b"access-control-allow-origin", b"*"), _EXPOSED)
    if not sites:
        return ()
    origin = dict(scope["headers"]).get(b"origin", b"")
    varies = (b"vary", b"Origin")
    if origin.decode("latin-1") not in sites:
        return (varies,)
    return ((b"access-control-allow-origin", origin), _EXPOSED, varies)


def _allowed(scope: Scope) -> bytes:
    return _ALLOWED.get(scope["path"], _READ)


async def _refused(send: Send, told: str) -> None:
    body = told.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _options(scope: Scope, send: Send) -> None:
    allowed = _allowed(scope)
    headers = [
        (b"allow", allowed),
        (b"access-control-allow-methods", allowed),
        (
            b"access-control-allow-headers",
            b"Accept, Content-Type, If-None-Match, If-Modified-Since, MCP-Protocol-Version",
        ),
        (b"access-control-max-age", b"86400"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
