"""Oracle of the document's prose (lines 1-556, 584-616, 815-959), written from the source only.

Lines count from 1. Values are as printed (decimal point). Nothing here was read from the graph.
"""

LAST_LINE = 959
# §4.2, printed order: left column, then right column. (name as printed, figure, line)
COMMUNES = [
    ("Amanvillers", 9, 336),
    ("Ars-Laquenexy", 6, 337),
    ("Ars-sur-Moselle", 43, 338),
    ("Augny", 17, 339),
    ("Châtel-Saint-Germain", 16, 340),
    ("Chesny", 5, 341),
    ("Chieulles", 2, 342),
    ("Coin-lès-Cuvry", 6, 343),
    ("Coin-sur-Seille", 2, 344),
    ("Cuvry", 10, 345),
    ("Féy", 4, 346),
    ("Gravelotte", 2, 347),
    ("Jury", 8, 348),
    ("Jussy", 3, 349),
    ("La Maxe", 8, 350),
    ("Laquenexy", 7, 351),
    ("Le Ban-Saint-Martin", 37, 352),
    ("Lessy", 8, 353),
    ("Longeville-lès-Metz", 21, 354),
    ("Lorry-lès-Metz", 15, 355),
    ("Marieulles", 4, 356),
    ("Marly", 158, 357),
    ("Mécleuves", 7, 358),
    ("Metz", 1814.5, 336),
    ("Mey", 2, 337),
    ("Montigny-lès-Metz", 237, 338),
    ("Moulins-lès-Metz", 59, 339),
    ("Noisseville", 8, 340),
    ("Nouilly", 6, 341),
    ("Peltre", 16, 342),
    ("Plappeville", 21, 343),
    ("Pouilly", 3, 344),
    ("Pournoy-la-Chétive", 9, 345),
    ("Rozérieulles", 14, 346),
    ("Sainte-Ruffine", 7, 347),
    ("Saint-Julien-lès-Metz", 35, 348),
    ("Saint-Privat-la-Montagne", 14, 349),
    ("Saulny", 7, 350),
    ("Scy-Chazelles", 29, 351),
    ("Vantoux", 7, 352),
    ("Vany", 3, 353),
    ("Vaux", 7, 354),
    ("Vernéville", 3, 355),
    ("Woippy", 349, 356),
]
EPCI_STAFF = ("CA Metz Métropole", 861, 357)
COMMUNES_SUM = 3048.5  # 44 communes; 3909.5 with the EPCI
TABLE_SUM = 3909.5
# (bounds, number of communes printed or None, communes named, staff when all are named, line)
SIZE_CLASSES = [
    ((None, 1000), 21, [], None, 373),
    ((1000, 5000), 18, [], None, 375),
    ((5000, 10000), 2, ["Moulins-lès-Metz", "Marly"], 217, 387),
    ((10000, 25000), None, ["Montigny-lès-Metz", "Woippy"], 586, 389),
    (
        ("strate supérieure", None),
        None,
        ["Ville de Metz", "Communauté d'Agglomération"],
        2675.5,
        400,
    ),  # 1814.5 and 861: line 400 names two members, and one is the EPCI
]
# staff of the territory in the text: (value, qualifier, line)
TERRITORY_STAFF = [
    (4000, "près de", 362),
    (1815, "emplois permanents, hors CCAS", 365),
    (739, "hors agents mis à disposition d'HAGANIS", 366),
]
# announced: (phase, authority, agents, qualifier, line)
ANNOUNCED_STAFF = [
    ("court", "Total", 205, "estimé", 40),
    ("court", "Ville de Metz", 121, "estimé", 40),
    ("court", "Metz Métropole", 84, "estimé", 40),
    ("moyen", "Total", 165, "maximal, estimé", 47),
    ("moyen", "Ville de Metz", 135, "maximal, estimé", 47),
    ("moyen", "Metz Métropole", 30, "maximal, estimé", 47),
]
# (value, unit, year or None, key word, line)
# « 2016 et 2017 … à même hauteur » (l. 193) prints no figure
AMOUNTS = [
    (50, "Mds€", None, "dépenses publiques", 193),
    (11, "Mds€", "2014-2017", "collectivités locales", 193),
    (1.2, "M€", "2014", "dotations", 193),
    (3.4, "M€", "2015", "dotations", 193),
    (3, "M€", None, "schéma directeur", 496),
    (1.975, "M€", "2014", "schéma directeur", 496),
    (505, "K€", "2011-2012", "investissement", 498),
    (54, "K€", "2011-2012", "fonctionnement", 498),
    (1.133, "M€", "2011-2013", "investissement", 499),
    (380, "K€", "2011-2013", "fonctionnement", 499),
    (1.182, "M€", "2011-2014", "investissement", 500),
    (623, "K€", "2011-2014", "fonctionnement", 500),
    (357, "K€", "2014", "DGF", 953),
]
# percentages and counts: (value, unit, line)
FIGURES = [
    (44, "communes", 171),
    (20, "années", 171),
    (3, "mois", 187),
    (44, "communes", 329),
    (230000, "habitants", 329),
    (50, "%", 365),
    (20, "%", 366),
    (17, "communes", 367),
    (27, "%", 367),
    (10, "communes", 367),
    (24.8, "%", 367),
    (26, "communes", 368),
    (4.4, "%", 375),
    (15, "%", 387),
    (122000, "habitants", 400),
    (230000, "habitants", 400),
    (17.6, "%", 418),
    (19.8, "%", 418),
    (9, "%", 418),
    (14, "%", 418),
    (13.9, "%", 418),
    (16.4, "%", 418),
    (8.3, "%", 420),
    (15.8, "%", 420),
    (66, "%", 438),
    (20.3, "%", 438),
    (56.6, "%", 439),
    (12.1, "%", 439),
    (3213, "actes", 471),
    (3249, "actes", 471),
    (2, "postes", 473),
    (1, "agents", 478),
    (45, "personnes", 482),
    (23, "personnes", 483),
    (20, "nombre", 487),
    (150, "prêts", 488),
    (70, "projets", 493),
]
# (key words, level or None, key word of the frequency or None, lines), printed order of the tables
BODIES = [
    ("Conférence des Maires", "strategique", "six mois", [847, 849, 850, 863]),
    ("Conseil de Communauté", "strategique", "chaque année", [854, 856, 864]),
    ("Bureau", "strategique", "chaque année", [852, 866]),
    ("directeurs généraux des services", "strategique", "plusieurs fois par an", [858, 860, 867]),
    ("Conseil de Gouvernance et d'Évaluation", "operationnel", None, [871, 875]),
    ("Comité de Pilotage Direction Générale", "operationnel", "régulièrement", [872, 877]),
    ("Groupe de Travail", "operationnel", None, [873, 885]),
]
SUCCESSION = [("Conseil de Gouvernance DCSI", "Conseil de Gouvernance et d'Évaluation", 875)]
# (rank, text named or None, right text when another, line)
VISAS = [
    (1, "CGCT L5211-39", "CGCT L5211-39-1", 75),
    (2, "loi 2010-1563", None, 77),
    (3, "loi 2014-58", None, 79),
    (4, "loi 2015-991", None, 81),
    (5, None, None, 83),
]
SITTING = {
    "date": "2015-11-26",
    "time": "15:00",
    "elected": 55,
    "in_office": 55,
    "present": 36,
    "absent": 19,
    "excused": 16,
    "outcome": "majorité",
    "classification": "9.1",
}
# (key words, perimeter, since or None, partners that are named, line)
COOPERATIONS = [
    ("SCoTAM", "extra", "2007", ["SCoTAM"], 453),
    ("Sillon Lorrain", "extra", None, ["Épinal", "Thionville", "Grand Nancy"], 454),
    ("AGURAM", "extra", "2005", ["urbanisme"], 455),
    ("Pompidou", "extra", None, [], 459),
    ("École supérieure d'art", "extra", None, ["Metz Métropole"], 459),
    ("SAREMM", "extra", None, [], 460),
    ("Metz Métropole Moselle Congrès", "extra", None, [], 461),
    ("archéologie", "extra", None, ["État"], 462),
    ("droit des sols", "intra", "2002", ["Communes membres"], 470),
    ("Metz Métropole Développement", "intra", None, ["Ville de Metz"], 472),
    ("Finances", "intra", None, ["Ville de Metz"], 473),
    ("Clauses sociales", "intra", None, ["Ville de Metz"], 474),
    ("assistante sociale", "intra", None, ["Ville de Metz"], 476),
    ("amicale", "intra", None, ["Ville de Metz", "HAGANIS"], 477),
    ("numérique", "intra", "2011", ["Ville de Metz"], 478),
    ("Moyens fonctionnels", "intra", None, ["Montigny-lès-Metz"], 479),
    ("UrbaniCités", "intra", "2011-02", ["ClimatCités"], 481),
    ("CODEV", "intra", None, [], 486),
    ("Commandes groupées", "intra", None, ["Communes membres"], 487),
    ("matériel", "intra", "2011-09-12", ["Communes membres"], 488),
    ("DCSI", "intra", "2012-01-01", ["Ville de Metz"], 489),
]
# every place that prints the name, one entry a place (the same line twice: two places)
TEXTS_NAMED = {
    "CGCT": [75, 185, 200, 245, 260, 268],
    "CGCT L5211-39": [75],
    "CGCT L5211-39-1": [185],
    "CGCT L5211-4-2": [200, 260],
    "CGCT L5211-17": [245],
    "CGCT L5216-7-1": [252],
    "CMP": [254],
    "CMP 8": [254],
    "loi 84-53": [250],
    "loi 2010-1563": [19, 77, 173, 183, 223],
    "loi 2014-58": [79, 183, 195, 260],
    "loi 2014-58 art. 67": [260],
    "loi 2015-991": [19, 81, 179, 183, 223, 260, 758, 839],
    "loi 2015-991 art. 72": [260],
    "loi LAMY": [179, 730, 732],
    "loi Informatique et Libertés": [701],
    "ALUR": [745, 745],
    "GRENELLE": [745],
    "projet de loi de finances 2016": [195, 955],
    "Règlement Particulier d'Intervention": [737],
    "norme ISO14001": [785],
}
# (form, family, text or None, line)
FORMS = [
    ("Transfert de compétences", "transfert", "CGCT L5211-17", 245),
    ("Mise à disposition individuelle", "cooperation_ponctuelle", "loi 84-53", 250),
    ("Prestation de service", "cooperation_ponctuelle", "CGCT L5216-7-1", 252),
    ("Groupement de commandes", "cooperation_ponctuelle", "CMP 8", 254),
    ("Mise à disposition de matériel", "cooperation_ponctuelle", None, 255),
    ("Service commun", "service_commun", "CGCT L5211-4-2", 260),
]
# who exercises, as l. 915 and 937 print it
AUTHORITIES = {
    "hierarchique": (["responsable hiérarchique"], [937, 943]),
    "fonctionnelle": (
        [
            "Président",
            "Vice-Président",
            "Maire",
            "Adjoint au Maire",
            "Directeur général des services",
            "Directeur général adjoint",
        ],
        [915, 937],
    ),
}
# yearly or dated duties: (key word, key word of the deadline, line)
DUTIES = [
    ("rapport", "décembre 2015", 185),
    ("se prononcer", "trois mois", 187),
    ("avancement", "chaque année", 189),
    ("bilan", "débat d'orientation budgétaire", 67),
    ("point d'étape", "six mois", 849),
    ("bilan", "une fois par an", 850),
    ("bureau", "chaque année", 852),
    ("avancement", "chaque année", 856),
    ("directeurs généraux", "semestre", 860),
    ("axes 2 et 3", "fin du mandat", 827),
    ("référentiel", "2017", 907),
    ("premier bilan", "trimestre 2017", 959),
]
# three blank lines or more: a drawing is lost after this line
LOST_FIGURES = [121, 272, 285, 329, 377, 382, 391, 396, 402, 422, 426, 439, 502, 547, 817, 821]
EMPTY_FIELDS = [105, 314, 315, 316, 322]
SPLIT_TABLES = [865]  # empty line inside a table; the calendar (309-323) has shifted cells
