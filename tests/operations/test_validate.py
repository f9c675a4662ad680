from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.verdict import Report, judged
from mutugraph.operations.validate import Extent, validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
PAIE = "900000001/fiches/fiche-paie.ttl"
VOIRIE = "900000001/fiches/fiche-voirie.ttl"
EFFECTIFS = "900000001/effectifs.ttl"
SCHEMA = "900000001/schema.ttl"
PASSAGES = "900000001/passages/1.ttl"
ACTE = "99901/deliberation-2020-12-10.ttl"
Control = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "schema"
    shutil.copytree(FIXTURE, copy)
    return copy


@pytest.fixture
def control(repository: Workspace, settings: Settings) -> Control:
    def run(*paths: Path, **options: object) -> Report:
        return validate(repository, settings, Extent(paths), **options)  # type: ignore[arg-type]

    return run


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _counted(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.counts]


def test_the_data_of_the_repository_is_accepted(repository: Workspace, settings: Settings) -> None:
    report = validate(repository, settings)
    assert report.verdict == "accepte", [f.message for f in _counted(report)][:5]
    assert report.counts["accepte"] > 80
    assert {run.step for run in report.steps} == set(Step)


def test_the_fictitious_schema_is_clean_and_the_project_s_own_steps_do_not_run(
    control: Control, folder: Path
) -> None:
    report = control(folder)
    assert _counted(report) == []
    assert {Step.PUBLICATION, Step.QUESTIONS}.isdisjoint(run.step for run in report.steps)


def test_a_sheet_without_one_of_its_rubriques_is_refused_in_french_at_its_line(
    control: Control, folder: Path
) -> None:
    text = (folder / PAIE).read_text(encoding="utf-8")
    cut = re.sub(r"<[^>]*/missions/\d>\n    a mut:Mission.*?\n\.\n", "", text, flags=re.S)
    (folder / PAIE).write_text(cut, encoding="utf-8")
    report = control(folder)
    (found,) = [f for f in report.findings if f.code == "MUT210"]
    assert report.refused
    assert "Quelles missions" in found.message
    assert "si le document ne l'imprime pas" in found.correction
    assert "mut:" not in found.correction
    lines = cut.splitlines()
    assert found.line is not None
    assert lines[found.line - 1] == "<900000001/schema/2021-2026/fiche/paie>"


SEEDED = [
    ("MUT201", PAIE, "    mut:porteur <commune/99901> ;\n.", "."),
    ("MUT204", PAIE, "    mut:nature <nature/support> ;\n", ""),
    (
        "MUT203",
        PAIE,
        "    mut:financePar <financement/attribution-de-compensation> ;\n    mut:modalite",
        "    mut:modalite",
    ),
    ("MUT220", VOIRIE, "    mut:forme <forme/convention> ;\n", ""),
    (
        "MUT260",
        PAIE,
        "    mut:concerneCollectivite <epci/900000001> ;\n    mut:dansFiche",
        "    mut:dansFiche",
    ),
    ("MUT104", PAIE, "mut:etp 1.5", "mut:etep 1.5"),
    (
        "MUT105",
        PAIE,
        "passage/fiche-paie/ressources/2> ;\n",
        "passage/fiche-paie/ressources/9> ;\n",
    ),
    (
        "MUT212",
        PAIE,
        '    mut:rang "1" ;\n    mut:rubrique <rubrique/objectifs> ;',
        "    mut:rubrique <rubrique/objectifs> ;",
    ),
    ("MUT506", "900000001/fiches/fiche-voirie.ttl", 'mut:mots "VOIRIE"', 'mut:mots "VOIRIES"'),
    ("MUT510", PAIE, 'mut:mots "PAIE"', 'mut:mots "PAYE"'),
    ("MUT401", EFFECTIFS, 'mut:agents "5"^^xsd:decimal', 'mut:agents "6"^^xsd:decimal'),
    ("MUT407", EFFECTIFS, 'agents annoncés au lancement"@fr', 'agents annoncés"@fr'),
    ("MUT409", PAIE, 'mut:etp "3"^^xsd:decimal', 'mut:etp "4"^^xsd:decimal'),
    ("MUT523", VOIRIE, 'mut:agents "9"^^xsd:decimal', 'mut:agents "7"^^xsd:decimal'),
    ("MUT601", PAIE, '"Sécuriser la paie"@fr', '"Sécuriser la paie, selon Mme Durand"@fr'),
    ("MUT450", ACTE, "mut:vise <droit/cgct/l5211-39-1>", "mut:vise <droit/cgct/l5211-39>"),
    ("MUT230", "organisations.ttl", 'mut:codeInsee "99901"', 'mut:codeInsee "9990"'),
    (
        "MUT101",
        "organisations.ttl",
        "<commune/99903>\n    a mut:Commune",
        "<commune/Montclair_1>\n    a mut:Commune",
    ),
    ("MUT212", PAIE, '"Reprise des dossiers"@fr', '"Reprise des dossiers"@en'),
    ("MUT010", PAIE, "mut:role <role/contributrice>", "mut:role [ mut:ordre 1 ]"),
    (
        "MUT012",
        "organisations.ttl",
        "<commune/99902>\n    a mut:Commune",
        "<900000001/service/commune-2>\n    a mut:Commune",
    ),
    ("MUT223", SCHEMA, "    mut:fin ", "    mut:debut "),
    (
        "MUT512",
        PASSAGES,
        "<900000001/section/1> ;\n    mut:ligneDebut 9 ;",
        "<900000001/section/1> ;\n    mut:ligneDebut 8 ;",
    ),
    (
        "MUT522",
        PASSAGES,
        "mut:dansSection <900000001/section/1> ;\n    mut:ligneDebut 1 ;",
        "mut:dansSection <900000001/section/2> ;\n    mut:ligneDebut 1 ;",
    ),
]


def test_each_of_twenty_seeded_faults_is_found(control: Control, folder: Path) -> None:
    assert len(SEEDED) >= 20
    for _, file, old, new in SEEDED:
        _edit(folder, file, old, new)
    report = control(folder)
    found = {finding.code for finding in report.findings if finding.status is Status.NEW}
    assert {code for code, *_ in SEEDED} - found == set()
    assert report.refused


def test_a_base_tells_new_known_and_resolved_apart(
    control: Control, folder: Path, tmp_path: Path
) -> None:
    _edit(folder, EFFECTIFS, 'mut:agents "5"^^xsd:decimal', 'mut:agents "6"^^xsd:decimal')
    _edit(folder, PAIE, "    mut:nature <nature/support> ;\n", "")
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    _edit(
        folder, PAIE, "    mut:modalite <", "    mut:nature <nature/support> ;\n    mut:modalite <"
    )
    _edit(folder, PAIE, "    mut:porteur <commune/99901> ;\n.", ".")
    report = control(folder, base=str(before))
    status = {finding.code: finding.status for finding in report.findings}
    assert status["MUT401"] is Status.KNOWN
    assert status["MUT204"] is Status.RESOLVED
    assert status["MUT201"] is Status.NEW
    assert report.refused
    assert not control(folder, base=str(folder)).refused


def test_a_base_may_be_a_revision_of_git(control: Control, folder: Path) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "un"]):
        subprocess.run(["git", "-C", folder, *arguments], check=True)
    _edit(folder, PAIE, "    mut:porteur <commune/99901> ;\n.", ".")
    report = control(folder, base="HEAD")
    assert [
        f.code
        for f in report.findings
        if f.status is Status.NEW and f.severity is Severity.BLOCKING
    ]


def test_an_accepted_deviation_that_expires_refuses_again(control: Control, folder: Path) -> None:
    (folder / "ecarts-acceptes.csv").unlink()
    _edit(folder, PAIE, "    mut:porteur <commune/99901> ;\n.", ".")
    line = ",MUT201,900000001/service/paie,imprimé ainsi,chargé de mission,2030-01-01\n"
    line += ",MUT423,900000001/service/paie,imprimé ainsi,chargé de mission,2030-01-01\n"
    head = "empreinte,regle,sujet,raison,fonction,jusqu_au\n"
    (folder / "ecarts-acceptes.csv").write_text(head + line, encoding="utf-8")
    assert not control(folder, today=datetime.date(2026, 1, 1)).refused
    late = control(folder, today=datetime.date(2031, 1, 1))
    assert late.refused
    assert "MUT910" in {finding.code for finding in late.findings}


def test_the_threshold_decides_what_refuses(control: Control, folder: Path) -> None:
    (folder / "ecarts-acceptes.csv").unlink()
    report = control(folder, threshold=Severity.TO_CHECK)
    assert report.refused
    assert judged(report.findings, Severity.INFORMATION) == "refuse"
    assert judged(report.findings, Severity.BLOCKING) == "accepte"


def test_a_fingerprint_is_not_of_a_line(control: Control, folder: Path) -> None:
    _edit(folder, PAIE, "    mut:nature <nature/support> ;\n", "")
    first = {f.fingerprint for f in control(folder).findings}
    text = (folder / PAIE).read_text(encoding="utf-8")
    (folder / PAIE).write_text("\n\n" + text, encoding="utf-8")
    assert {f.fingerprint for f in control(folder).findings} == first
