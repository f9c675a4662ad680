"""Tables that document themselves, and the national file of deliberations."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.scdl import MANDATORY
from mutugraph.operations.publish.tables import distributed

NEEDED = {
    "services", "missions", "effectifs", "indicateurs", "etapes", "instances",
    "gouvernance-par-service", "articles-par-service", "versions-d-articles", "communes",
    "cooperations", "montants", "incoherences-source",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tables")
    start = files.editions[0].folder + "/"
    for path, content in files.all.items():
        if path.startswith(start) and ("tables/" in path or path.endswith(".csv")):
            target = root / path.removeprefix(start)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
    return root


def test_every_table_that_is_asked_for_is_there_in_three_formats(folder: Path) -> None:
    found = {path.stem for path in (folder / "tables").glob("*.csv")}
    assert found >= NEEDED
    for name in found:
        for suffix in ("xlsx", "ods", "schema.json", "csv-metadata.json"):
            assert (folder / "tables" / f"{name}.{suffix}").stat().st_size > 0


def test_frictionless_finds_no_fault_in_any_table(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    report = frictionless.validate(str(folder / "tables" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]


def test_frictionless_would_find_a_wrong_cell(folder: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    text = (folder / "tables" / "effectifs.csv").read_text(encoding="utf-8")
    head, first, *rest = text.splitlines()
    wrong = "\n".join([head, "un" + first[first.index(",") :], *rest])
    (tmp_path / "effectifs.csv").write_text(wrong, encoding="utf-8")
    schema = frictionless.Schema.from_descriptor(str(folder / "tables" / "effectifs.schema.json"))
    resource = frictionless.Resource(str(tmp_path / "effectifs.csv"), schema=schema, basepath="/")
    with frictionless.system.use_context(trusted=True):
        assert not resource.validate().valid


def test_columns_are_those_of_the_header_with_an_address_beside_each_entity(
    files: Files, folder: Path
) -> None:
    for table in distributed(files.catalogue, files.holdings, files.editions[0]):
        with (folder / "tables" / f"{table.id}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [column.name for column in table.returns]
        metadata = folder / "tables" / f"{table.id}.csv-metadata.json"
        columns = json.loads(metadata.read_text())["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == [c.name for c in table.returns]
        assert all(column["dc:description"] for column in columns)


def test_the_deliberation_has_what_is_printed_and_nothing_guessed(files: Files) -> None:
    (made,) = files.deliberations.values()
    (row,) = csv.DictReader(io.StringIO(made.content.decode()))
    assert row["DELIB_DATE"] == "2015-11-26"
    assert row["DELIB_MATIERE_CODE"] == "9.1"
    assert row["DELIB_MATIERE_NOM"]
    assert row["COLL_SIRET"] == row["VOTE_POUR"] == row["VOTE_REEL"] == ""


def test_the_report_says_which_mandatory_column_is_empty_and_why(files: Files) -> None:
    (made,) = files.deliberations.values()
    assert made.mandatory_empty == ("COLL_SIRET",)
    assert set(made.mandatory_empty) <= set(MANDATORY)
    assert all(reason.endswith(".") for reason in made.empty.values())


def test_the_national_schema_objects_to_the_siret_alone(folder: Path, shared: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    schema = shared / "validators" / "scdl" / "deliberations.schema.json"
    with frictionless.system.use_context(trusted=True):
        described = json.loads(schema.read_text(encoding="utf-8"))
        described.pop("custom_checks", None)
        resource = frictionless.Resource(
            str(folder / "deliberations.csv"),
            schema=frictionless.Schema.from_descriptor({"fields": described["fields"]}),
        )
        errors = resource.validate().flatten(["fieldName", "type"])
    assert errors == [["COLL_SIRET", "constraint-error"]]
