"""Words that the rules of the stemmer would miss or mistake, folded."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Words that look like a plural or a feminine, and whose shorter form is another word.
_KEPT: Final = """
    apres chaux doux epoux faux fois houx jaloux mars mois moins news pacs paris pays plus pres roux saindoux
    sous taux toux tres vers annee armee bouee chante colonne coree coulee droite duree entree fusee
    graine idee issue jetee lieue lycee maree marie musee partie plante poupee portee rosee vallee visee
    """
KEPT: Final = frozenset(_KEPT.split())

PLURALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aieux": "aieul",
        "ans": "an",
        "baux": "bail",
        "cieux": "ciel",
        "coraux": "corail",
        "deloyaux": "deloyal",
        "emaux": "email",
        "esquimaux": "esquimau",
        "etaux": "etau",
        "loyaux": "loyal",
        "materiaux": "materiau",
        "maux": "mal",
        "mesdames": "madame",
        "messieurs": "monsieur",
        "royaux": "royal",
        "soupiraux": "soupirail",
        "travaux": "travail",
        "vantaux": "vantail",
        "vaux": "val",
        "vitraux": "vitrail",
        "yeux": "oeil",
    }
)

# Their feminine has one letter more.
_WITH_E: Final = """
    acquis adequat admis afghan allemand alpin amer appris argentin artisan avocat bavard blond brun
    brut candidat catalan chaud cher citadin civil clair clandestin commis compris concis confus conquis
    court cousin cuit delicat devot diffus divers divin dur elu enfantin epars espagnol etroit exclus
    expert exquis fait fecond feminin fier flamand florentin fort friand froid futur gourmand grand
    gratuit gris haut idiot immediat importun imprecis inadequat inclus incompris indecis inedit ingrat
    interdit joint latin laureat lent lie lourd magistrat marchand masculin montagnard mort musulman
    noir normand obscur obtus offert omis opportun orphelin ottoman parfait partisan perclus permis
    persan pervers petit philippin plat plein precis profond promis prompt pur reclus remis repris
    requis rond sain saint sanguin satisfait savoyard second serein seul soldat soumis sourd subtil
    transmis vain vieillard voisin vrai
    """

IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {f"{word}e": word for word in _WITH_E.split()}
    | {
        "aigue": "aigu",
        "ambigue": "ambigu",
        "basse": "bas",
        "beau": "bel",
        "belle": "bel",
        "benigne": "benin",
        "blanche": "blanc",
        "bonne": "bon",
        "breve": "bref",
        "cadette": "cadet",
        "caduque": "caduc",
        "cheffe": "chef",
        "complete": "complet",
        "concrete": "concret",
        "contigue": "contigu",
        "coquette": "coquet",
        "desuete": "desuet",
        "discrete": "discret",
        "douce": "doux",
        "epaisse": "epais",
        "epouse": "epoux",
        "exigue": "exigu",
        "fausse": "faux",
        "favorite": "favori",
        "folle": "fou",
        "fraiche": "frais",
        "franche": "franc",
        "gentille": "gentil",
        "grasse": "gras",
        "grecque": "grec",
        "grosse": "gros",
        "incomplete": "incomplet",
        "indiscrete": "indiscret",
        "inquiete": "inquiet",
        "jalouse": "jaloux",
        "jumeau": "jumel",
        "laique": "laic",
        "lasse": "las",
        "longue": "long",
        "maligne": "malin",
        "metisse": "metis",
        "molle": "mou",
        "muette": "muet",
        "nette": "net",
        "neuve": "neuf",
        "nouveau": "nouvel",
        "nulle": "nul",
        "pareille": "pareil",
        "paysanne": "paysan",
        "rousse": "roux",
        "seche": "sec",
        "secrete": "secret",
        "sujette": "sujet",
        "tierce": "tiers",
        "turque": "turc",
        "veuve": "veuf",
        "vieil": "vieux",
        "vieille": "vieux",
        "violette": "violet",
        "vive": "vif",
    }
)
