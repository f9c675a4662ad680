"""Dumps: complete, split by kind of statement, the same bytes, the literals of the files."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from hashlib import sha256

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from mutugraph.operations.publish.dumps import dumps
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings, Part

Dumps = Mapping[str, bytes]


@pytest.fixture(scope="module")
def made(files: Files) -> Dumps:
    start = files.editions[0].folder + "/"
    return {p.removeprefix(start): c for p, c in files.all.items() if p.startswith(start)}


def triples(content: bytes, syntax: RdfFormat = RdfFormat.TURTLE) -> set[Triple]:
    return {quad.triple for quad in parse(content, format=syntax)}


def test_the_four_syntaxes_say_what_the_files_and_the_rules_say(
    made: Dumps, held: Holdings
) -> None:
    everything = {quad.triple for quad in held.quads}
    assert triples(made["complet.ttl"]) == everything
    assert triples(gzip.decompress(made["complet.nt.gz"]), RdfFormat.N_TRIPLES) == everything
    assert triples(made["complet.jsonld"], RdfFormat.JSON_LD) == everything
    assert set(parse(made["complet.trig"], format=RdfFormat.TRIG)) == set(held.quads)


def test_the_kinds_of_statement_are_apart_and_make_the_whole(made: Dumps, held: Holdings) -> None:
    quads = {part: {q for q in held.quads if held.part(q) is part} for part in Part}
    assert sum(map(len, quads.values())) == len(set(held.quads))
    for part in Part:
        assert quads[part], part
        assert triples(made[f"{part}.ttl"]) == {quad.triple for quad in quads[part]}


def test_what_is_printed_is_established_and_what_is_derived_says_its_rule(held: Holdings) -> None:
    term = held.namespaces.term
    printed = {q.subject for q in held.quads if held.part(q) is Part.PRINTED}
    assert set(held.of_class("mut:ServiceMutualise")) <= printed
    derived = {q.predicate for q in held.quads if held.part(q) is Part.DERIVED}
    assert term("mut:regle") in derived
    added = {q.subject for q in held.quads if held.part(q) is Part.ADDED}
    assert set(held.of_class("mut:VersionDeDisposition")) <= added


def test_no_literal_is_rewritten(made: Dumps, held: Holdings) -> None:
    decimal = held.namespaces.term("xsd:decimal").value
    numbers = {
        str(q.object)
        for q in held.quads
        if held.part(q) is Part.PRINTED and str(q.object).endswith(f"<{decimal}>")
    }
    shown = {str(t.object) for t in triples(made["complet.ttl"])}
    assert any('0"' in number and "." in number for number in numbers), "such as 0.80"
    assert numbers <= shown


def test_the_bytes_are_the_same_from_run_to_run(small_files: Files) -> None:
    edition = small_files.editions[0]
    first = dict(dumps(small_files.holdings, edition))
    assert dict(dumps(small_files.holdings, edition)) == first


def test_the_archive_has_no_date(made: Dumps) -> None:
    assert made["complet.nt.gz"][4:8] == b"\0\0\0\0"


def test_each_file_has_its_checksum(made: Dumps) -> None:
    sums = dict(line.split("  ")[::-1] for line in made["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(made) - {"SHA256SUMS"}
    assert all(sha256(made[name]).hexdigest() == digest for name, digest in sums.items())
