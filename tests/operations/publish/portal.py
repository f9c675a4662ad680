"""Reads a catalogue as data.gouv.fr's harvester does: run by the Python that has `udata`.

Prints, a line of JSON a dataset, the points that the portal's own code gives it. The database is in
memory.
"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import mongoengine
import mongomock
from rdflib import Graph
from rdflib.namespace import RDF
from udata import settings
from udata.app import create_app
from udata.core.dataset.models import License
from udata.core.dataset.rdf import dataset_from_rdf
from udata.rdf import DCAT

# The portal's settings without a server beside it.
ALONE = SimpleNamespace(
    TESTING=True,
    SERVER_NAME="portail.test",
    LANGUAGES={"fr": "français", "en": "English"},
    DEFAULT_LANGUAGE="fr",
    **dict.fromkeys(("SECRET_KEY", "API_TOKEN_SECRET", "SECURITY_PASSWORD_SALT"), "x" * 32),
    SECURITY_TOTP_SECRETS={"1": "x" * 32},
    CELERY_TASK_ALWAYS_EAGER=True,
    CACHE_TYPE="SimpleCache",
)
catalogue, licence = sys.argv[1:]
app = create_app(settings.Defaults, override=ALONE)
mongoengine.disconnect_all()
mongoengine.connect("portail", mongo_client_class=mongomock.MongoClient)
with app.app_context():
    License.objects.insert(License(id="lov2", title="Licence Ouverte", alternate_urls=[licence]))
    graph = Graph().parse(catalogue)
    for node in graph.subjects(RDF.type, DCAT.Dataset):
        print(json.dumps(dataset_from_rdf(graph, node=node).quality, default=str))  # noqa: T201
