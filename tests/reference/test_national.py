from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import FileUnreadable, ListInvalid
from mutugraph.messages import explain
from mutugraph.reference.faults import faults
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.workspace import Workspace
from reference.writing import pin, write_lists

METZ = "200039865"
EPCI = ["900000001,CC des Trois Rivières,CC,FA,2020,2026,140"]
MEMBERS = [
    "900000001,99901,900000011,Rivebelle,2020,2026",
    "900000001,99902,900000012,Valcombe,2020,2026",
]


@pytest.fixture(scope="module")
def lists(repository: Workspace) -> NationalLists:
    found = read_national(repository)
    assert found is not None
    return found


def test_the_nation_has_its_epci_at_the_last_list(lists: NationalLists) -> None:
    assert len(lists.current) == 1255
    assert (lists.first, lists.last) == (2020, 2026)


def test_an_epci_has_its_members_at_each_list(lists: NationalLists) -> None:
    metz = lists.members(METZ)
    assert len([m for m in metz if m.first == 2020]) == 44
    assert {m.name: m.first for m in metz if m.first > 2020} == {
        "Roncourt": 2022,
        "Lorry-Mardigny": 2023,
    }
    assert [row.category for row in lists.epci[METZ]] == ["METRO"]


def test_a_commune_has_its_epci_one_after_the_other(lists: NationalLists) -> None:
    assert [m.epci for m in lists.memberships("57593")] == [METZ, "245701271"]


def test_what_no_list_has_is_nothing(lists: NationalLists) -> None:
    assert lists.members("123456789") == ()
    assert lists.memberships("00000") == ()


def test_the_lists_of_the_nation_do_not_contradict_themselves(lists: NationalLists) -> None:
    assert list(faults(lists)) == []


def test_lists_that_are_held_are_read_again_where_a_file_says_something_else(
    tmp_path: Path,
) -> None:
    write_lists(tmp_path, EPCI, MEMBERS)
    held = read_national(Workspace(tmp_path))
    assert read_national(Workspace(tmp_path)) is held
    write_lists(tmp_path, EPCI, MEMBERS[:1])
    other = read_national(Workspace(tmp_path))
    assert other
    assert [m.name for m in other.members("900000001")] == ["Rivebelle"]


def test_a_workspace_without_lists_has_none(tmp_path: Path) -> None:
    assert read_national(Workspace(tmp_path)) is None


def _cut(folder: Path) -> None:
    _rewrite(folder / "membres.csv", lambda text: text[: text.index("Valcombe") + 4])


def _shortened(folder: Path) -> None:
    _rewrite(folder / "membres.csv", lambda text: text[: text.index("900000001,99902")])


def _unended(folder: Path) -> None:
    _rewrite(folder / "membres.csv", str.rstrip)


def _changed(folder: Path) -> None:
    _rewrite(folder / "membres.csv", lambda text: text.replace("99902", "99903"))


def _longer(folder: Path) -> None:
    _rewrite(folder / "membres.csv", lambda text: f"{text}{MEMBERS[0]}\n")


def _open_quote(folder: Path) -> None:
    _rewrite(folder / "membres.csv", lambda text: text.replace(",Valcombe", ',"Valcombe'))


def _latin(folder: Path) -> None:
    (folder / "epci.csv").write_bytes((folder / "epci.csv").read_text("utf-8").encode("latin-1"))


def _other_header(folder: Path) -> None:
    _rewrite(folder / "epci.csv", lambda text: text.replace("regime_fiscal", "regime"))


def _year(folder: Path) -> None:
    _rewrite(folder / "epci.csv", lambda text: text.replace("2026", "MMXXVI"))
    pin(folder)


def _category(folder: Path) -> None:
    _rewrite(folder / "epci.csv", lambda text: text.replace(",CC,", ",SIVU,"))
    pin(folder)


def _regime(folder: Path) -> None:
    _rewrite(folder / "epci.csv", lambda text: text.replace(",FA,", ",TPU,"))
    pin(folder)


def _description(folder: Path) -> None:
    _rewrite(folder / "listes.toml", lambda text: text.replace("premiere_liste", "premiere"))


def _no_toml(folder: Path) -> None:
    _rewrite(folder / "listes.toml", lambda text: f"{text}\n[[")


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "file", "line"),
    [
        (_cut, "membres.csv", 3),
        (_shortened, "membres.csv", 2),
        (_unended, "membres.csv", 3),
        (_changed, "membres.csv", 1),
        (_longer, "membres.csv", 4),
        (_open_quote, "membres.csv", 3),
        (_latin, "epci.csv", 2),
        (_other_header, "epci.csv", 1),
        (_year, "epci.csv", 2),
        (_category, "epci.csv", 2),
        (_regime, "epci.csv", 2),
        (_description, "listes.toml", 1),
        (_no_toml, "listes.toml", 1),
    ],
)
def test_a_spoilt_list_is_refused_with_its_line(
    spoil: Callable[[Path], None], file: str, line: int, tmp_path: Path
) -> None:
    folder = write_lists(tmp_path, EPCI, MEMBERS)
    assert read_national(Workspace(tmp_path)) is not None
    spoil(folder)
    with pytest.raises(ListInvalid) as caught:
        read_national(Workspace(tmp_path))
    told = explain(caught.value)
    assert told.startswith(f"data/ttl/national/{file}:{line}: la liste n'est pas utilisable")
    assert "liste_" not in told


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    (write_lists(tmp_path, EPCI, MEMBERS) / "membres.csv").unlink()
    with pytest.raises(FileUnreadable, match=r"membres\.csv"):
        read_national(Workspace(tmp_path))


@pytest.mark.parametrize(
    ("epci", "members", "code", "line"),
    [
        ([], ["900000002,99904,900000014,Bourgneuf,2020,2026"], "liste_epci_inconnu", 4),
        ([], ["900000001,999,900000011,Rivebelle,2020,2026"], "liste_insee", 4),
        ([], ["900000001,99904,9,Rivebelle,2020,2026"], "liste_siren", 4),
        ([], ["900000001,99904,900000014,Rivebelle,2019,2026"], "liste_periode", 4),
        ([], ["900000001,99904,900000014,Rivebelle,2024,2023"], "liste_periode", 4),
        (
            ["900000002,CA d'à côté,CA,FPU,2020,2026,9"],
            ["900000002,99901,900000011,Rivebelle,2026,2026"],
            "liste_chevauchement",
            4,
        ),
        (["900000001,CC des Trois Rivières,CC,FPU,2026,2026,140"], [], "liste_doublon", 3),
        (["900000002,CA d'à côté,CA,FPU,2020,2030,9"], [], "liste_periode", 3),
    ],
)
def test_a_list_that_contradicts_itself_is_told_by_line(
    epci: list[str], members: list[str], code: str, line: int, tmp_path: Path
) -> None:
    write_lists(tmp_path, [*EPCI, *epci], [*MEMBERS, *members])
    found = read_national(Workspace(tmp_path))
    assert found is not None
    assert [(fault.code, fault.line) for fault in faults(found)] == [(code, line)]
