"""Reads a tar archive as a stream: a stock of LEGI has a million small files, of which few matter.

`tarfile` makes an object of each header, and copies what is passed over: that is most of the time
of reading a stock. Here the header of a plain file or folder is read in place (POSIX.1-1988); any
other header, with those that speak of it, is given to `tarfile`, which knows every format.
"""

from __future__ import annotations

import gzip
import io
import re
import struct
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

BROKEN = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, ValueError, LookupError)
_CHUNK, _BLOCK = 1 << 20, 512
_PACKED = 1 << 16
_GZIP, _WITH_HEADER = b"\x1f\x8b", 16 + zlib.MAX_WBITS
_FIELDS = struct.Struct("100s24x12s12x8sc188x155s12x")  # name, size, sum, type, prefix
_END = bytes(_BLOCK)
_FILE, _FOLDER, _SPARSE, _GLOBAL = b"0", b"5", b"S", b"g"
_SPEAKING = frozenset((b"L", b"K", b"x", _GLOBAL))  # speak of the header that follows
_LONG_NAME = ord("L")
_NAMING = frozenset((_LONG_NAME, ord("x")))
_PATH = re.compile(rb"(\d{1,6}) path=([^\n\0]+)\n")
_MOST_SPOKEN, _MOST_HEADERS = 1 << 20, 32
_MODULUS = 65521  # of adler32, whose lower half is one and the sum of all bytes


class Entry(NamedTuple):
    """One header of an archive: `plain` is a file, `refused` a link or a device."""

    name: str
    size: int
    plain: bool
    refused: bool


class Tar:
    """The entries of an archive that comes in pieces, one after the other."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held, self._at = b"", 0
        self._left = 0  # of the entry's content, with what fills its last block
        self._always = b""  # global headers, which speak of all that follow

    def __iter__(self) -> Iterator[Entry]:
        """Each entry, in order. Raises one of `BROKEN`."""
        header = self._header()
        if not header:
            raise tarfile.ReadError("empty file")
        while header and header != _END:
            spoken, named = b"", b""
            if header[156] in _NAMING:
                spoken, named = self._naming(header)
                header = self._take(_BLOCK)
            entry = None if self._always or (spoken and not named) else _plainly(header, named)
            self._left = -(-entry.size // _BLOCK) * _BLOCK if entry else 0
            yield entry or self._other(header, spoken)
            self._pass_over()
            header = self._header()
        for _ in self._pieces:  # to the end of what is packed, whose sum is then checked
            pass

    def read(self, size: int) -> bytes:
        """The content of the entry that was given last, to be asked for once."""
        content = self._take(size)
        self._left -= size
        return content

    def _naming(self, header: bytes) -> tuple[bytes, bytes]:
        """A header that may name the next one, with its content; the name, if it is all it says."""
        spoken = header + self._content(header)
        size = int(header[124:136].rstrip(b" \0") or b"0", 8)
        if not _is_sound(header, header[148:156]):
            return spoken, b""
        if header[156] == _LONG_NAME:
            return spoken, spoken[_BLOCK:].partition(b"\0")[0]
        found = _PATH.fullmatch(spoken, _BLOCK, _BLOCK + size)
        return spoken, found[2] if found and int(found[1]) == size else b""

    def _content(self, header: bytes) -> bytes:
        """What a header that speaks of others holds."""
        size = tarfile.nti(header[124:136])  # type: ignore[attr-defined] # its reading
        if not 0 <= size <= _MOST_SPOKEN:
            raise tarfile.ReadError("header too long")
        return self._take(-(-size // _BLOCK) * _BLOCK)

    def _other(self, header: bytes, spoken: bytes) -> Entry:
        """An entry as `tarfile` reads it, of its header and those before that speak of it."""
        for _ in range(_MOST_HEADERS):
            if (kind := header[156:157]) not in _SPEAKING:
                break
            one = header + self._content(header)
            spoken += one
            self._always += one if kind == _GLOBAL else b""
            header = self._take(_BLOCK)
        if kind == _SPARSE or kind in _SPEAKING or len(self._always) > _MOST_SPOKEN:
            raise tarfile.ReadError("sparse file, or too many headers")
        info = tarfile.TarFile(fileobj=io.BytesIO(self._always + spoken + header)).next()
        if info is None or info.size < 0 or getattr(info, "sparse", None):
            raise tarfile.ReadError("header")
        held = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
        self._left = -(-info.size // _BLOCK) * _BLOCK if held else 0
        refused = info.issym() or info.islnk() or info.isdev()
        return Entry(info.name, info.size, info.isreg(), refused)

    def _header(self) -> bytes:
        """The next block; empty at the end. Raises `EOFError` for a part of one."""
        end = self._at + _BLOCK
        if end <= len(self._held):
            block = self._held[self._at : end]
            self._at = end
            return block
        return self._take(_BLOCK) if self._more() else b""

    def _more(self) -> bool:
        """Whether anything is left."""
        while self._at >= len(self._held):
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._held, self._at = piece, 0
        return True

    def _take(self, size: int) -> bytes:
        parts = []
        while size:
            if not self._more():
                raise EOFError
            part = self._held[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def _pass_over(self) -> None:
        self._at += self._left
        while self._at > len(self._held):
            beyond = self._at - len(self._held)
            piece = next(self._pieces, None)
            if piece is None:
                raise EOFError
            self._held, self._at = piece, beyond
        self._left = 0


def pieces(raw: BinaryIO) -> Iterator[bytes]:
    """The bytes of an archive, unpacked where it is packed. Raises one of `BROKEN`."""
    if raw.read(2) != _GZIP:
        raw.seek(0)
        while piece := raw.read(_CHUNK):
            yield piece
        return
    raw.seek(0)
    packed = raw.read(_PACKED)
    while packed:
        member = zlib.decompressobj(_WITH_HEADER)  # it checks the sum and the length
        while True:
            if piece := member.decompress(packed, _CHUNK):
                yield piece
            if member.eof:
                break
            packed = member.unconsumed_tail or raw.read(_PACKED)
            if not packed and not piece:
                raise EOFError
        packed = member.unused_data.lstrip(b"\0") or _next(raw)
        if not _GZIP.startswith(packed[:2]):
            raise gzip.BadGzipFile


def _next(raw: BinaryIO) -> bytes:
    """What follows zeros, which may fill the end of a packed file."""
    while packed := raw.read(_PACKED):
        if rest := packed.lstrip(b"\0"):
            return rest
    return b""


def _plainly(header: bytes, named: bytes) -> Entry | None:
    """The file or folder that a header is, with the name given before it; None: another kind."""
    name, size, check, kind, prefix = _FIELDS.unpack(header)
    digits = size.rstrip(b" \0")
    if (kind != _FILE and kind != _FOLDER) or not digits.isdigit() or not _is_sound(header, check):  # noqa: PLR1714
        return None
    if named:
        name = named
    else:
        name = name.partition(b"\0")[0]
        if prefix[0]:
            name = prefix.partition(b"\0")[0] + b"/" + name
    shown = name.decode("utf-8", "surrogateescape")
    if kind == _FOLDER:
        return Entry(shown.rstrip("/"), 0, False, False)
    return Entry(shown, int(digits, 8), True, False)


def _is_sound(header: bytes, check: bytes) -> bool:
    """Whether the sum of a header, with spaces for the sum itself, is what it says."""
    said = check.strip(b" \0")
    if not said.isdigit():
        return False
    found = (zlib.adler32(header) & 0xFFFF) - 1 - sum(check) + 8 * ord(" ")
    return (found - int(said, 8)) % _MODULUS == 0
