"""Every error that the project raises on purpose.

MutugraphError
├── UsageError
│   ├── UnknownName
│   ├── NameAmbiguous
│   ├── ParameterInvalid
│   └── QuestionUndated
├── ServeError
│   ├── PortTaken
│   ├── AddressRefused
│   └── SourceMismatch
├── HeaderInvalid
├── AnswerMistyped
├── SettingInvalid
├── WorkspaceError
│   ├── WorkspaceNotFound
│   ├── WorkspaceIncomplete
│   ├── PrefixesBroken
│   └── PrefixUnknown
├── FileError
│   ├── FileMissing
│   ├── DocumentMissing
│   ├── FileUnreadable
│   └── FileUnwritable
├── IriInvalid
├── TurtleError
│   ├── TurtleSyntax
│   │   ├── TurtlePrefixUndeclared
│   │   ├── TurtleIriInvalid
│   │   ├── TurtleUnterminated
│   │   └── TurtleEncoding
│   ├── TurtleEmpty
│   └── TurtleNotRewritten
│       ├── TurtleComments
│       ├── TurtleLiteralChanged
│       └── TurtleTooEntangled
├── QueryError
│   ├── QueryMalformed
│   ├── QueryFailed
│   ├── QueryFormatUnknown
│   └── QueryRefused
│       ├── ServiceRefused
│       ├── UpdateRefused
│       ├── QueryAmbiguous
│       ├── QueryTooLong
│       ├── QueryTooNested
│       └── QueryTooManyOperators
├── RuleError
│   └── RuleFailed
└── StoreError
    ├── StoreBuildFailed
    ├── StoreDiskFull
    ├── StoreBusy
    ├── StoreBroken
    └── StorePlaceMissing

An error is a stable code and the facts of the case. Its French sentence is in `messages/*.toml`,
its HTTP status in `web/problems.py`, its exit code in `cli/main.py`: none of them here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar


class MutugraphError(Exception):
    """What every error has: a stable `code`, and the `facts` that its sentence needs."""

    code: ClassVar[str] = "erreur"

    def __init_subclass__(cls, code: str) -> None:
        cls.code = code

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = MappingProxyType(facts)
        shown = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}({shown})")


def all_errors(root: type[MutugraphError] = MutugraphError) -> Iterator[type[MutugraphError]]:
    """The classes of the tree, root first: what the tests of completeness walk."""
    yield root
    for child in root.__subclasses__():
        yield from all_errors(child)


class UsageError(MutugraphError, code="usage"):
    """An argument that cannot be understood. Facts: `argument`, `detail`."""


class UnknownName(UsageError, code="nom_inconnu"):
    """A name that nothing bears. Facts: `kind`, `name`, `nearest` (a sequence, may be empty)."""


class NameAmbiguous(UsageError, code="nom_ambigu"):
    """A name that several entities bear. Facts: `kind`, `name`, `candidates`."""


class ParameterInvalid(UsageError, code="parametre_invalide"):
    """A value that a parameter cannot take. Facts: `name`, `value`, `expected`."""


class QuestionUndated(UsageError, code="question_sans_date"):
    """A date given to a question whose answer does not depend on one. Facts: `question`."""


class ServeError(MutugraphError, code="service"):
    """The site cannot be served as asked."""


class PortTaken(ServeError, code="port_occupe"):
    """Another program listens there. Facts: `host`, `port`."""


class AddressRefused(ServeError, code="adresse_refusee"):
    """An address where the site may not, or cannot, listen. Facts: `host`, `port`, `detail`."""


class SourceMismatch(ServeError, code="document_different"):
    """The document to show is not the pinned one. Facts: `path`, `expected`, `found`."""


class HeaderInvalid(MutugraphError, code="entete_invalide"):
    """The `#+` header of a `.rq` file is missing, or does not agree with its text.

    Facts: `path`, `line`, `detail`.
    """


class AnswerMistyped(MutugraphError, code="reponse_mal_typee"):
    """A cell that is not what the header promises. Facts: `column`, `value`, `expected`."""


class SettingInvalid(MutugraphError, code="reglage_invalide"):
    """A setting with a value that it cannot take. Facts: `name`, `value`, `expected`."""


class WorkspaceError(MutugraphError, code="espace"):
    """The folders of the project are not as they must be."""


class WorkspaceNotFound(WorkspaceError, code="espace_introuvable"):
    """No folder holds the four folders. Facts: `searched` (a sequence of paths)."""


class WorkspaceIncomplete(WorkspaceError, code="espace_incomplet"):
    """A folder named by the user lacks one of the four. Facts: `path`, `missing`."""


class PrefixesBroken(WorkspaceError, code="prefixes_illisibles"):
    """The prefixes file cannot be used. Facts: `path`, `line`, `detail`."""


class PrefixUnknown(WorkspaceError, code="prefixe_inconnu"):
    """A prefix that the prefixes file does not declare. Facts: `prefix`."""


class FileError(MutugraphError, code="fichier"):
    """A file that the system does not let the program use. Facts: `path`, `detail`."""


class FileMissing(FileError, code="fichier_absent"):
    """The file does not exist. Facts: `path`."""


class DocumentMissing(FileError, code="document_absent"):
    """The source document is not where it is looked for. Facts: `path`, `searched`."""


class FileUnreadable(FileError, code="fichier_illisible"):
    """The file exists and cannot be read. Facts: `path`, `detail`."""


class FileUnwritable(FileError, code="fichier_non_inscriptible"):
    """The file cannot be written. Facts: `path`, `detail`."""


class IriInvalid(MutugraphError, code="iri_invalide"):
    """A text that makes no IRI or no slug. Facts: `text`."""


class TurtleError(MutugraphError, code="turtle"):
    """A Turtle file that cannot be used. Facts: `path`, `line`."""


class TurtleSyntax(TurtleError, code="turtle_syntaxe"):
    """The text is not Turtle. Facts: `path`, `line`, `column`, `detail`."""


class TurtlePrefixUndeclared(TurtleSyntax, code="turtle_prefixe"):
    """A prefix is used and not declared. Facts: those of `TurtleSyntax`, `name`."""


class TurtleIriInvalid(TurtleSyntax, code="turtle_iri"):
    """An IRI that is none. Facts: those of `TurtleSyntax`."""


class TurtleUnterminated(TurtleSyntax, code="turtle_inacheve"):
    """The file ends inside a statement or a string. Facts: those of `TurtleSyntax`."""


class TurtleEncoding(TurtleSyntax, code="turtle_encodage"):
    """The bytes are not UTF-8. Facts: those of `TurtleSyntax`."""


class TurtleEmpty(TurtleError, code="turtle_vide"):
    """The file states nothing. Facts: `path`, `line`."""


class TurtleNotRewritten(TurtleError, code="turtle_non_reecrit"):
    """The layout cannot be changed without a loss. Facts: `path`, `line`, `lines`."""


class TurtleComments(TurtleNotRewritten, code="turtle_commentaires"):
    """The file has `#` comments, which no triple would keep. Facts: `path`, `line`, `lines`."""


class TurtleLiteralChanged(TurtleNotRewritten, code="turtle_litteral"):
    """A literal would not be written back as it is. Facts: `path`, `line`, `lines`."""


class TurtleTooEntangled(TurtleNotRewritten, code="turtle_noeuds_anonymes"):
    """Too many shared or nested blank nodes for a stable order. Facts: `path`, `line`, `lines`."""


class QueryError(MutugraphError, code="requete"):
    """A query that gives no answer."""


class QueryMalformed(QueryError, code="requete_mal_formee"):
    """The text is not SPARQL. Facts: `line`, `column`, `detail`."""


class QueryFailed(QueryError, code="requete_echouee"):
    """The query is SPARQL and cannot be evaluated (unknown function…). Facts: `detail`."""


class QueryFormatUnknown(QueryError, code="format_inconnu"):
    """A format that this kind of answer does not have. Facts: `format`, `known`."""


class QueryRefused(QueryError, code="requete_refusee"):
    """The query is understood and not run."""


class ServiceRefused(QueryRefused, code="service_refuse"):
    """The query would call another server. Facts: `endpoint`."""


class UpdateRefused(QueryRefused, code="mise_a_jour_refusee"):
    """The text is an update. Facts: `operation`."""


class QueryAmbiguous(QueryRefused, code="requete_ambigue"):
    """A `<…>` that is an IRI or a comparison: it could hide a part of the query. Facts: `text`."""


class QueryTooLong(QueryRefused, code="requete_trop_longue"):
    """Facts: `limit`, `found` (bytes)."""


class QueryTooNested(QueryRefused, code="requete_trop_imbriquee"):
    """Facts: `limit`, `found` (levels)."""


class QueryTooManyOperators(QueryRefused, code="requete_trop_d_operateurs"):
    """Facts: `limit`, `found` (operators in a row)."""


class RuleError(MutugraphError, code="regle"):
    """A rule of derivation that cannot be used. Facts: `path`."""


class RuleFailed(RuleError, code="regle_echouee"):
    """The rule does not run. Facts: `path`, `detail`."""


class StoreError(MutugraphError, code="base_locale"):
    """The local store. Facts: `path`, `detail`."""


class StoreBuildFailed(StoreError, code="base_non_construite"):
    """The store could not be built; a previous one is untouched. Facts: `path`, `detail`."""


class StoreDiskFull(StoreBuildFailed, code="disque_plein"):
    """No room for the new store; a previous one is untouched. Facts: `path`, `detail`."""


class StoreBusy(StoreError, code="base_occupee"):
    """Another process has been building for too long. Facts: `path`, `seconds`."""


class StoreBroken(StoreError, code="base_illisible"):
    """A built store does not open. Facts: `path`, `detail`."""


class StorePlaceMissing(StoreError, code="base_sans_dossier"):
    """No folder can be written for the store. Facts: `searched`."""
