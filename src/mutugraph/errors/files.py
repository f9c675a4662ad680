"""What is wrong with files: the workspace, IRIs, Turtle."""

from __future__ import annotations

from mutugraph.errors.root import MutugraphError


class WorkspaceError(MutugraphError, code="espace"):
    """The folders of the project are not as they must be."""


class WorkspaceNotFound(WorkspaceError, code="espace_introuvable"):
    """No folder holds the four folders. Facts: `searched` (a sequence of paths)."""


class WorkspaceIncomplete(WorkspaceError, code="espace_incomplet"):
    """A folder named by the user lacks one of the four. Facts: `path`, `missing`."""


class WorkspaceChanged(WorkspaceError, code="espace_modifie"):
    """The files changed while something was made of them; nothing is written. Facts: `path`."""


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


class DocumentUnreadable(FileError, code="document_illisible"):
    """A document whose text cannot be had. Facts: `path`, `detail` (`document_…`)."""


class FileUnreadable(FileError, code="fichier_illisible"):
    """The file exists and cannot be read. Facts: `path`, `detail`."""


class FileNotText(FileError, code="fichier_encodage"):
    """The bytes of the file are not UTF-8. Facts: `path`, `line`, `column`, `detail`."""


class FileUnwritable(FileError, code="fichier_non_inscriptible"):
    """The file cannot be written. Facts: `path`, `detail`."""


class FileOutside(FileUnwritable, code="fichier_hors_dossier"):
    """A link leads out of the folder whose files are rewritten. Facts: `path`, `within`."""


class ListInvalid(FileError, code="liste_invalide"):
    """A reference list is cut, changed or unreadable. Facts: `path`, `line`, `detail`, `value`."""


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
