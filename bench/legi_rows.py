"""`legi check` on a stock of LEGI: time and memory, against unpacking the same archive.

The archive is made of articles as LEGI writes them. One in 340 is a version of an article that the
graph knows: in 3 GB as many as the graph itself has versions, some 2,500. Its size is
`MUTUGRAPH_BENCH_LEGI_MB` (unpacked; 200 by default, 3000 for the size of a whole stock).
"""

from __future__ import annotations

import gzip
import io
import itertools
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Ground, Row, Rows, seconds
from mutugraph.law.legi.known import known_law
from mutugraph.questions.catalogue import Catalogue

_MB = 2**20
_LEAST_MB = 200
_WATCHED = 340
_ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<ARTICLE><META><META_COMMUN><ID>{id}</ID></META_COMMUN><META_SPEC><META_ARTICLE><NUM>{number}</NUM>
<ETAT>VIGUEUR</ETAT><DATE_DEBUT>{start}</DATE_DEBUT><DATE_FIN>2999-01-01</DATE_FIN></META_ARTICLE>
</META_SPEC></META><CONTEXTE><TEXTE cid="{text}"/></CONTEXTE><VERSIONS><VERSION etat="VIGUEUR">
<LIEN_ART debut="{start}" etat="VIGUEUR" fin="2999-01-01" id="{id}" num="{number}" origine="LEGI"/>
</VERSION></VERSIONS><NOTA><CONTENU/></NOTA><BLOC_TEXTUEL><CONTENU>{words}</CONTENU></BLOC_TEXTUEL>
<LIENS/></ARTICLE>"""
_WORDS = "<p>" + "le conseil de chaque commune membre se prononce dans le délai de trois mois " * 40
_DIFFERS = 1  # the exit code of a check that found something, as it must here
# from a small process: a child begins with the peak of the one that it is forked from
_APART = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
Watched = list[tuple[str, str]]


def legi(ground: Ground) -> Rows:
    """`legi check` on a stock: the reading of it, which is what grows."""
    size = int(os.environ.get("MUTUGRAPH_BENCH_LEGI_MB", _LEAST_MB)) * _MB
    path = ground.folder / "Freemium_legi_global_20231206-140000.tar.gz"
    engine = ground.built.open(ground.workspace, ground.settings)
    known = known_law(Catalogue(ground.workspace, engine))
    files = _write(path, size, [(known.text_id(a), a.number) for a in known.articles])
    began = time.perf_counter()
    worked, peak = _check(ground, path)
    wall = time.perf_counter() - began
    reference = seconds(lambda: _unpacked(path), times=1)
    about = f"{size // _MB} MB, {files} files, {peak} MB of memory, {wall:.0f} s of a clock"
    shown = f"gunzip alone {reference:.1f} s; {about}"
    yield Row("legi check, a stock", f"{worked:.1f} s", shown, worked / reference, 20, at_most=True)
    yield Row("legi check, its memory", f"{peak} MB", about, float(peak), 300, at_most=True)
    path.unlink()


def _check(ground: Ground, path: Path) -> tuple[float, int]:
    """The seconds of a core that the command takes, and its memory at most, in MB."""
    program = Path(sys.executable).parent / "mutugraph"
    done = subprocess.run(
        [sys.executable, "-c", _APART, program, "legi", "check", path],
        cwd=ground.workspace.root,
        env={**os.environ, "MUTUGRAPH_STORE": str(ground.settings.store)},
        check=True,
        capture_output=True,
        text=True,
    )
    code, worked, peak = done.stdout.split()
    if int(code) != _DIFFERS:
        raise RuntimeError(f"legi check: {code}")
    return float(worked), int(peak)


def _write(path: Path, size: int, watched: Watched) -> int:
    """Writes the archive; how many files it has."""
    written = 0
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for count, (name, content) in enumerate(_files(watched), 1):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
            written += len(content)
            if written >= size:
                return count
    raise AssertionError  # `_files` has no end


def _files(watched: Watched) -> Iterator[tuple[str, bytes]]:
    known = itertools.cycle(watched)
    for rank in itertools.count(1):
        id = f"LEGIARTI{rank:012d}"
        digits = "/".join(id[8 + i : 10 + i] for i in range(0, 10, 2))
        other = f"LEGITEXT{rank % 977:012d}", f"L{rank}"
        text, number = other if rank % _WATCHED else next(known)
        facts = {"id": id, "text": text, "start": "2001-01-01", "words": f"{_WORDS}</p>"}
        content = _ARTICLE.format(number=number, **facts).encode()
        folder = f"legi/global/code_en_vigueur/LEGI/TEXT/{text}/article/LEGI/ARTI/{digits}"
        yield f"{folder}/{id}.xml", content


def _unpacked(path: Path) -> None:
    with gzip.open(path) as stream:
        while stream.read(_MB):
            pass
