from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report, StepRun, counted, judged
from mutugraph.pages.reports import REPORT_FORMATS

RULE = Rule(
    "MUT401", "Somme différente", "d", "p", "e", "m", Severity.BLOCKING, Step.COHERENCE, "o"
)
FINDING = Finding(
    code="MUT401",
    severity=Severity.BLOCKING,
    subject="https://example.org/id/a",
    label="Effectif <annoncé>",
    message="Le document annonce 40, les fiches 38.",
    correction="Vérifiez le chiffre.",
    predicate="https://example.org/agents",
    value="40 / 38",
    file="data/ttl/a b.ttl",
    line=12,
    passage="§2, l. 4",
)


def _report(*findings: Finding) -> Report:
    return Report(
        verdict=judged(findings, Severity.BLOCKING),
        revision="0123456789ab",
        base=None,
        threshold=Severity.BLOCKING,
        seconds=0.84,
        steps=(StepRun(Step.COHERENCE, 0.4, len(findings)),),
        counts=counted(findings),
        findings=findings,
        rules={"MUT401": RULE},
    )


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_a_run_without_findings_has_a_report_in_every_format(name: str) -> None:
    assert REPORT_FORMATS[name](_report())


def test_the_text_says_verdict_rule_place_and_how_to_mend() -> None:
    text = REPORT_FORMATS["text"](_report(FINDING)).decode()
    assert text.startswith("REFUSÉ : 1 constat bloquant nouveau")
    assert "data/ttl/a b.ttl:12 · §2, l. 4" in text
    assert "→ Vérifiez le chiffre. (mutugraph explain MUT401)" in text


def test_accepted_deviations_are_counted_and_do_not_refuse() -> None:
    report = _report(FINDING.as_(Status.ACCEPTED, "imprimé ainsi"))
    assert REPORT_FORMATS["text"](report).decode().startswith("ACCEPTÉ : 1 accepté")
    assert report.counts["bloquant"] == 0


def test_the_json_has_the_keys_of_the_contract() -> None:
    content = json.loads(REPORT_FORMATS["json"](_report(FINDING)))
    assert list(content) == [
        "verdict",
        "revision",
        "base",
        "duree_s",
        "etapes",
        "comptes",
        "constats",
    ]
    assert content["verdict"] == "refuse"
    assert list(content["comptes"]) == [
        "bloquant", "a_verifier", "information", "nouveau", "connu", "resolu", "accepte",
    ]  # fmt: skip
    assert list(content["constats"][0]) == [
        "code", "gravite", "statut", "sujet", "libelle", "propriete", "valeur", "message",
        "correction", "fichier", "ligne", "passage", "empreinte",
    ]  # fmt: skip


def test_the_sarif_has_what_the_standard_requires() -> None:
    accepted = replace(FINDING, value="1").as_(Status.ACCEPTED, "imprimé ainsi")
    log = json.loads(REPORT_FORMATS["sarif"](_report(FINDING, accepted)))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-2.1.0.json")
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "mutugraph"
    first, second = run["results"]
    assert first["ruleId"] == run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"]
    assert first["level"] in {"none", "note", "warning", "error"}
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/ttl/a%20b.ttl"
    assert place["region"]["startLine"] == 12
    assert second["suppressions"][0]["kind"] in {"inSource", "external"}


def test_the_junit_counts_what_refuses_as_failures_and_what_is_accepted_as_skipped() -> None:
    accepted = replace(FINDING, value="1").as_(Status.ACCEPTED, "imprimé ainsi")
    root = ET.fromstring(REPORT_FORMATS["junit"](_report(FINDING, accepted)))  # noqa: S314 - ours
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("2", "1", "1")


def test_github_is_given_ten_annotations_at_most_with_their_file_and_line() -> None:
    many = [replace(FINDING, value=str(rank)) for rank in range(30)]
    lines = REPORT_FORMATS["github"](_report(*many)).decode().splitlines()
    annotations = [line for line in lines if line.startswith("::")]
    assert len(annotations) == 10
    assert annotations[0].startswith("::error file=data/ttl/a b.ttl,line=12,title=MUT401")
    assert "21 constats de plus" in annotations[-1]


def test_the_html_stands_alone_and_escapes_what_it_shows() -> None:
    page = REPORT_FORMATS["html"](_report(FINDING)).decode()
    assert '<html lang="fr">' in page
    assert "@media print" in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "<script" not in page
    assert page.count("<h1>") == 1
