"""An archive read as a stream has the files that `tarfile` finds in it, or is refused."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from mutugraph.errors import LegiUnreadable
from mutugraph.law.legi.members import members
from mutugraph.messages import explain

BLOCK = 512
LONG = "/".join(["dossier"] * 20)
FILES = {
    "court.xml": b"a",
    f"{LONG}/long.xml": b"b" * 511,
    f"{LONG}/{'nom' * 60}.xml": b"c" * 512,
    f"{'d' * 140}/prefixe.xml": b"d" * 513,
    "accentué/été.xml": b"e" * 3_000_000,
    "vide.xml": b"",
}
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


def packed(format: str, files: dict[str, bytes] = FILES, **headers: str) -> bytes:
    """A tar of these files, a folder before each; `headers` speak of every file (pax)."""
    output = io.BytesIO()
    with tarfile.open(
        fileobj=output, mode="w", format=FORMATS[format], pax_headers=headers or None
    ) as tar:
        for name, content in files.items():
            if format == "ustar" and len(name) > 100 and len(name.rpartition("/")[2]) > 100:
                continue  # that format has no room for it
            folder = tarfile.TarInfo(name.rpartition("/")[0] or "racine")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return output.getvalue()


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def found(path: Path) -> dict[str, bytes]:
    return {member.name: member.read() for member in members(path)}


def by_tarfile(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        files = [info for info in tar if info.isfile()]
        return {i.name: file.read() for i in files if (file := tar.extractfile(i)) is not None}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("suffix", [".tar", ".tar.gz"])
def test_an_archive_has_the_files_that_tarfile_finds(
    format: str, suffix: str, tmp_path: Path
) -> None:
    content = packed(format)
    path = kept(tmp_path / f"a{suffix}", content if suffix == ".tar" else gzip.compress(content))
    assert found(path) == by_tarfile(path)
    assert len(found(path)) >= len(FILES) - 1


def test_headers_that_speak_of_every_file_are_heeded(tmp_path: Path) -> None:
    path = kept(tmp_path / "a.tar", packed("pax", comment="b" * 600, mtime="1.5"))
    assert found(path) == by_tarfile(path) == FILES


def test_files_that_are_not_read_are_passed_over(tmp_path: Path) -> None:
    path = kept(tmp_path / "a.tar", packed("gnu"))
    assert [member.name for member in members(path)] == list(FILES)


def test_a_packed_file_may_have_several_parts_and_end_in_zeros(tmp_path: Path) -> None:
    content = packed("gnu")
    middle = len(content) // 2
    parts = gzip.compress(content[:middle]) + gzip.compress(content[middle:]) + bytes(100_000)
    assert found(kept(tmp_path / "a.tar.gz", parts)) == FILES


def _changed(content: bytes, at: int, new: bytes) -> bytes:
    return content[:at] + new + content[at + len(new) :]


def _one(size: str = "", kind: bytes = b"0") -> bytes:
    """A header whose sum is right, whatever it says."""
    info = tarfile.TarInfo("a.xml")
    info.type = kind
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT)[:BLOCK])
    if size:
        header[124:136] = size.encode().ljust(12, b"\0")
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header)


WHOLE = packed("gnu", {"a.xml": b"a" * 700, "b.xml": b"b" * 700})
SECOND = WHOLE.index(b"b.xml\0")
END = bytes(2 * BLOCK)
HARMED = {
    "empty": b"",
    "no archive": b"a" * 10_000,
    "a header of which one letter changed": _changed(WHOLE, SECOND, b"c"),
    "a header of which one sum is no number": _changed(WHOLE, SECOND + 148, b"z"),
    "cut in a header": WHOLE[: SECOND + 100],
    "cut in a file": WHOLE[: SECOND + BLOCK + 100],
    "cut before what fills its block": WHOLE[: SECOND + BLOCK + 700],
    "a size below nothing": _one("-0000001000") + END,
    "a size that is no number": _one("abc") + END,
    "a header that speaks of none": _one(kind=b"L") + END,
    "headers without end": _one("00000001000", b"x") * 2000 + END,
    "a header that is too long": _one("77777777777", b"x") + END,
    "a file with holes": _one(kind=b"S") + END,
}


@pytest.mark.parametrize("case", HARMED)
@pytest.mark.parametrize("suffix", [".tar", ".tar.gz"])
def test_an_archive_that_was_harmed_is_refused(case: str, suffix: str, tmp_path: Path) -> None:
    content = HARMED[case]
    path = kept(tmp_path / f"a{suffix}", content if suffix == ".tar" else gzip.compress(content))
    with pytest.raises(LegiUnreadable):
        found(path)


@pytest.mark.parametrize("cut", [1, 9, 200])
def test_a_packed_file_that_is_cut_or_changed_is_refused(cut: int, tmp_path: Path) -> None:
    whole = gzip.compress(WHOLE)
    for content in (whole[:-cut], _changed(whole, len(whole) - 8, b"\xff\xff"), whole + b"ab"):
        with pytest.raises(LegiUnreadable):
            found(kept(tmp_path / "a.tar.gz", content))


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, b"4", b"6"])
def test_what_is_neither_a_file_nor_a_folder_is_refused(kind: bytes, tmp_path: Path) -> None:
    with pytest.raises(LegiUnreadable) as refused:
        found(kept(tmp_path / "a.tar", _one(kind=kind) + END))
    assert "sûre" in explain(refused.value)
