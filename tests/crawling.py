"""Walks through a site that is served, from its home page, as a browser would.

`python tests/crawling.py ADDRESS FOLDER` does it for any publication.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_INCLUDED = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass
class Walk:
    """What was met: pages, files of any kind, and what is wrong."""

    pages: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)


def crawl(address: str, folder: Path) -> Walk:
    """Every address that the home page leads to; each must send the bytes of its file in `folder`.

    Addresses of other sites are not followed.
    """
    walk, waiting, seen = Walk(), deque([(address, "")]), {address}
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=30)) as connection:
        while waiting:
            url, source = waiting.popleft()
            connection.request("GET", urlsplit(url).path)
            sent = connection.getresponse()
            content = sent.read()
            name = unquote(urlsplit(url).path).lstrip("/") or "index.html"
            file = folder / name
            if sent.status != HTTPStatus.OK or not file.is_file():
                walk.faults.append(f"{source}: {name} ({sent.status})")
                continue
            walk.files += 1
            walk.pages += name.endswith(".html")
            if content != file.read_bytes():
                walk.faults.append(f"{source}: {name} is another file")
            for link in _links(content, name):
                target = urldefrag(urljoin(url, link))[0]
                if target.startswith(address) and target not in seen:
                    seen.add(target)
                    waiting.append((target, name))
    return walk


def _links(content: bytes, name: str) -> set[str]:
    pattern = {".html": _LINK, ".css": _INCLUDED}.get(Path(name).suffix)
    return {*map(unescape, pattern.findall(content.decode()))} if pattern else set()


if __name__ == "__main__":
    found = crawl(sys.argv[1], Path(sys.argv[2]))
    print(*found.faults, f"{found.pages} pages, {found.files} files", sep="\n")  # noqa: T201
    sys.exit(bool(found.faults))
