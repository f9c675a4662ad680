from dataclasses import fields, replace
from pathlib import Path

from mutugraph.messages import sentences
from mutugraph.operations.doctor import Level, doctor
from mutugraph.operations.load import load
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import Workspace


def warned(settings: Settings) -> dict[str, str]:
    return {ln.subject: ln.remedy for ln in doctor(settings) if ln.level is Level.WARNING}


def test_what_is_in_order_has_no_warning(
    repository: Workspace, catalogue: Catalogue, store: Path
) -> None:
    assert len(catalogue.questions)
    assert warned(Settings.read({}, workspace=repository.root, store=store)) == {}


def test_a_missing_store_says_how_to_build_it(repository: Workspace, tmp_path: Path) -> None:
    found = warned(Settings.read({}, workspace=repository.root, store=tmp_path))
    assert set(found) == {"store"}
    assert "mutugraph load" in found["store"]


def test_a_missing_workspace_ends_the_visit(tmp_path: Path) -> None:
    assert set(warned(Settings.read({}, workspace=tmp_path))) == {"workspace"}


def test_every_limit_is_told(repository: Workspace, store: Path) -> None:
    settings = Settings.read({}, workspace=repository.root, store=store)
    longer = replace(settings, limits=replace(settings.limits, deadline_s=42.0))
    assert {line.subject: line.found for line in doctor(longer)}["deadline_s"] == "42.0"
    unnamed = [f.name for f in fields(Limits) if f"doctor_nom_{f.name}" not in sentences()]
    assert unnamed == []


def test_a_store_that_does_not_open_is_built_again(small: Workspace, tmp_path: Path) -> None:
    settings = Settings.read({}, workspace=small.root, store=tmp_path)
    built = load(small, settings)
    (built.folder / "db" / "CURRENT").write_text("broken", encoding="utf-8")
    assert "store" in warned(settings)
    again = load(small, settings)
    assert again.fresh
    assert warned(settings) == {}


def test_an_engine_that_does_not_answer_is_told_without_its_account(
    repository: Workspace, catalogue: Catalogue, store: Path
) -> None:
    assert len(catalogue.questions)
    address = "http://me:secret@127.0.0.1:1/sparql"
    settings = Settings.read({}, workspace=repository.root, store=store, engine=address)
    assert "http://127.0.0.1:1/sparql ne répond pas" in warned(settings)["engine"]
    assert not any("secret" in f"{line.found}{line.remedy}" for line in doctor(settings))
