"""What cannot have happened is told, each with its remedy: the register of a schéma, made worse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutugraph.control.findings import Finding, Step
from mutugraph.operations.validate import Extent, validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from schemas import FIXTURES, ROOT

HEAD = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FAULTS = """
<faute/fin> a mut:Convention ; dct:identifier "7" ; mut:partie <commune/99911> , <commune/99912> ;
  mut:dateDActe "2017-01-01"^^xsd:date ; mut:dateDEffet "2017-02-01"^^xsd:date ;
  mut:dernierJour "2017-01-31"^^xsd:date .
<faute/blanc> a mut:Convention ; dct:identifier "n° … du …" ;
  mut:dateDActe "2017-01-01"^^xsd:date ; mut:partie <commune/99911> , <commune/99912> .
<faute/annee> a mut:Arrete ; dct:identifier "2005/0227" ; mut:dateDActe "2015-02-27"^^xsd:date .
<faute/avenant-de-rien> a mut:Avenant ; mut:rangDAvenant 1 ; mut:dateDActe "2017-01-01"^^xsd:date .
<faute/avenant-tot> a mut:Avenant ; mut:rangDAvenant 5 ; mut:dateDActe "2014-01-01"^^xsd:date ;
  mut:modifie <900100010/vie/acte/convention-informatique> .
<faute/deux-fois> a mut:AdhesionAuService ; mut:natureDAdhesion <nature-d-adhesion/premiere> ;
  mut:concerneCollectivite <commune/99911> ; mut:auService <900100010/service/informatique> ;
  mut:dateDEffet "2018-01-01"^^xsd:date .
<faute/extension> a mut:AdhesionAuService ; mut:natureDAdhesion <nature-d-adhesion/extension> ;
  mut:concerneCollectivite <commune/99911> ; mut:auService <900100010/service/eau> ;
  mut:dateDEffet "2018-01-01"^^xsd:date .
<faute/pas-encore> a mut:AdhesionAuService ; mut:natureDAdhesion <nature-d-adhesion/premiere> ;
  mut:concerneCollectivite <commune/99912> ; mut:auService <900100010/service/eau> ;
  mut:dateDEffet "2013-06-01"^^xsd:date ; mut:dernierJour "2014-06-01"^^xsd:date .
<faute/plus> a mut:AdhesionAuService ; mut:natureDAdhesion <nature-d-adhesion/premiere> ;
  mut:concerneCollectivite <commune/99912> ; mut:auService <900100010/service/achats> ;
  mut:dateDEffet "2025-01-01"^^xsd:date .
<faute/jamais> a mut:AdhesionAuService ; mut:natureDAdhesion <nature-d-adhesion/premiere> ;
  mut:concerneCollectivite <commune/57463> ; mut:auService <900100010/service/achats> ;
  mut:dateDEffet "2018-01-01"^^xsd:date .
<faute/soi-meme> a mut:FluxFinancier ; mut:exercice 2017 ; mut:unite <unite/euro> ;
  mut:sectionBudgetaire <section-budgetaire/fonctionnement> ;
  mut:objetDuFlux <objet-de-flux/dotation> ; mut:montantRegle 5.0 ;
  mut:debiteur <commune/99911> ; mut:crediteur <commune/99911> .
<faute/changee> a mut:FluxFinancier ; mut:exercice 2018 ; mut:unite <unite/euro> ;
  mut:sectionBudgetaire <section-budgetaire/fonctionnement> ;
  mut:objetDuFlux <objet-de-flux/attribution-de-compensation> ; mut:montantRegle 90000.0 ;
  mut:debiteur <epci/900100010> ; mut:crediteur <commune/99911> .
<faute/part> a mut:PartDeCle ; mut:exercice 2018 ; mut:uniteDOeuvre "Poste"@fr ;
  mut:auService <900100010/service/informatique> ;
  mut:concerneCollectivite <commune/99911> ; mut:part 120.0 .
<faute/exercice> a mut:EtatDAvancement ; mut:exercice 217 ;
  mut:auService <900100010/service/informatique> ; mut:avancement <etat-d-avancement/prevu> .
<faute/avis> a mut:Deliberation ; dct:identifier "9" ; mut:dateDActe "2015-09-01"^^xsd:date ;
  mut:prisPar <commune/99912> ; mut:sensDeLAvis <sens-d-avis/favorable> ;
  mut:emetAvisSur <900100010/schema/2016-2020> .
<faute/comite> a mut:ConsultationDeComite ; mut:comite <comite/comite-technique> ;
  mut:rendueLe "2023-02-01"^^xsd:date ; mut:surLActe <900100010/vie/acte/convention-achats> ;
  mut:avisDuComite <sens-d-avis/favorable> ; mut:ficheDImpact false .
"""
EXPECTED = {
    ("MUT140", "fin"),
    ("MUT141", "avenant-tot"),
    ("MUT142", "avenant-tot"),
    ("MUT143", "blanc"),
    ("MUT144", "annee"),
    ("MUT145", "deux-fois"),
    ("MUT146", "extension"),
    ("MUT147", "pas-encore"),
    ("MUT147", "plus"),
    ("MUT147", "jamais"),
    ("MUT148", "soi-meme"),
    ("MUT149", "part"),
    ("MUT150", "avis"),
    ("MUT151", "comite"),
    ("MUT153", "changee"),
    ("MUT311", "avenant-de-rien"),
    ("MUT317", "part"),
    ("MUT318", "exercice"),
}
Found = dict[tuple[str, str], Finding]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What the control finds in the fixture and the faults beside it, by code and name."""
    folder = tmp_path_factory.mktemp("vie") / "schema"
    shutil.copytree(FIXTURES / "schema-des-deux-lacs", folder)
    named = [
        line.replace(" a mut:", f' skos:prefLabel "{line.split(">")[0][7:]}"@fr ;'
                     ' dct:source "essai"@fr ; mut:statut <statut/a-verifier> ;'
                     " mut:duSchema <900100010/schema/2016-2020> ; a mut:")
        if line.startswith("<faute/")
        else line
        for line in FAULTS.splitlines()
    ]  # fmt: skip
    (folder / "900100010" / "fautes.ttl").write_text(HEAD + "\n".join(named), encoding="utf-8")
    settings = Settings.read({}, store=folder.parent / "store")
    steps = [Step.READING, Step.MODEL, Step.SHACL]
    report = validate(Workspace(ROOT), settings, Extent((folder,)), only=steps)
    layout = "MUT012"  # the faults are written by hand
    return {(f.code, Path(f.subject).name): f for f in report.findings if f.code != layout}


def test_each_fault_is_found_where_it_is_and_nowhere_else(found: Found) -> None:
    known = {
        ("MUT152", "convention-achats"),  # the register itself knows of no consultation
        ("MUT130", "900100010"),  # no national list has the fictitious EPCI
    }
    assert set(found) - known == EXPECTED


def test_each_says_how_to_mend_it(found: Found) -> None:
    for finding in found.values():
        assert finding.correction.endswith(".")
        assert "mut:" not in finding.message


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (("MUT317", "part"), "« 120.0 » est au-dessus de ce qui est possible."),
        (("MUT318", "exercice"), "l'exercice « 217 » est au-dessous de ce qui est possible."),
        (("MUT311", "avenant-de-rien"), "n'a pas d'acte modifié."),
        (("MUT147", "plus"), "la commune n'est plus membre depuis le 2025-01-01"),
        (("MUT147", "jamais"), "la commune n'en a jamais été membre"),
        (("MUT147", "pas-encore"), "la commune n'est membre que depuis le 2014-01-01"),
        (("MUT140", "fin"), "finit le 2017-01-31, avant de prendre effet le 2017-02-01."),
        (("MUT148", "soi-meme"), "Lacustre verse et reçoit."),
    ],
)
def test_the_sentence_names_what_is_wrong(found: Found, key: tuple[str, str], said: str) -> None:
    assert said in found[key].message


@pytest.mark.parametrize(("code", "told"), [("R2", False), ("R99", True)])
def test_a_validation_of_what_founds_nothing_is_told(tmp_path: Path, code: str, told: bool) -> None:
    folder = tmp_path / "schema"
    shutil.copytree(FIXTURES / "schema-des-deux-lacs", folder)
    path = folder / "900100010" / "vie" / "validations.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"R2"', f'"{code}"'), encoding="utf-8")
    settings = Settings.read({}, store=tmp_path / "store")
    report = validate(Workspace(ROOT), settings, Extent((folder,)), only=[Step.COHERENCE])
    found = [finding.message for finding in report.findings if finding.code == "MUT302"]
    expected = "valide la règle R99, dont aucune déduction ne fonde « Informatique »."
    assert [message.endswith(expected) for message in found] == [True] * told
