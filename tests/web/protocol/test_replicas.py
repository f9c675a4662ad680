"""Two servers of the same files, each with its own store, behind a balancer that takes turns."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from mutugraph.workspace import Workspace

from .conftest import Server, running

QUERIES = (
    "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c",
    "SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o LIMIT 200",
    "CONSTRUCT WHERE { ?s a ?c }",
)


class Balancer:
    """Asks the replicas in turn, and the next one where one is not there."""

    def __init__(self, *replicas: Server) -> None:
        self._turns = itertools.cycle(replicas)
        self._count = len(replicas)

    def get(self, query: str) -> tuple[str, bytes, str]:
        """Which replica answered, its bytes and its ETag."""
        for _ in range(self._count):
            replica = next(self._turns)
            address = f"{replica.sparql}?{urlencode({'query': query})}"
            try:
                return replica.url, *_patient(address)
            except (URLError, ConnectionError):
                continue
        raise AssertionError("no replica answers")


def _patient(address: str) -> tuple[bytes, str]:
    """An answer's bytes and its ETag; a busy replica is asked again when it says."""
    while True:
        try:
            with urlopen(Request(address), timeout=30) as answer:
                return answer.read(), answer.headers["ETag"]
        except HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            time.sleep(float(error.headers["Retry-After"]))


def _wait_until_gone(url: str) -> None:
    """Its other processes end with the first one, which takes them a moment."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urlopen(f"{url}/sante/vivant", timeout=5).close()
        except (URLError, ConnectionError):
            return
        time.sleep(0.05)
    raise AssertionError(url)


@pytest.fixture(scope="module")
def replicas(
    small: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        started = []
        for name in ("one", "two"):
            place = tmp_path_factory.mktemp(name)
            shutil.copytree(small.root, place / "files")
            started.append(stack.enter_context(running(place / "files", place / "store")))
        yield started[0], started[1]


def test_replicas_answer_the_same_bytes_and_the_same_tags(
    replicas: tuple[Server, Server],
) -> None:
    balancer = Balancer(*replicas)
    for query in QUERIES:
        first, second = balancer.get(query), balancer.get(query)
        assert first[0] != second[0]
        assert first[1:] == second[1:]
        assert first[2]


def test_where_one_replica_is_killed_the_other_serves(replicas: tuple[Server, Server]) -> None:
    balancer = Balancer(*replicas)
    before = [balancer.get(query)[1:] for query in QUERIES]
    killed = replicas[0].process.pid
    for child in Path(f"/proc/{killed}/task/{killed}/children").read_text().split():
        os.kill(int(child), signal.SIGSTOP)  # not even one that listens to nobody may stay
    replicas[0].process.kill()
    replicas[0].process.wait(10)
    _wait_until_gone(replicas[0].url)
    for query, was in zip(QUERIES * 4, before * 4, strict=True):
        assert balancer.get(query) == (replicas[1].url, *was)
