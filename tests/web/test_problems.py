"""Every error has a status, and nothing of the inside is shown."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from mutugraph.errors import (
    BaseOutside,
    BaseWithout,
    GitMissing,
    MutugraphError,
    all_errors,
)
from mutugraph.messages import sentences
from mutugraph.web.problems import STATUS, status_of
from web.conftest import Call

LEAST, MOST = 400, 599


@pytest.mark.parametrize("kind", [k for k in all_errors() if k is not MutugraphError])
def test_every_error_has_a_status(kind: type[MutugraphError]) -> None:
    assert LEAST <= status_of(kind) <= MOST


@pytest.mark.parametrize("status", sorted(set(STATUS.values())))
def test_every_status_has_a_french_title(status: int) -> None:
    assert f"http_{status}" in sentences()


@pytest.mark.parametrize("path", ["/graphe/", "/services/", "/questions/", "/nowhere/"])
def test_a_problem_repeats_what_was_asked_without_an_element(call: Call, path: str) -> None:
    asked = "<script>alert(1)</script>"
    sent = call("GET", path + quote(asked, safe=""), headers={"Accept": "*/*"})
    assert sent.headers["content-type"].startswith("application/problem+json")
    assert b"<" not in sent.content
    if path == "/graphe/":
        assert asked in sent.json()["detail"]


def test_a_comparison_where_there_is_no_history_is_not_a_fault_of_the_server() -> None:
    for error, status in ((BaseOutside, 404), (BaseWithout, 404), (GitMissing, 501)):
        assert status_of(error) == status
