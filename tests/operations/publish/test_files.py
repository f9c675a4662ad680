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


def test_a_wrong_name_makes_nothing(small_files: Files) -> None:
    fresh = Files(small_files.catalogue, small_files.holdings, small_files.write)
    folder = fresh.editions[0].folder
    for wrong in ("dumps/rien", f"{folder}/rien.ttl", f"{folder}/", f"{folder}/tables/rien.ods"):
        assert fresh.one(wrong) is None
    assert not {"light", "of_editions"} & vars(fresh).keys()


def test_all_files_of_the_datasets_can_be_named(small_files: Files) -> None:
    assert small_files.paths == set(small_files.of_editions)
