"""Templates compiled once and kept, where and as Python keeps its modules: `__pycache__`.

Compiling them all takes as long as importing the whole program. Where nothing may be written, they
are compiled in memory, each time.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Compiled(FileSystemBytecodeCache):
    """The code of the templates of a folder.

    It is made again where a template has changed, or jinja2, or the file that says `how` they are
    compiled.
    """

    def __init__(self, folder: Path, how: Path) -> None:
        kept = Path(cache_from_source(str(folder / "_.py"))).parent
        super().__init__(str(kept), f"%s.{sys.implementation.cache_tag}.jinja")
        self._how = sha256(jinja2.__version__.encode() + how.read_bytes()).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """What the code was made from."""
        return sha256(f"{self._how} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code that is kept, if it can be read."""
        with suppress(Exception):  # cut short, or of another user
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code, if it can be written."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
