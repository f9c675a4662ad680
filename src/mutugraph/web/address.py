"""Who asks, and at which address: what the operator says, else what the request claims.

Behind a reverse proxy the request tells of the proxy. What the proxy adds (`Forwarded`, RFC 7239,
or `X-Forwarded-*`) is believed only where its own address is among those that the operator trusts;
what a client claims of itself is then the part before that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from starlette.types import Scope

from mutugraph.errors import HostUnknown
from mutugraph.settings import Settings

ORIGIN, BASE, PUBLIC = "mutugraph.origin", "mutugraph.base", "mutugraph.public"
_HOST = re.compile(r"(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(?:\"([^\"]*)\"|([^;,\"]*))\s*")
_PORT = re.compile(r"(?<=[\].\d]):\d+\Z")
_PORT_OF_HOST = re.compile(r":\d+\Z")
_SCHEMES = ("http", "https")
_X = {"for": b"x-forwarded-for", "proto": b"x-forwarded-proto", "host": b"x-forwarded-host"}
_TELLING = (b"forwarded", *_X.values())
_LONGEST = 2048


@dataclass(frozen=True)
class PublicAddress:
    """`url` is scheme, host and base path of every link; `proxies` are networks.

    `hosts` are the only names that `Host` may claim, all where there are none: a server of the
    loopback has its own, else a site elsewhere could give its own name this machine's address, and
    read what is served here as if it were its own.
    """

    url: str = ""
    proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> PublicAddress:
        """What the operator says."""
        return cls(settings.public_url.rstrip("/"), settings.proxies, settings.hosts)

    @property
    def base(self) -> str:
        """The path before every address of the site; empty, or with a leading `/`."""
        host = self.url.partition("//")[2]
        return host[len(host.partition("/")[0]) :]

    def believes(self, host: str) -> bool:
        """Whether `Host` may be this one."""
        return not self.hosts or _PORT_OF_HOST.sub("", host).lower() in self.hosts

    def claimed(self, scope: Scope, headers: Mapping[bytes, bytes]) -> tuple[object, ...]:
        """What a request says of the address of the site, where that is what decides it."""
        if self.url:
            return ()
        trusted = bool(self.proxies) and self._trusts(_peer(scope))
        told = tuple(headers.get(name, b"") for name in _TELLING) if trusted else ()
        return (scope.get("scheme"), headers.get(b"host", b""), *told)

    def arrive(self, scope: Scope) -> None:
        """Gives the request its client, its origin, its path below the base.

        Raises `HostUnknown`.
        """
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        client, scheme, host = _peer(scope), scope.get("scheme", "http"), headers.get(b"host", "")
        if client and self._trusts(client):
            told = _forwarded(headers)
            client = self._farthest(told.get("for", ""), client)
            scheme = told["proto"] if told.get("proto") in _SCHEMES else scheme
            host = told.get("host") or host
        origin = self.url
        if not origin:
            host = host or ":".join(map(str, scope.get("server") or ("localhost",)))
            if not _HOST.fullmatch(host) or not self.believes(host):
                raise HostUnknown(host=host)
            origin = f"{scheme}://{host}"
        known = {ORIGIN: origin, BASE: self.base, PUBLIC: bool(self.url)}
        known |= {"client": (client, 0) if client else None}
        scope.update(known, **self._below(scope))  # what stands around the edge needs them too

    def _below(self, scope: Scope) -> Scope:
        """The path without the base, for a proxy that leaves it there."""
        path: str = scope["path"]
        if not self.base or not f"{path}/".startswith(f"{self.base}/"):
            return {}
        inner = path[len(self.base) :] or "/"
        return {"path": inner, "raw_path": inner.encode()}

    def _farthest(self, chain: str, peer: str) -> str:
        """The last address that a trusted proxy saw and that is none itself."""
        for part in reversed(chain[-_LONGEST:].split(",")):
            address = _PORT.sub("", part.strip()).strip("[]")
            try:
                ip_address(address)
            except ValueError:
                return peer
            peer = address
            if not self._trusts(address):
                break
        return peer

    def _trusts(self, address: str) -> bool:
        try:
            return any(ip_address(address) in ip_network(p, strict=False) for p in self.proxies)
        except ValueError:  # a local socket
            return False


def is_near(scope: Scope) -> bool:
    """Whether the client is of this machine or of its network: figures are not for all."""
    address = _peer(scope)
    return not address or not ip_address(address).is_global


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _forwarded(headers: dict[bytes, str]) -> dict[str, str]:
    """What the nearest proxy says; of several, the last saw the others."""
    given = headers.get(b"forwarded", "")[-_LONGEST:]
    if given:
        told: dict[str, str] = {}
        chain = []
        for element in given.split(","):
            told = {n.lower(): q or p.strip() for n, q, p in _PAIR.findall(element)}
            chain.append(told.get("for", ""))
        return told | {"for": ",".join(chain)}
    found = {name: headers.get(header, "")[-_LONGEST:] for name, header in _X.items()}
    return found | {n: found[n].rpartition(",")[2].strip() for n in ("proto", "host")}
