"""The published files are made when they are asked, and only those."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from mutugraph.engine.building import ensure_store
from mutugraph.operations.publish.files import Files
from mutugraph.settings import Settings
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace


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


def test_one_process_of_a_server_makes_them_for_all_and_keeps_none(
    small: Workspace, small_settings: Settings, small_files: Files, tmp_path: Path
) -> None:
    built, settings = ensure_store(small, small_settings), replace(small_settings, shared=tmp_path)
    first, second = (
        create_app(small, built.open(small, settings), settings=settings) for _ in range(2)
    )
    folder = small_files.editions[0].folder
    paths = (f"{folder}/tables/services.xlsx", f"{folder}/complet.trig", "catalogue.ttl")
    one, two = (TestClient(app, base_url="http://localhost") for app in (first, second))
    for client in (one, two):
        for path in paths:
            assert client.get(f"/{path}").content == small_files.all[path]
    assert first.state.files is None
    assert not {"files", "holdings"} & vars(second.state)["_state"].keys()
    assert one.get("/dumps/rien").status_code == 404
