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
LONGEST = (  # about ten seconds of processor and more, the longest first
    "tests/browser",
    "tests/operations/publish",
    "tests/web/protocol/test_w3c_queries.py",
    "tests/engine/test_remote.py",
    "tests/workbook",
    "tests/web/test_pages.py",
    "tests/operations/test_import_book.py",
    "tests/operations/test_edits.py",
    "tests/operations/test_validate.py",
    "tests/web/test_books.py",
    "tests/control/test_many_schemas.py",
    "tests/control/test_folders.py",
    "tests/cli/test_verbs.py",
    "tests/law/test_rules.py",
    "tests/control/test_shapes.py",
    "tests/questions/test_many_schemas.py",
    "tests/web/test_broken_files.py",
    "tests/web/protocol/test_contract.py",
    "tests/control/test_many_epci.py",
    "tests/control/test_hooks.py",
    "tests/operations/test_diff.py",
    "tests/operations/test_new_book.py",
    "tests/web/protocol/test_representations.py",
    "tests/web/test_budget.py",
    "tests/web/test_deploy.py",
    "tests/cli/test_control.py",
    "tests/test_guide.py",
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
