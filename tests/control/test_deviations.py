from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mutugraph.control.deviations import Deviations, read_deviations
from mutugraph.control.findings import Finding, Severity, Status
from mutugraph.errors import DeviationsInvalid

IDS = "https://example.org/graph/id/"
TODAY = date(2026, 1, 1)
HEAD = "empreinte,regle,sujet,raison,fonction,jusqu_au\n"
FINDING = Finding("MUT401", Severity.BLOCKING, IDS + "a", "a", "m", "c", value="1")


def _read(tmp_path: Path, *lines: str) -> Deviations:
    path = tmp_path / "ecarts-acceptes.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_deviations(path, "ecarts-acceptes.csv")


def test_no_file_accepts_nothing(tmp_path: Path) -> None:
    deviations = read_deviations(tmp_path / "absent.csv", "absent.csv")
    assert deviations.applied([FINDING], IDS, TODAY) == [FINDING]


def test_a_line_accepts_the_finding_of_its_fingerprint_with_its_reason(tmp_path: Path) -> None:
    line = f"{FINDING.fingerprint},MUT401,,imprimé ainsi,chargé de mission,2026-12-31"
    (found,) = _read(tmp_path, line).applied([FINDING], IDS, TODAY)
    assert (found.status, found.reason) == (Status.ACCEPTED, "imprimé ainsi")


def test_a_line_accepts_what_its_rule_finds_about_its_subject(tmp_path: Path) -> None:
    deviations = _read(tmp_path, ",MUT401,a,r,f,2026-12-31")
    (found,) = deviations.applied([FINDING], IDS, TODAY)
    assert found.status is Status.ACCEPTED


def test_another_value_is_another_finding_and_is_not_accepted(tmp_path: Path) -> None:
    deviations = _read(tmp_path, f"{FINDING.fingerprint},MUT401,,r,f,2026-12-31")
    other = Finding("MUT401", Severity.BLOCKING, IDS + "a", "a", "m", "c", value="2")
    assert deviations.applied([other], IDS, TODAY) == [other]
    (unused,) = deviations.findings([other], IDS, TODAY, {"MUT401"})
    assert (unused.code, unused.line) == ("MUT911", 2)


def test_an_expired_line_accepts_nothing_and_is_a_finding(tmp_path: Path) -> None:
    deviations = _read(tmp_path, f"{FINDING.fingerprint},MUT401,,r,f,2025-12-31")
    assert deviations.applied([FINDING], IDS, TODAY) == [FINDING]
    (expired,) = deviations.findings([FINDING], IDS, TODAY, {"MUT401"})
    assert expired.code == "MUT910"


def test_a_line_whose_rule_did_not_run_is_not_judged(tmp_path: Path) -> None:
    deviations = _read(tmp_path, ",MUT401,a,r,f,2025-12-31")
    assert list(deviations.findings([], IDS, TODAY, set())) == []


@pytest.mark.parametrize(
    "line",
    [",MUT401,a,,f,2026-12-31", ",MUT401,,r,f,2026-12-31", ",MUT401,a,r,f,demain", "x,y"],
)
def test_a_line_without_reason_subject_or_end_is_refused_with_its_number(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(DeviationsInvalid) as refused:
        _read(tmp_path, line)
    assert refused.value.facts["line"] == 2
