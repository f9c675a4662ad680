from pathlib import Path

import pytest

from mutugraph.errors import PrefixesBroken, PrefixUnknown
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.workspace import Workspace


def test_the_repository_declares_its_own_prefix(repository: Workspace) -> None:
    spaces = repository.namespaces
    assert spaces.term("mut:Passage") == spaces["mut"].Passage
    assert spaces.prefixes["mut"] == spaces.base + "def/mutualisation/"


def test_the_longest_namespace_shortens_an_iri(namespaces: Namespaces) -> None:
    longer = namespaces.extended({"x": namespaces.prefixes["mut"] + "deep/"})
    assert longer.split(namespaces.prefixes["mut"] + "deep/T") == ("x", "T")


def test_the_projects_prefixes_win_over_those_of_a_file(namespaces: Namespaces) -> None:
    more = namespaces.extended({"mut": "urn:other:", "alias": namespaces.prefixes["skos"]})
    assert dict(more.prefixes) == dict(namespaces.prefixes)


def test_an_undeclared_prefix_is_an_error(namespaces: Namespaces) -> None:
    with pytest.raises(PrefixUnknown):
        namespaces.term("nope:X")


@pytest.mark.parametrize("text", ["", "<urn:a> <urn:b> .", "nope:a a nope:b ."])
def test_a_prefixes_file_that_cannot_be_used_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "prefixes.ttl"
    path.write_text(text)
    with pytest.raises(PrefixesBroken):
        read_namespaces(path)


def test_a_prefix_declared_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "prefixes.ttl"
    block = '<urn:{}> <urn:x#prefix> "mut" ; <urn:x#namespace> "urn:g:def/mutualisation/" .\n'
    path.write_text(block.format(1) + block.format(2))
    with pytest.raises(PrefixesBroken):
        read_namespaces(path)
