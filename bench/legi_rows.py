"""`legi check` on a stock of LEGI: time and memory, against `tar -tzf` of the same archive.

The archive is made of articles as LEGI writes them. One in 340 is a version of an article that the
graph knows: in 3 GB as many as the graph itself has versions, some 2,500. Its size is
`MUTUGRAPH_BENCH_LEGI_MB` (unpacked; 3000 by default, the size of a whole stock).
"""

from __future__ import annotations

import io
import itertools
import os
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Ground, Row, Rows, apart, most
from mutugraph.law.legi.known import known_law
from mutugraph.questions.catalogue import Catalogue

_MB = 2**20
_WHOLE_MB = 3000
_TIMES, _MEGABYTES = 1.5, 200
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
Watched = list[tuple[str, str]]


def legi(ground: Ground) -> Rows:
    """`legi check` on a stock: the reading of it, which is what grows."""
    size = int(os.environ.get("MUTUGRAPH_BENCH_LEGI_MB", _WHOLE_MB)) * _MB
    path = ground.folder / "Freemium_legi_global_20231206-140000.tar.gz"
    engine = ground.built.open(ground.workspace, ground.settings)
    known = known_law(Catalogue(ground.workspace, engine))
    files = _write(path, size, [(known.text_id(a), a.number) for a in known.articles])
    program, store = Path(sys.executable).parent / "mutugraph", str(ground.settings.store)
    reference = apart(["tar", "-tzf", path], ground.folder)
    command = [program, "legi", "check", path]
    used = apart(command, ground.workspace.root, MUTUGRAPH_STORE=store)
    if used.code != _DIFFERS:
        raise RuntimeError(f"legi check: {used.code}")
    stock = f"a stock of {size // _MB} MB, {files} files, {len(known.articles)} articles watched"
    told = f"tar -tzf {reference.worked:.1f} s; {used.clock:.0f} s of a clock"
    ratio = used.worked / reference.worked
    what, shown = f"legi check, {stock}", f"{used.worked:.1f} s"
    yield Row(what, shown, told, ratio, _TIMES, at_most=True)
    yield most("legi check, its memory", used.memory, _MEGABYTES, "MB")
    path.unlink()


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
