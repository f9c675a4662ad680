"""A stock of LEGI replayed: time and memory, against reading the same archive with nothing done.

The archive is made of articles as LEGI writes them, one in a hundred of them watched. Its size is
`MUTUGRAPH_BENCH_LEGI_MB` (unpacked; 200 by default, 3000 for the size of a whole stock).
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Ground, Row, Rows, seconds

_MB = 2**20
_LEAST_MB = 200
_WATCHED = 100
_TEXT = "LEGITEXT000006070633"
_ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<ARTICLE><META><META_COMMUN><ID>{id}</ID></META_COMMUN><META_SPEC><META_ARTICLE><NUM>{number}</NUM>
<ETAT>VIGUEUR</ETAT><DATE_DEBUT>{start}</DATE_DEBUT><DATE_FIN>2999-01-01</DATE_FIN></META_ARTICLE>
</META_SPEC></META><CONTEXTE><TEXTE cid="{text}"/></CONTEXTE><VERSIONS><VERSION etat="VIGUEUR">
<LIEN_ART debut="{start}" etat="VIGUEUR" fin="2999-01-01" id="{id}" num="{number}" origine="LEGI"/>
</VERSION></VERSIONS><NOTA><CONTENU/></NOTA><BLOC_TEXTUEL><CONTENU>{words}</CONTENU></BLOC_TEXTUEL>
<LIENS/></ARTICLE>"""
_WORDS = "<p>" + "le conseil de chaque commune membre se prononce dans le délai de trois mois " * 40
_RUN = """
import resource, sys
from pathlib import Path
from mutugraph.law.legi.chronicles import chronicles
from mutugraph.law.legi.order import ordered
from mutugraph.law.legi.replaying import Watch, replay
from mutugraph.law.legi.wordings import Number
numbers = {"5211-4-2": (Number.of("L5211-4-2"),)}
copy = replay(ordered([Path(sys.argv[1])]), Watch({sys.argv[2]: numbers}, frozenset()))
print(copy.files, len(chronicles(copy)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def legi(ground: Ground) -> Rows:
    """`legi check` on a stock: the reading of it, which is what grows."""
    size = int(os.environ.get("MUTUGRAPH_BENCH_LEGI_MB", _LEAST_MB)) * _MB
    path = ground.folder / "Freemium_legi_global_20231206-140000.tar.gz"
    _write(path, size)
    told: list[str] = []

    def ours() -> None:
        command = [sys.executable, "-c", _RUN, str(path), _TEXT]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told.append(done.stdout.strip())

    took = seconds(ours, times=1)
    reference = seconds(lambda: _unpacked(path), times=1)
    files, _, peak = told[-1].split()
    about = f"{size // _MB} MB, {files} files, {peak} MB of memory"
    shown = f"gunzip alone {reference:.1f} s; {about}"
    yield Row("legi, a stock replayed", f"{took:.1f} s", shown, took / reference, 20, at_most=True)
    yield Row("legi, its memory", f"{peak} MB", about, float(peak), 300, at_most=True)
    path.unlink()


def _write(path: Path, size: int) -> None:
    written = 0
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, content in _files():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
            written += len(content)
            if written >= size:
                return


def _files() -> Iterator[tuple[str, bytes]]:
    number = 0
    while True:
        number += 1
        watched = number % _WATCHED == 0
        id = f"LEGIARTI{number:012d}"
        digits = "/".join(id[8 + i : 10 + i] for i in range(0, 10, 2))
        text = _TEXT if watched else f"LEGITEXT{number % 977:012d}"
        facts = {"id": id, "text": text, "start": "2001-01-01", "words": f"{_WORDS}</p>"}
        named = "L5211-4-2" if watched else f"L{number}"
        content = _ARTICLE.format(number=named, **facts).encode()
        folder = f"legi/global/code_en_vigueur/LEGI/TEXT/{text}/article/LEGI/ARTI/{digits}"
        yield f"{folder}/{id}.xml", content


def _unpacked(path: Path) -> None:
    with gzip.open(path) as stream:
        while stream.read(_MB):
            pass
