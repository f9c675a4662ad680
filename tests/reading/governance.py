"""Who decides, votes or gives an opinion, and the act: read from the source, lines from 1."""

from __future__ import annotations

# (key words of the actor, what it does, line)
POWERS = [
    ("Conférence des Maires", "decide", 259),
    ("Conférence des Maires", "decide", 512),
    ("Conférence des Maires", "decide", 863),
    ("Conférence des Maires", "valide", 863),
    ("Conférence des Maires", "est_consultee", 849),
    ("Conseil de Communauté", "decide", 187),
    ("Conseil de Communauté", "valide", 854),
    ("Conseil de Communauté", "vote", 864),
    ("Bureau", "prepare", 852),
    ("Bureau", "donne_un_avis", 866),
    ("Président", "rend_compte", 856),
    ("Président", "presente", 907),
    ("Réunion des directeurs généraux", "est_informee", 867),
    ("Réunion des directeurs généraux", "suit", 860),
    ("Conseil de Gouvernance et d'Évaluation", "pilote", 871),
    ("Conseil de Gouvernance et d'Évaluation", "garantit", 875),
    ("Conseil de Gouvernance et d'Évaluation", "propose", 959),
    ("Comité de Pilotage", "suit", 872),
    ("Groupe de Travail", "met_en_oeuvre", 873),
    ("Groupe de Travail", "rend_compte", 873),
    ("Chef de projet", "coordonne", 883),
    ("Préfigurateur", "coordonne", 887),
]
# date, opinion, outcome, elected, in office, present, absent, excused, classification: l. 9-113
ACT = ("2015-11-26", "favorable", "adopte_a_la_majorite", 55, 55, 36, 19, 16, "9.1")
# (part, type, key word, line)
STATEMENTS = [
    ("deliberation", "mecanisme", None, 65),
    ("1.3", "mecanisme", "coefficient de mutualisation", 195),
    ("1.3", "mecanisme", "dotation de centralité", 195),
    ("1.3", "mecanisme", "CIF", 200),
    ("1.3", "mecanisme", "recettes", 203),
    ("1.5", "objectif", "qualité", 219),
    ("1.5", "objectif", "adaptabilité", 227),
    ("1.5", "objectif", "dépenses de fonctionnement", 233),
    ("3.2", "methode", "entretiens", 297),
    ("5", "objectif", "impact", 514),
    ("6.1.1", None, "impacts", 856),
    ("6.2.1", "principe", "Premier principe", 893),
    ("6.2.1", "principe", "Deuxième principe", 909),
    ("6.2.1", "principe", "Troisième principe", 921),
    ("6.2.3", "garantie", "confidentialité", 943),
    ("6.3.1", "evaluation", "temps zéro", 949),
    ("6.3.1", "impact", "357", 953),
    ("6.3.2", "evaluation", "premier bilan", 959),
]
# opinions, hearings and decisions of the deliberation and of the making of the schéma
BEFORE_IT_IS_GOVERNED = [
    ("communes", "donne_un_avis", 17),
    ("communes", "donne_un_avis", 187),
    ("communes", "donne_un_avis", 320),
    ("commission des finances", "est_consultee", 73),
    ("conseil municipal", "donne_un_avis", 85),
    ("conseil municipal", "decide", 93),
    ("conseil municipal", "decide", 95),
    ("président", "presente", 189),
    ("maire", "est_consultee", 297),
    ("conférence des maires", "valide", 301),
    ("conférence des maires", "valide", 305),
    ("comité de pilotage", "arbitre", 318),
    ("conseil de communauté", "vote", 323),
]
