"""Expected answers on the twenty sheets, read in the source (l. 557-813), not in the output.

Readings that are a choice are said in CHOICES. Numbers are as printed (value, not typography);
None is what is not printed.
"""

from decimal import Decimal as N

MM, VDM = "Metz Métropole", "Ville de Metz"
SHEETS = range(1, 21)

# contenu-des-fiches: (missions, objectifs, vigilance, indicateurs), items of the first level
CONTENT = {
    1: (5, 6, 4, 5),
    2: (5, 6, 3, 5),
    3: (5, 4, 2, 4),
    4: (2, 4, 6, 7),
    5: (4, 2, 2, 4),
    6: (4, 5, 4, 6),
    7: (4, 2, 1, 4),
    8: (5, 3, 3, 5),
    9: (4, 2, 1, 3),
    10: (4, 3, 3, 5),
    11: (2, 5, 4, 5),
    12: (8, 2, 3, 4),
    13: (3, 2, 1, 5),
    14: (9, 2, 7, 4),
    15: (7, 2, 5, 4),
    16: (3, 4, 1, 3),
    17: (8, 2, 3, 4),
    18: (6, 2, 5, 4),
    19: (4, 2, 3, 4),
    20: (6, 3, 1, 3),
}
# sub-items: {(sheet, rubrique): {rank of the parent: number}}, calendar and modalités apart
SUBITEMS = {(4, "missions"): {"1": 4}, (9, "indicateurs"): {"3": 2}, (16, "vigilance"): {"1": 2}}
# sub-headings or introductory sentences that are not items: {(sheet, rubrique): number}
HEADINGS = {(4, "indicateurs"): 1, (11, "vigilance"): 1, (14, "missions"): 4}
MODALITY_ITEMS = {18: ["1", "1.1", "2", "2.1"], 19: ["1", "1.1", "2", "2.1"]}  # elsewhere ["1"]

# effectifs: printed lines in order, without the details: (collectivité, agents, etp)
STAFF = {
    1: [(MM, N("14"), None), (VDM, N("36"), None)],
    2: [(MM, N("11"), None), (VDM, N("19"), None)],
    3: [(None, N("2"), N("1.2"))],
    4: [(MM, None, N("1.5")), (VDM, None, N("1.5"))],
    5: [(MM, N("3"), N("2")), (VDM, N("3"), N("3"))],
    6: [(MM, N("5"), None), (VDM, N("9"), None)],
    7: [(MM, N("1"), N("0.3")), (VDM, N("3"), N("3"))],
    8: [(MM, N("2"), N("1.8")), (VDM, N("3"), None)],
    9: [(MM, N("1"), N("0.2")), (VDM, N("1"), N("0.5"))],
    10: [(MM, N("2"), N("2")), (VDM, N("3"), N("2.5"))],
    11: [(MM, N("2"), N("2")), (VDM, N("3"), N("3"))],
    12: [(MM, N("3"), N("1.25")), (VDM, N("19"), N("17"))],
    13: [(MM, N("3"), N("2.5")), (VDM, N("0.5"), None)],
    14: [(MM, N("4"), None), (VDM, N("4"), None)],
    15: [(MM, N("5"), N("5")), (VDM, N("5"), None)],
    16: [(MM, N("23"), N("21.6")), (VDM, N("9"), None)],
    17: [(MM, N("2"), N("0.8")), (VDM, N("4"), None)],
    18: [(MM, N("4"), None), (VDM, N("36"), None)],
    19: [(MM, N("22"), N("20.8")), (VDM, N("81"), None), (VDM, N("15"), None)],
    20: [(MM, N("4"), None), (VDM, N("3"), None)],
}
# details (« dont… », components): (agents, etp); never rows of effectifs
STAFF_DETAILS = {3: [(None, N("0.5")), (None, N("0.80"))], 19: [(N("12"), None)]}
# printed scope of a line: (sheet, index in STAFF): words that must be found
STAFF_SCOPE = {
    (2, 0): "hors agents déconcentrés",
    (2, 1): "hors agents déconcentrés",
    (19, 0): "bâtiments",
    (19, 1): "entretien",
    (19, 2): "construction",
}
SUM_WRONG = {3: ("0.5 + 0.80", "1.3", "1.2")}
WITHOUT_ETP = [1, 2, 6, 14, 18, 20]
# by phase (first column of §5.1 that prints a service commun):
# (agents, etp, lines, lines without etp)
STAFF_BY_PHASE = {
    ("court", MM): (N("81"), N("40.95"), 16, 4),
    ("court", VDM): (N("121.5"), N("30.5"), 16, 9),
    ("court", None): (N("2"), N("1.2"), 1, 0),
    ("moyen", MM): (N("30"), N("20.8"), 3, 2),
    ("moyen", VDM): (N("135"), None, 4, 4),  # no line prints an ETP: absent, not zero
}

TITLES = {
    1: "LES RESSOURCES HUMAINES",
    2: "FINANCES",
    3: "FISCALITE",
    4: "RECHERCHE DE PARTENARIATS FINANCIERS",
    5: "CONTROLE DE GESTION",
    6: "COMMANDE PUBLIQUE, ACHATS",
    7: "ASSURANCES",
    8: "FONCTION JURIDIQUE",
    9: "CORRESPONDANT INFORMATIQUE ET LIBERTES (CIL)",
    10: "DOCUMENTATION",
    11: "REPROGRAPHIE",
    12: "POLITIQUE DE LA VILLE",
    13: "HABITAT",
    14: None,
    15: "PROJETS URBAINS – ZONES D’AMENAGEMENT",
    16: "INSTRUCTION AUTORISATIONS DROIT DES SOLS",
    17: "GESTION FONCIERE NON BATI",
    18: "LOGISTIQUE",
    19: "BATIMENTS",
    20: "DEVELOPPEMENT DURABLE",
}
NATURE = {n: "support" if n <= 11 or n in (18, 19) else "operationnel" for n in SHEETS}
CARRIER = {n: None if n == 8 else MM for n in SHEETS}
FUNDING = {
    n: "À définir selon les travaux menés" if n in (18, 19) else "Attributions de compensation"
    for n in SHEETS
}
FORM_SHORT = {
    n: {18: "convention", 19: "convention", 20: "prefiguration"}.get(n, "service_commun_total")
    for n in SHEETS
}
FORM_MEDIUM = {
    n: {18: "service_commun_partiel", 19: "service_commun_total", 20: "service_commun_total"}.get(
        n, "aucune"
    )
    for n in SHEETS
}
DEFERRED = [18, 19, 20]
DEFAULT_CARRIER = [8]

# plateforme: sheets absent here do not name it
PLATFORM = {n: "incertaine" if n == 13 else "certaine" for n in SHEETS if n not in (12, 16)}
WITHOUT_MEDIUM_TERM = [12, 16]
# etapes: steps (not the headings) by phase
STEPS = dict.fromkeys(range(1, 12), (2, 1)) | {
    12: (2, 0),
    13: (1, 1),
    14: (1, 1),
    15: (1, 1),
    16: (1, 0),
    17: (1, 1),
    18: (2, 2),
    19: (2, 2),
    20: (2, 2),
}

ALL = list(SHEETS)
COMMON_INDICATORS = {
    "nombre-d-agents-en-etp": ALL,
    "masse-salariale": ALL,
    "gains-qualitatifs-circuits-de-decision": [n for n in ALL if n not in (6, 9)],
    "gains-en-etp": [5, 7, 8, 17, 19],
}
# most frequent wording, and how many sheets print exactly it (capitals, apostrophes, points aside)
COMMON_LABELS = {
    "nombre-d-agents-en-etp": (
        "Nombre d'agents en ETP dans le service commun",
        18,
    ),  # 1: without its end; 6: « du »
    "masse-salariale": ("Masse salariale du service", 17),  # 1, 4, 6: « du service commun »
    "gains-qualitatifs-circuits-de-decision": (
        "Gains qualitatifs sur les circuits de décision",
        17,
    ),  # 17: « et le portage de projets »
    "gains-en-etp": (
        "Gains en ETP dans les Collectivités mutualisées",
        4,
    ),  # 17: without « Gains en »
}
OWN_INDICATORS = {
    1: 2,
    2: 2,
    3: 1,
    4: 4,
    5: 0,
    6: 4,
    7: 0,
    8: 0,
    9: 2,
    10: 2,
    11: 2,
    12: 1,
    13: 2,
    14: 1,
    15: 1,
    16: 0,
    17: 0,
    18: 1,
    19: 0,
    20: 0,
}
# items that are no indicator: (sheet, rank)
NOT_INDICATORS = [(8, "5"), (9, "3")]

# citations-par-fiche: (sheet, short name, rubrique, line)
LAWS = [
    (9, "loi Informatique et Libertés", "indicateurs", 701),
    (12, "loi LAMY", "vigilance", 730),
    (12, "loi LAMY", "calendrier", 732),
    (13, "Règlement Particulier d'Intervention", "missions", 737),
    (14, "ALUR", "missions", 745),
    (14, "GRENELLE", "missions", 745),
    (15, "loi NOTRe", "vigilance", 758),
    (18, "norme ISO14001", "missions", 785),
]
# renvois: (sheet, rubrique, target, line)
CROSS_REFERENCES = [
    (1, "vigilance", 12, 622),
    (5, "vigilance", 2, 660),
    (6, "vigilance", 7, 670),
    (6, "vigilance", 8, 670),
    (8, "missions", 7, 687),
    (8, "vigilance", 7, 690),
    (14, "vigilance", 12, 749),
    (14, "vigilance", 13, 749),
    (15, "vigilance", 12, 758),
    (15, "vigilance", 13, 758),
    (15, "vigilance", 17, 758),
    (17, "missions", 8, 775),
    (17, "vigilance", 14, 778),
]
# organismes-cites: (printed name, sheet, rubrique)
BODIES = [
    ("DGFiP", 3, "missions"),
    ("Sillon lorrain", 4, "vigilance"),
    ("CADA", 8, "vigilance"),
    ("CNIL", 9, "missions"),
    ("CNIL", 9, "vigilance"),
    ("CNIL", 9, "indicateurs"),
    ("WOIPPY", 12, "vigilance"),
    ("AGURAM", 14, "missions"),
    ("MMD", 14, "missions"),
    ("EPFL", 14, "missions"),
    ("SAFER", 14, "missions"),
    ("Plateau de Frescaty", 14, "missions"),
    ("MONT SAINT QUENTIN", 14, "missions"),
    ("AGURAM", 14, "vigilance"),
    ("SCOTAM", 14, "vigilance"),
    ("MMD", 15, "missions"),
    ("SAREMM", 15, "missions"),
    ("Urbanicité", 15, "missions"),
    ("SAREMM", 15, "vigilance"),
]
# items printed with a question mark, rank by rubrique
WITH_QUESTION_MARK = {
    (1, "vigilance"): ["3", "4"],
    (3, "vigilance"): ["2"],
    (4, "vigilance"): ["1", "4"],
    (5, "vigilance"): ["1"],
    (6, "vigilance"): ["2", "3", "4"],
    (8, "vigilance"): ["3"],
    (10, "vigilance"): ["1"],
    (11, "vigilance"): ["1", "2", "3", "4"],
    (13, "calendrier"): ["2.1"],
    (14, "vigilance"): ["2", "3"],
    (15, "vigilance"): ["1", "2", "4"],
    (18, "vigilance"): ["2", "5"],
}
CHOICES = """
Sheet 14, missions: nine items; the two printed with a dash stand under an introductory
sentence without a bullet.
Sheet 17, « ETP dans les Collectivités mutualisées »: the fourth indicator where 5, 7, 8, 19
print « Gains en ETP… »: one concept; else it is an own indicator of 17.
Renvois: the function of another sheet, named as a service, a policy or an attachment; not a
word of its title used for an object
(« définition des projets urbains » in 14, « gestion des ressources humaines » in 11, « projets
de bâtiments » in 20, groupements de commandes in 2).
SCoTAM in the missions of 14 is the plan, not the body; SIG services are a common unit of the
two collectivités.
« Services aux Communes » (11) is an indicator, not a heading.
"""
