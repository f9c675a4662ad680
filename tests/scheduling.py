"""Which process of a run takes which tests: what is long begins first, so that none ends alone.

A file stays whole, for its fixtures; so does a folder that shares what is costly to make.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest

TOGETHER = ("tests/operations/publish", "tests/browser", "tests/workbook")
LONGEST = (  # from ten seconds of processor or so, the longest first
    "tests/browser",
    "tests/operations/publish",
    "tests/engine/test_remote.py",
    "tests/control/test_kept.py",
    "tests/workbook",
    "tests/operations/test_import_book.py",
    "tests/law/test_rules.py",
    "tests/web/protocol/test_w3c_queries.py",
    "tests/web/test_books.py",
    "tests/cli/test_verbs.py",
    "tests/operations/test_edits.py",
    "tests/operations/test_broken_folders.py",
    "tests/questions/test_one_order.py",
    "tests/control/test_many_schemas.py",
    "tests/web/test_officer.py",
    "tests/cli/test_serve.py",
    "tests/web/test_pages.py",
    "tests/operations/test_validate.py",
    "tests/cli/test_law.py",
    "tests/control/test_hooks.py",
    "tests/control/test_many_epci.py",
    "tests/questions/test_many_schemas.py",
    "tests/pages/test_entity.py",
    "tests/control/test_folders.py",
    "tests/web/test_publication.py",
    "tests/web/test_several_schemas.py",
    "tests/mcp/test_http.py",
    "tests/operations/test_diff.py",
    "tests/web/test_broken_files.py",
    "tests/web/test_live.py",
    "tests/web/test_dashes.py",
)


def unit_of(nodeid: str) -> str:
    """What a test is run with: its file, or the folder that is run together."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order in which they are handed out."""

    def rank(item: pytest.Item) -> int:
        unit = unit_of(item.nodeid)
        return LONGEST.index(unit) if unit in LONGEST else len(LONGEST)

    return sorted(items, key=rank)


class LongestFirst(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Hands out units in the order of the tests that were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
