"""What users ask and give: names, parameters, headers, settings, refusals."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Self

from mutugraph.errors.root import MutugraphError

_NEAREST = 3
_ALIKE = (0.6, 0.4)  # a slip, else what has something of it
_FEW = 12  # names that a person reads at a glance


class UsageError(MutugraphError, code="usage"):
    """An argument that cannot be understood. Facts: `argument`, `detail`."""


class UnknownName(UsageError, code="nom_inconnu"):
    """A name that nothing bears. Facts: `kind`, `name`, `nearest` (a sequence, may be empty)."""

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str]) -> Self:
        """With the nearest of the names that there are; where none is near, a short list whole."""
        there = tuple(known)
        tried = (difflib.get_close_matches(name, there, _NEAREST, cutoff) for cutoff in _ALIKE)
        near = next(filter(None, tried), there if len(there) <= _FEW else ())
        return cls(kind=kind, name=name, nearest=tuple(near))


class NameAmbiguous(UsageError, code="nom_ambigu"):
    """A name that several entities bear. Facts: `kind`, `name`, `candidates`."""


class NameShared(NameAmbiguous, code="nom_de_plusieurs_schemas"):
    """A name that entities of several schémas bear. Facts: `kind`, `name`, `candidates`."""


class DocumentKnown(UsageError, code="document_connu"):
    """Another document is pinned under that name. Facts: `path`, `name`."""


class ParameterInvalid(UsageError, code="parametre_invalide"):
    """A value that a parameter cannot take. Facts: `name`, `value`, `expected`."""


class ParameterMissing(ParameterInvalid, code="parametre_manquant"):
    """A parameter that several schémas make necessary. Facts: `name`, `value`, `expected`."""


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


class RequestUnclear(UsageError, code="demande_mal_formee"):
    """An HTTP request that the protocol does not allow. Facts: `detail`."""


class HostUnknown(RequestUnclear, code="hote_inconnu"):
    """A request to a name that is none, or none of the server's. Facts: `host`."""


class AddressNotText(RequestUnclear, code="adresse_pas_utf_8"):
    """The address of a request is no text in UTF-8. No facts."""


class ParameterRepeated(UsageError, code="parametre_repete"):
    """Two values of a parameter that takes one. Facts: `name`, `values`."""


class RequestTooLarge(UsageError, code="demande_trop_longue"):
    """The body of a request is over its limit. Facts: `limit` (bytes)."""


class BodyTooSlow(UsageError, code="corps_trop_lent"):
    """The body of a request did not come in time. Facts: `limit` (seconds)."""


class AddressTooLong(UsageError, code="adresse_trop_longue"):
    """The address of a request is over its limit. Facts: `limit`, `found` (bytes)."""


class MediaUnsupported(UsageError, code="contenu_non_admis"):
    """The body of a request is of another kind. Facts: `media`, `known`."""


class FormWithoutFile(UsageError, code="fichier_manquant"):
    """A form was sent without the file that it asks for. Facts: `known`."""


class ExtraMissing(UsageError, code="extra_absent"):
    """What an option needs is not installed. Facts: `extra`, `module`."""
