"""Clients that mean harm, for the soak: each does one thing of docs/security.md, and again."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # %d"
_GROWING = "SELECT (GROUP_CONCAT(?x) AS ?n) { ?a ?b ?x . ?d ?e ?f } GROUP BY ?a ORDER BY ?n # %d"
_SLOW_SOCKETS = 60
_PACE_S = 0.5
_HEAD = b"POST /deposer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n"

Asking = Callable[[str, int], int]


def endless(site: str, number: int) -> int:
    """Queries that never end."""
    return _status(f"{site}/sparql?{urlencode({'query': _ENDLESS % number})}", 1)


def growing(site: str, number: int) -> int:
    """Queries that hold all that they have seen."""
    return _status(f"{site}/sparql?{urlencode({'query': _GROWING % number})}", 2)


def padded(site: str, number: int) -> int:
    """Small queries in long addresses, each unlike the others."""
    query = quote(f"ASK {{}} # {number} " + "x" * 50_000)
    return _status(f"{site}/sparql?query={query}", 3)


def named(site: str, number: int) -> int:
    """A page with parameters that nobody knows."""
    names = "&".join(f"p{number}x{i}=1" for i in range(2000))
    return _status(f"{site}/services?{names}", 4)


def compared(site: str, number: int) -> int:
    """Comparisons of revisions that are not there."""
    return _status(f"{site}/revisions/{number:012x}...{number + 1:012x}", 5)


def dropped(site: str, number: int) -> int:
    """Files of 700 kB, to be judged."""
    lines = "".join(f"<urn:{number}:{i}> <urn:p> <urn:o{i}> .\n" for i in range(15_000))
    body = (
        '--x\r\nContent-Disposition: form-data; name="fichier"; filename="a.ttl"\r\n\r\n'
        f"{lines}\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    return _status(Request(f"{site}/deposer", data=body.encode(), headers=kind), 6)


def slow(site: str, number: int) -> int:
    """Sockets that send a byte now and then."""
    where = urlsplit(site)
    held: list[socket.socket] = []
    with suppress(OSError):
        for _ in range(_SLOW_SOCKETS):
            link = socket.create_connection((where.hostname or "", where.port or 0), 5)
            held.append(link)
            link.sendall(
                b"POST /deposer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n"
            )
        for _ in range(20):
            time.sleep(1)
            for link in held:
                link.sendall(b"a")
    for link in held:
        link.close()
    return 0


def filling(site: str, number: int) -> int:
    """One client with endless queries for every place of the long lane, and as many to wait."""
    addresses = [f"{site}/sparql?{urlencode({'query': _ENDLESS % (number + n)})}" for n in range(8)]
    asking = [threading.Thread(target=_status, args=(address, 7)) for address in addresses]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    return 0


ATTACKS: tuple[Asking, ...] = (endless, filling, growing, padded, named, compared, dropped, slow)


def attack(act: Asking, site: str, until: float, found: Counter[str]) -> None:
    """Does one thing until it is time."""
    chance = random.Random(act.__name__)
    while time.monotonic() < until:
        status = act(site, chance.randrange(10**9))
        found[f"{act.__name__} {status}"] += 1
        time.sleep(_PACE_S if act is not padded else 0.02)


def seen_from(request: str | Request, host: int) -> Request:
    """The request of one client (an address kept for examples, RFC 5737), as a proxy passes it."""
    asked = Request(request) if isinstance(request, str) else request
    asked.add_header("X-Forwarded-For", f"203.0.113.{host}")
    return asked


def _status(request: str | Request, host: int) -> int:
    try:
        with urlopen(seen_from(request, host), timeout=90) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
    except (URLError, HTTPException, OSError):
        return 0
