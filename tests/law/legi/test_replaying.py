"""Stock and increments: the last word wins, deletions count, and days are not left out."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from law.legi.conftest import Articles
from legi_source import DELETIONS, STOCK, Made, archive, changed, deleted, files_of, increment, xml
from mutugraph.errors import FileMissing, LegiOutOfOrder, LegiUnreadable, MutugraphError
from mutugraph.law.legi.chronicles import chronicles
from mutugraph.law.legi.known import Known
from mutugraph.law.legi.order import ordered
from mutugraph.law.legi.replaying import Copy, replay
from mutugraph.messages import explain

ARTICLE = "CGCT L5211-4-2"
NEW = Made("LEGIARTI000099999999", "L5211-4-2", "2023-12-08")


def test_stock_and_increments_leave_what_a_later_stock_would(
    known: Known, agreeing: Articles, stock: Path, tmp_path: Path
) -> None:
    old = agreeing[ARTICLE]
    new = (*changed(old, -1, end="2023-12-08"), NEW)
    gone = agreeing["CGCT L5211-1"]
    sources = [
        stock,
        increment(tmp_path, "20231207-210000", files_of([new])),
        increment(
            tmp_path, "20231208-210000", [(DELETIONS, "\n".join(map(deleted, gone)).encode())]
        ),
    ]
    left = {k: v for k, v in agreeing.items() if k not in (ARTICLE, "CGCT L5211-1")} | {"": new}
    (tmp_path / "later").mkdir()
    later = archive(tmp_path / "later" / STOCK, files_of(left.values()))
    replayed, whole = _replayed(known, sources), _replayed(known, [later])
    assert _state(replayed) == _state(whole)
    assert str(replayed.day) == "2023-12-08"


def test_a_folder_an_archive_and_the_same_files_read_alike(
    known: Known, agreeing: Articles, stock: Path, tmp_path: Path
) -> None:
    for name, content in files_of(agreeing.values()):
        path = tmp_path / "extrait" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert _state(_replayed(known, [tmp_path / "extrait"])) == _state(_replayed(known, [stock]))


def test_archives_in_a_folder_are_read_in_the_order_of_their_stamps(
    known: Known, agreeing: Articles, tmp_path: Path
) -> None:
    old = agreeing[ARTICLE]
    new = (*changed(old, -1, end="2023-12-08"), NEW)
    increment(tmp_path, "20231207-210000", files_of([new]))
    archive(tmp_path / STOCK, files_of([old]))
    assert "LEGIARTI000099999999" in _replayed(known, [tmp_path]).wordings


def test_a_version_that_moved_to_another_text_is_not_deleted(
    known: Known, agreeing: Articles, tmp_path: Path
) -> None:
    (first, *_) = agreeing[ARTICLE]
    elsewhere = deleted(first).replace("LEGITEXT000006070633", "LEGITEXT000006074075")
    files = [*files_of([agreeing[ARTICLE]]), (DELETIONS, elsewhere.encode())]
    assert first.id in _replayed(known, [archive(tmp_path / STOCK, files)]).wordings


@pytest.mark.parametrize(
    ("stamps", "fault"),
    [
        (("20231207-210000", "20231209-210000"), "2023-12-08"),
        (("20231209-210000",), "2023-12-07, 2023-12-08"),
        (("20231208-210000", "20231207-210000"), "du plus ancien"),
        (("20231207-210000", "20231207-210000"), "du plus ancien"),
    ],
)
def test_an_increment_missing_or_out_of_order_is_refused(
    stock: Path, agreeing: Articles, tmp_path: Path, stamps: tuple[str, ...], fault: str
) -> None:
    made = [increment(tmp_path, s, files_of([agreeing[ARTICLE]])) for s in stamps]
    with pytest.raises(LegiOutOfOrder) as refused:
        ordered([stock, *made])
    assert fault in explain(refused.value)


def test_a_day_on_which_nothing_was_published_may_be_said(
    known: Known, stock: Path, agreeing: Articles, tmp_path: Path
) -> None:
    import datetime

    made = increment(tmp_path, "20231208-210000", files_of([agreeing[ARTICLE]]))
    assert len(ordered([stock, made], frozenset({datetime.date(2023, 12, 7)}))) == 2
    with pytest.raises(LegiOutOfOrder):
        ordered([made, stock])


Spoil = Callable[[bytes], bytes]


DTD = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ARTICLE>'
BEGUN = b"<DATE_DEBUT>2010-12-18"


def _in_latin_1(raw: bytes) -> bytes:
    return raw.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")


def _without_versions(raw: bytes) -> bytes:
    return re.sub(rb"<VERSIONS>.*</VERSIONS>", b"<VERSIONS/>", raw)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_in_latin_1, "UTF-8"),
        (lambda b: b.replace(b"<ARTICLE>", DTD, 1), "entité"),
        (lambda b: b[:-200], "bien formé"),
        (_without_versions, "aucune version"),
        (lambda b: b.replace(b"<ETAT>MODIFIE", b"<ETAT>VIVANT"), "VIVANT"),
        (lambda b: b.replace(BEGUN, b"<DATE_DEBUT>2012-12-18"), "finit avant"),
        (lambda b: b.replace(BEGUN, b"<DATE_DEBUT>2010-13-18"), "date"),
        (lambda b: b.replace(b"LEGIARTI000025421275", b"LEGIARTI000023260132"), "la même"),
        (lambda b: b.replace(b"<p>", b"<p>" + b" " * (17 * 2**20), 1), "trop gros"),
    ],
    ids=["latin-1", "xxe", "cut", "no version", "state", "bounds", "date", "cycle", "huge"],
)
def test_a_file_that_cannot_be_relied_on_is_named_within_its_archive(
    known: Known, agreeing: Articles, tmp_path: Path, spoil: Spoil, words: str
) -> None:
    first, *rest = agreeing[ARTICLE]
    files = [(first.name, spoil(xml(first, agreeing[ARTICLE])))]
    files += [(made.name, xml(made, agreeing[ARTICLE])) for made in rest]
    error = _refused(known, archive(tmp_path / STOCK, files))
    assert STOCK in explain(error) and f"{first.id}.xml" in explain(error)
    assert words in explain(error)


def test_a_truncated_archive_names_the_last_file_that_was_read(
    known: Known, stock: Path, tmp_path: Path
) -> None:
    cut = tmp_path / STOCK
    cut.write_bytes(stock.read_bytes()[:-3000])
    error = _refused(known, cut)
    assert "tronquée" in explain(error) and "LEGIARTI" in explain(error)
    cut.write_bytes(stock.read_bytes()[:-4])  # the end of its sum only
    assert "tronquée" in explain(_refused(known, cut))
    cut.write_bytes(b"")
    assert STOCK in explain(_refused(known, cut))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b.xml"])
def test_a_name_that_would_leave_its_folder_is_refused(
    known: Known, tmp_path: Path, name: str
) -> None:
    assert "sûre" in explain(_refused(known, archive(tmp_path / STOCK, [(name, b"x")])))


def test_a_link_in_an_archive_is_refused(known: Known, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / STOCK, "w:gz") as tar:
        info = tarfile.TarInfo("legi/global/x.xml")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    assert "sûre" in explain(_refused(known, tmp_path / STOCK))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"timestamp": 1, "status": 503, "error": "Service Unavailable"}', "Service Unavailable"),
        (b"<html><body>Erreur 500</body></html>", "page d'erreur"),
        (b'{"listArticle": []}', "aucune version"),
        (b'{"listArticle": [', "JSON"),
        (b"[1]", "page d'erreur"),
        ('{"error": "refusé"}'.encode("latin-1"), "UTF-8"),
        (json.dumps({"article": {"texte": "privÃ©e"}}).encode(), "deux fois"),
        (json.dumps({"article": {"dateDebut": "hier"}}).encode(), "hier"),
    ],
)
def test_an_answer_that_is_none_is_named(
    known: Known, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "reponse.json").write_bytes(content)
    error = _refused(known, tmp_path / "reponse.json")
    assert "reponse.json" in explain(error) and words in explain(error)


def test_versions_of_an_answer_that_precede_one_another_are_refused(
    known: Known, tmp_path: Path
) -> None:
    listed = [{"id": f"LEGIARTI00000000000{n}", "etat": "VIGUEUR", "dateDebut": 0} for n in (1, 2)]
    answer = [
        {
            **one,
            "num": "L5211-4-2",
            "articleVersions": listed,
            "versionPrecedente": listed[1 - n]["id"],
            "textTitles": [{"id": "LEGITEXT000006070633"}],
        }
        for n, one in enumerate(listed)
    ]
    (tmp_path / "a.json").write_text(json.dumps({"listArticle": answer}), encoding="utf-8")
    with pytest.raises(LegiUnreadable) as refused:
        chronicles(_replayed(known, [tmp_path / "a.json"]))
    assert "se précèdent" in explain(refused.value)


def test_a_source_that_is_not_there_is_told(known: Known, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        ordered([tmp_path / "absent.tar.gz"])


def test_what_is_not_watched_is_not_even_parsed(
    known: Known, agreeing: Articles, tmp_path: Path
) -> None:
    stranger = Made("LEGIARTI000000000007", "L9999-1", "2001-01-01")
    broken = [(stranger.name, b"<ARTICLE><NUM>L9999-1</NUM>"), ("legi/texte.xml", b"<")]
    replayed = _replayed(known, [archive(tmp_path / STOCK, broken)])
    assert (replayed.files, replayed.wordings) == (2, {})


def test_an_archive_may_be_a_plain_tar(known: Known, stock: Path, tmp_path: Path) -> None:
    plain = tmp_path / "Freemium_legi_global_20231206-140000.tar"
    plain.write_bytes(gzip.decompress(stock.read_bytes()))
    assert _state(_replayed(known, [plain])) == _state(_replayed(known, [stock]))


def _replayed(known: Known, sources: list[Path]) -> Copy:
    return replay(ordered(sources), known.watch)


def _refused(known: Known, source: Path) -> MutugraphError:
    with pytest.raises(LegiUnreadable) as refused:
        _replayed(known, [source])
    assert "()" not in explain(refused.value)
    return refused.value


def _state(copy: Copy) -> object:
    return sorted(
        (c.text_id, [(v.id, v.start, v.end, v.state) for v in c.versions]) for c in chronicles(copy)
    )
