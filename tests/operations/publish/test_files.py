"""The published files are made when they are asked, and only those."""

from __future__ import annotations

from mutugraph.operations.publish.files import Files


def test_what_has_nothing_to_do_with_spreadsheets_does_not_wait_for_them(
    small_files: Files,
) -> None:
    fresh = Files(small_files.catalogue, small_files.holdings, small_files.write)
    for path in ("questions.json", ".well-known/void", "catalogue.ttl", "dumps/rien.ttl"):
        fresh.one(path)
    assert "of_editions" not in vars(fresh)


def test_one_file_is_the_same_as_among_all(small_files: Files) -> None:
    fresh = Files(small_files.catalogue, small_files.holdings, small_files.write)
    assert {path: fresh.one(path) for path in small_files.all} == dict(small_files.all)
    assert fresh.one("dumps/900000001/2021-2026/tables/rien.xlsx") is None
