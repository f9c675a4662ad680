"""What goes wrong with queries, engines, rules and stores."""

from __future__ import annotations

from mutugraph.errors.root import MutugraphError


class QueryError(MutugraphError, code="requete"):
    """A query that gives no answer."""


class QueryMalformed(QueryError, code="requete_mal_formee"):
    """The text is not SPARQL. Facts: `line`, `column`, `detail`."""


class QuerySign(QueryMalformed, code="requete_signe"):
    """A typographic sign stands where the keyboard's is meant. Facts: those above, `sign`."""


class QueryFileBroken(QueryError, code="requete_de_fichier"):
    """A file of the workspace holds no SPARQL that runs. Facts: `path`, `line`, `detail`."""


class QueryFailed(QueryError, code="requete_echouee"):
    """The query is SPARQL and cannot be evaluated (unknown function…). Facts: `detail`."""


class QueryFormatUnknown(QueryError, code="format_inconnu"):
    """A format that this kind of answer does not have. Facts: `format`, `known`."""


class FormatUnable(QueryError, code="format_incapable"):
    """A format that cannot write this answer, whatever its kind. Facts: `format`, `detail`."""


class QueryStopped(QueryError, code="requete_arretee"):
    """The query was still running at its deadline. Facts: `limit` (seconds)."""


class QueryCrashed(QueryError, code="requete_fatale"):
    """The query ended the process that ran it: memory, or depth. Facts: `detail`."""


class AnswerTooLarge(QueryError, code="reponse_trop_grande"):
    """The answer is over a limit, and not given short. Facts: `limit`, `unit` (rows, bytes)."""


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


class DatasetTooLarge(QueryRefused, code="graphes_trop_grands"):
    """The graphs that a query merges have too many triples. Facts: `limit`."""


class QueryTooDisconnected(QueryRefused, code="requete_trop_disjointe"):
    """Facts: `limit`, `found` (patterns of one group that share no variable)."""


class EngineError(MutugraphError, code="moteur"):
    """The engine does not answer, whatever the query. Facts: `endpoint`, `detail`."""


class EngineBusy(EngineError, code="moteur_occupe"):
    """As many requests are waiting as may. Facts: `limit`."""


class LongPlacesTaken(EngineBusy, code="places_longues_prises"):
    """A query lasts, and all that may last are there. Facts: `limit`, `retry_s`."""


class PlaceGiven(EngineBusy, code="place_cedee"):
    """A long query gave its place to a client that had less of them. Facts: `limit`, `retry_s`."""


class MemoryTaken(EngineBusy, code="memoire_prise"):
    """The server has hardly any memory left of what it may take. Facts: `limit` (bytes)."""


class ControlUnderWay(EngineBusy, code="controle_en_cours"):
    """Another control runs, and takes longer than this one may wait. No facts."""


class ClientBusy(EngineError, code="client_trop_presse"):
    """One client has as many queries running as it may. Facts: `limit`."""


class SandboxMissing(EngineError, code="bac_a_sable_absent"):
    """The system does not confine query processes, and the settings demand it."""


class EngineUnreachable(EngineError, code="moteur_injoignable"):
    """A remote engine that did not answer, after some tries. Facts: `endpoint`, `detail`."""


class AnswerBroken(EngineError, code="reponse_coupee"):
    """A remote engine cut its answer, or it is not of the format asked. Facts: `endpoint`."""


class EngineDenied(EngineError, code="moteur_refuse"):
    """A remote engine wants other credentials. Facts: `endpoint`, `status`."""


class UploadInterrupted(EngineError, code="chargement_interrompu"):
    """Some graphs are not loaded; again goes on. Facts: `endpoint`, `done`, `total`, `detail`."""


class RuleError(MutugraphError, code="regle"):
    """A rule of derivation that cannot be used. Facts: `path`."""


class RuleFailed(RuleError, code="regle_echouee"):
    """The rule does not run. Facts: `path`, `detail`."""


class RuleMalformed(RuleFailed, code="regle_mal_formee"):
    """A rule whose text is no SPARQL. Facts: `path`, `line`, `detail` (an error)."""


class AxiomUnsupported(RuleError, code="axiome_non_compile"):
    """An OWL construct of the ontology that reasoning does not know. Facts: `term`, `construct`."""


class StoreError(MutugraphError, code="base_locale"):
    """The local store. Facts: `path`, `detail`."""


class StoreBuildFailed(StoreError, code="base_non_construite"):
    """The store could not be built; a previous one is untouched. Facts: `path`, `detail`."""


class StoreDiskFull(StoreBuildFailed, code="disque_plein"):
    """No room for the new store; a previous one is untouched. Facts: `path`, `detail`."""


class StoreForeign(StoreBuildFailed, code="base_etrangere"):
    """Something that is not ours stands where the store must be. Facts: `path`."""


class StoreBusy(StoreError, code="base_occupee"):
    """Another process has been building for too long. Facts: `path`, `seconds`."""


class StoreBroken(StoreError, code="base_illisible"):
    """A built store does not open. Facts: `path`, `detail`."""


class StorePlaceMissing(StoreError, code="base_sans_dossier"):
    """No folder can be written for the store. Facts: `searched`."""
