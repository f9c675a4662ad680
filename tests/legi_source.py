"""Copies of LEGI made for tests: articles as XML, archives of them as the DILA names them."""

from __future__ import annotations

import importlib
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from mutugraph.law.legi.clauses import phrases
from mutugraph.law.legi.known import Known
from mutugraph.law.provisions import Provision, Version

STOCK = "Freemium_legi_global_20231206-140000.tar.gz"
DELETIONS = "liste_suppression_legi.dat"
CGCT = "LEGITEXT000006070633"
_UNKNOWN_ID = 900_000_000_000
_LINK = {"loi": "LOI", "ordonnance": "ORDONNANCE", "décret": "DECRET"}


@dataclass(frozen=True)
class Made:
    """One version of an article as a file of LEGI; `end` None is written 2999-01-01."""

    id: str
    number: str
    start: str
    end: str | None = None
    state: str = ""
    text_id: str = CGCT
    paragraphs: tuple[str, ...] = ("Un alinéa.",)
    nota: str = ""
    authors: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    signed: str = "1990-01-01"
    path: str = field(default="")

    @property
    def name(self) -> str:
        """Where LEGI keeps it: twelve digits, ten of them in five folders."""
        return f"legi/global/code_et_TNC_en_vigueur/code_en_vigueur/{_folders(self)}.xml"

    @property
    def shown_state(self) -> str:
        return self.state or ("MODIFIE" if self.end else "VIGUEUR")


def xml(made: Made, others: Iterable[Made] = (), encoding: str = "UTF-8") -> bytes:
    """The file of a version, which lists all the versions of its article."""
    versions = "".join(
        f'<VERSION etat="{v.shown_state}"><LIEN_ART debut="{v.start}" etat="{v.shown_state}" '
        f'fin="{v.end or "2999-01-01"}" id="{v.id}" num={quoteattr(v.number)} origine="LEGI"/>'
        "</VERSION>"
        for v in others or (made,)
    )
    links = "".join(
        f'<LIEN cidtexte="" datesignatexte="{made.signed}" id="" naturetexte="{_LINK[kind]}" '
        f'nortexte="" num="" numtexte="{number}" sens="source" typelien="MODIFICATION">x</LIEN>'
        for kind, number in (author.split() for author in made.authors)
    ) + "".join(made.links)
    text = "".join(f"<p>{escape(p)}</p>" for p in made.paragraphs)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><ARTICLE><META><META_COMMUN><ID>{made.id}</ID>'
        f"</META_COMMUN><META_SPEC><META_ARTICLE><NUM>{escape(made.number)}</NUM>"
        f"<ETAT>{made.shown_state}</ETAT><DATE_DEBUT>{made.start}</DATE_DEBUT>"
        f"<DATE_FIN>{made.end or '2999-01-01'}</DATE_FIN></META_ARTICLE></META_SPEC></META>"
        f'<CONTEXTE><TEXTE cid="{made.text_id}"/></CONTEXTE><VERSIONS>{versions}</VERSIONS>'
        f"<NOTA><CONTENU>{escape(made.nota)}</CONTENU></NOTA>"
        f"<BLOC_TEXTUEL><CONTENU>{text}</CONTENU></BLOC_TEXTUEL><LIENS>{links}</LIENS></ARTICLE>"
    ).encode()


def article_of(known: Known, article: Provision) -> tuple[Made, ...]:
    """What LEGI would have of an article if the graph were right of it."""
    made = []
    for position, version in enumerate(article.versions):
        id = known.ids.get(version.node) or _made_up(article, position)
        last = position + 1 == len(article.versions)
        made.append(
            Made(
                id=id,
                number=article.number,
                start=version.start.isoformat(),
                end=version.end.isoformat() if version.end else None,
                state="ABROGE" if last and article.ends else "",
                text_id=known.text_id(article),
                paragraphs=(_words(version),),
                authors=tuple(
                    " ".join(a.split()[:2]) for a in version.authors if a.split()[0] in _LINK
                ),
            )
        )
    return tuple(made)


def files_of(articles: Iterable[tuple[Made, ...]]) -> Iterator[tuple[str, bytes]]:
    """The files of these articles: their names and bytes."""
    for versions in articles:
        yield from ((made.path or made.name, xml(made, versions)) for made in versions)


def archive(path: Path, files: Iterable[tuple[str, bytes]], prefix: str = "") -> Path:
    """A .tar.gz of files, as they come."""
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name, content in files:
            info = tarfile.TarInfo(prefix + name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def increment(folder: Path, stamp: str, files: Iterable[tuple[str, bytes]]) -> Path:
    """An increment of a day: its files, and the list of deletions if it is among them."""
    return archive(folder / f"LEGI_{stamp}.tar.gz", files, f"{stamp}/")


def deleted(made: Made) -> str:
    """A line of the list of deletions."""
    return made.name.removesuffix(".xml")


def changed(versions: tuple[Made, ...], position: int, **values: object) -> tuple[Made, ...]:
    """The same article with one version changed."""
    new = replace(versions[position], **values)  # type: ignore[arg-type]
    return tuple(new if v is versions[position] else v for v in versions)


def _words(version: Version) -> str:
    """A text that holds the clauses of a version, those that a phrase tells, and no other."""
    said = (_samples().get(label, "") for label in version.clauses)
    return " ".join(". ".join(["Un alinéa", *filter(None, said)]).split()) + "."


@cache
def _samples() -> dict[str, str]:
    """By label of clause, the shortest words in which it is found."""
    scheme = Path(__file__).parent.parent / "ontology" / "schemes" / "clause.ttl"
    said = re.findall(
        r'skos:prefLabel "([^"]+)"@fr(?:(?!\n\.\n).)*?skos:notation "([^"]+)"',
        scheme.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    patterns = phrases()
    return {label: _shortest(patterns[code].pattern) for label, code in said if code in patterns}


def _shortest(pattern: str) -> str:
    """Words that a pattern finds: of each choice the first, of each repetition the fewest."""
    parsed = importlib.import_module("re._parser").parse(pattern)
    return "".join(_letters(str(kind), what) for kind, what in parsed)


def _letters(kind: str, what: Any) -> str:  # noqa: ANN401 - the nodes of `re`'s own parser
    match kind:
        case "LITERAL":
            return chr(int(what))
        case "MAX_REPEAT":
            return "".join(_letters(str(k), w) for k, w in what[2] for _ in range(what[0]))
        case "SUBPATTERN":
            return "".join(_letters(str(k), w) for k, w in what[3])
        case "BRANCH":
            return "".join(_letters(str(k), w) for k, w in what[1][0])
        case "AT":  # a place, not a letter
            return ""
        case "IN":
            return _letters(*(str(what[0][0]), what[0][1]))
        case _:
            raise AssertionError(kind)


def _made_up(article: Provision, position: int) -> str:
    return f"LEGIARTI{_UNKNOWN_ID + (crc32(article.label.encode()) + position) % 10**9:012d}"


def _folders(made: Made) -> str:
    text, digits = made.text_id, made.id[8:]
    pairs = "/".join(digits[i : i + 2] for i in range(0, 10, 2))
    code = "/".join(text[8:][i : i + 2] for i in range(0, 10, 2))
    return f"LEGI/TEXT/{code}/{text}/article/LEGI/ARTI/{pairs}/{made.id}"
