"""Errors of the publication: what it refuses to publish, and where it refuses to write."""

from __future__ import annotations

from mutugraph.errors.root import MutugraphError


class PublicationError(MutugraphError, code="publication"):
    """Nothing is published; a former publication is untouched. Facts: `path`."""


class FolderForeign(PublicationError, code="dossier_etranger"):
    """The folder holds files that no publication wrote. Facts: `path`, `files` (the first ones)."""


class PublicationRefused(PublicationError, code="publication_refusee"):
    """Data that may not be published. Facts: `path`, `reasons` (a sequence of sentences)."""


class NamesCollide(PublicationRefused, code="noms_confondus"):
    """Two files of the publication have one name on many disks. Facts: `path`, `other`."""


class PublicationCut(PublicationError, code="publication_coupee"):
    """A process that makes the publication ended before its work. Facts: `path`."""


class UploadImpossible(PublicationError, code="envoi_impossible"):
    """Nothing can be sent to the portal. Facts: `detail`."""
