"""The published folder on ordinary hosts: whatever serves it, each link leads to its own file."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from crawling import crawl

NGINX = """
{user}daemon off;
pid {folder}/pid;
events {{}}
http {{
  access_log off;
  {temporary}
  types {{ text/html html; text/css css; text/turtle ttl; application/json json; }}
  default_type application/octet-stream;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
FOLDING = """
import http.server, sys
class Folding(http.server.SimpleHTTPRequestHandler):
    disable_nagle_algorithm = True  # else an answer waits to be acknowledged
    def translate_path(self, path):
        found = super().translate_path(path)
        return self.directory + found.removeprefix(self.directory).casefold()
http.server.test(Folding, http.server.ThreadingHTTPServer, "HTTP/1.1", 0, "127.0.0.1")
"""


@contextmanager
def listening(command: list[str], folder: Path) -> Iterator[str]:
    """A server of Python's in a folder: its address, which it prints."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextmanager
def by_python(site: Path, _: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with listening(command, site) as address:
        yield address


@contextmanager
def by_a_disk_that_folds_case(site: Path, folder: Path) -> Iterator[str]:
    """Names are one where they differ by their case only, as on the disks of many machines."""
    place = folder / "folded"
    for path in sorted(site.rglob("*")):
        if path.is_file():
            copy = place / path.relative_to(site).as_posix().casefold()
            copy.parent.mkdir(parents=True, exist_ok=True)
            if not copy.exists():
                copy.hardlink_to(path)
    with listening([sys.executable, "-u", "-c", FOLDING], place) as address:
        yield address


@contextmanager
def by_nginx(site: Path, folder: Path) -> Iterator[str]:
    if shutil.which("nginx") is None:
        pytest.skip("needs nginx")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    config = NGINX.format(
        user="" if os.geteuid() else "user root;\n",  # else nobody, who may not read here
        folder=folder,
        temporary=" ".join(f"{path}_temp_path {folder}/{path};" for path in paths),
        port=port,
        root=site,
    )
    (folder / "conf").write_text(config, encoding="utf-8")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "conf"), "-e", str(folder / "log")]
    with subprocess.Popen(command) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@pytest.mark.parametrize("host", [by_python, by_nginx, by_a_disk_that_folds_case])
def test_every_link_leads_to_the_file_that_it_names(
    site: Path, tmp_path: Path, host: Callable[[Path, Path], AbstractContextManager[str]]
) -> None:
    with host(site, tmp_path) as address:
        found = crawl(address, site)
    assert found.faults == []
    assert found.pages > 300
    assert found.files > found.pages
