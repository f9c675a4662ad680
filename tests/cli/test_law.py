from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Program


def test_why_tells_each_step_in_french(program: Program) -> None:
    answer = program("why", "ressources-humaines", "L. 5211-4-2", "-v")
    assert answer.code == 0
    for words in (
        "Ressources humaines (fiche 1)",
        "§5.1, l. 563",
        "§2.3, l. 260",
        "du 9 août 2015 au 31 décembre 2018, exclu",
        "règle R2",
        "Personne n'a encore validé",
        "base LEGI",
    ):
        assert words in answer.out


def test_why_tells_three_lines_a_link_by_default(program: Program) -> None:
    told = program("why", "ressources-humaines", "L. 5211-4-2").out.splitlines()
    links = [at for at, line in enumerate(told) if line.startswith("  CGCT L5211-4-2 (déduit)")]
    assert len(links) == 2  # R2 and R3
    for at in links:
        assert "« " in told[at]
        assert told[at + 1].startswith("    Règle R")
        assert told[at + 2] == "    Version du 9 août 2015 au 31 décembre 2018, exclu [1]"
        assert not told[at + 3].startswith("    ")
    assert len([line for line in told if line.startswith("[")]) == 1
    assert len(told) < 25


def test_why_reads_the_law_at_the_date_asked(program: Program) -> None:
    answer = program("why", "Ressources humaines", "--date", "2018-12-31")
    assert "du 31 décembre 2018 au 8 août 2019, exclu" in answer.out
    assert "Ne fonde rien à cette date" in answer.out


def test_why_answers_in_json(program: Program) -> None:
    whole = json.loads(program("why", "batiments", "--format", "json").out)
    assert whole["modalites"][0]["fondements"][0]["candidats"]


def test_visas_give_a_block_and_what_to_check(program: Program) -> None:
    answer = program("visas", "habitat", "--acte", "convention", "--date", "2016-01-01")
    assert answer.code == 0
    block, groups = answer.out.split("\n\n")
    assert all(line.startswith("VU ") and line.endswith(" ;") for line in block.splitlines())
    assert "Sûr :\n" in groups and "À contrôler avant de signer :" in groups


@pytest.mark.parametrize("verb", ["why", "visas"])
def test_a_service_is_called_by_the_number_of_its_sheet(program: Program, verb: str) -> None:
    by_its_name = program(verb, "politique-de-la-ville").out
    for number in ("12", "fiche 12", "Fiche n° 12", "action 12"):
        assert program(verb, number).out == by_its_name, number


def test_a_number_that_no_sheet_bears_is_told_and_is_no_slip_for_another(program: Program) -> None:
    for verb in ("why", "visas"):
        answer = program(verb, "99")
        assert (answer.code, answer.out) == (2, "")
        assert "« 99 » est inconnu (service). Aucun nom n'en est proche" in answer.err


def test_a_draft_act_is_written_to_a_file(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "acte.docx"
    assert program("visas", "habitat", "-o", str(target)).code == 0
    assert target.read_bytes().startswith(b"PK")


def test_reason_counts_by_rule(program: Program) -> None:
    answer = program("reason", "--profile", "rules", "--format", "json")
    assert answer.code == 0
    whole = json.loads(answer.out)
    assert whole["regles"]["r2"] > 0
    assert whole["axiomes"] == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("why", "habitt"), "Habitat"),
        (("why", "habitat", "2131"), "CGCT L2131-1"),
        (("why", "habitat", "L9999-9"), "L9999-9"),
        (("why", "habitat", "--date", "2015-13-01"), "AAAA-MM-JJ"),
        (("visas", "habitat", "--acte", "arrete"), "deliberation | convention"),
        (("visas", "habitat", "--format", "pdf"), "pdf"),
        (("reason", "--profile", "tout"), "owl-rl | rules | all"),
    ],
)
def test_what_is_not_understood_is_misuse_and_says_what_is(
    program: Program, arguments: tuple[str, ...], words: str
) -> None:
    answer = program(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_why_begins_with_the_verdict_on_the_service(program: Program) -> None:
    asked = ("why", "ressources-humaines", "--date", "2030-01-01")
    title, verdict, beside, *_ = program(*asked).out.splitlines()
    assert title.startswith("Ressources humaines (fiche 1)")
    assert verdict.startswith("Fondé autrement que le jour de l'acte : CGCT L5216-7-1")
    assert "arrivé à son terme en 2020" in beside and beside.endswith(".")
    assert program(*asked, "-v").out.splitlines()[1:3] == [verdict, beside]
    whole = json.loads(program(*asked, "--format", "json").out)
    assert whole["verdict"] == [verdict, beside]


def test_why_says_of_an_institution_when_it_ends(program: Program) -> None:
    service = "correspondant-informatique-et-libertes"
    before = program("why", service, "--date", "2015-11-26").out
    after = program("why", service, "--date", "2019-01-01").out
    assert "qui prend fin le 25 mai 2018" in before
    assert "qui a pris fin le 25 mai 2018" in after
