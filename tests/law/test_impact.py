"""What depends on an article, counted in the source: nothing here comes from the output."""

from __future__ import annotations

from collections import Counter

import pytest

from law import expected
from law.conftest import Ask

# staff printed in the sheets' « ressources », without the detail of sheet 19: three lines there,
# one in sheet 3 (no collectivity), two in every other
STAFF_LINES = {n: {3: 1, 19: 3}.get(n, 2) for n in range(1, 21)}
# §6.1, table of l. 863-873
BODIES = 7
# §4.4.2, l. 496 (two), 498 (two), 499 (two), 500 (two); §6.3.1, l. 953, on the whole Axe 1
DCSI_AMOUNTS, AXIS_AMOUNTS = 8, 1

IMPACTS: dict[str, dict[tuple[str, str], int]] = {
    "L5211-4-2": {
        ("service", "fonde"): 20,
        ("modalite", "fonde"): 20,
        ("forme", "fonde"): 1,
        ("cooperation", "fonde"): 1,
        ("ligne_effectif", "porte"): sum(STAFF_LINES.values()),
        ("instance", "gouverne"): BODIES,
        ("montant", "finance"): DCSI_AMOUNTS + AXIS_AMOUNTS,
        # l. 259: agents transferred, agents put at disposal
        ("obligation", "fonde"): 2,
    },
    "L5216-7-1": {
        ("service", "fonde"): len(expected.PLATFORM),
        ("forme", "fonde"): 1,
        ("ligne_effectif", "porte"): sum(STAFF_LINES[n] for n in expected.PLATFORM),
        ("instance", "gouverne"): BODIES,
        ("montant", "finance"): AXIS_AMOUNTS,
    },
    "loi LAMY": {
        ("service", "fonde"): 1,
        ("ligne_effectif", "porte"): STAFF_LINES[12],
        ("instance", "gouverne"): BODIES,
        ("montant", "finance"): AXIS_AMOUNTS,
        # l. 730: the contrat de ville « doivent être confiées à MM »
        ("obligation", "fonde"): 1,
    },
    "L5211-39": {("visa", "mentionne"): 1},
    "CMP 8": {("cooperation", "fonde"): 1, ("forme", "fonde"): 1},
    "loi 84-53": {("cooperation", "fonde"): 1, ("forme", "fonde"): 1},
    "L5211-17": {("forme", "fonde"): 1},
    "L5211-30": {("service", "finance"): len(expected.FUNDED)},
    # sheet 15, l. 758; visa, l. 81; l. 183: the obligation of a schéma
    "loi 2015-991": {
        ("service", "mentionne"): 1,
        ("visa", "mentionne"): 1,
        ("obligation", "fonde"): 1,
    },
}


@pytest.mark.parametrize("article", IMPACTS)
def test_what_depends_on_an_article_is_counted_in_the_source(asked: Ask, article: str) -> None:
    found = Counter((str(r["type"]), str(r["lien"])) for r in asked("impact", article=article))
    indicators = found.pop(("indicateur", "evalue"), 0)
    assert found == IMPACTS[article]
    assert bool(indicators) == (("ligne_effectif", "porte") in found)


def test_the_indicators_are_those_of_the_services_that_it_founds(asked: Ask) -> None:
    of_sheet_12 = {
        str(r["objet"]) for r in asked("impact", article="loi LAMY") if r["type"] == "indicateur"
    }
    assert len(of_sheet_12) == 4  # l. 731


def test_what_the_schema_is_programmed_by_founds_no_service(asked: Ask) -> None:
    found = Counter((r["type"], r["lien"]) for r in asked("impact", article="L5211-39-1"))
    assert found["service", "programme"] == 20
    assert ("service", "fonde") not in found
    assert ("visa", "mentionne") not in found  # the visa of l. 75 names another article


def test_a_sheet_names_what_does_not_found_its_service(asked: Ask) -> None:
    named = {
        text: [r["objet"] for r in asked("impact", article=text) if r["lien"] == "mentionne"]
        for text in ("ALUR", "loi Informatique et Libertés", "loi LAMY")
    }
    assert named == {
        "ALUR": ["Planification territoriale"],
        "loi Informatique et Libertés": ["Correspondant Informatique et Libertés"],
        "loi LAMY": [],
    }
