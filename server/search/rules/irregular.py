"""Words that the rules of the stemmer would miss or mistake, folded."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Words that look like a plural or a feminine, and whose shorter form is another word.
_KEPT: Final = """
    annee apres armee bouee chante chaux colonne coree coulee doux droite duree entree epoux faux fois
    fusee graine houx idee issue jaloux jetee lieue lycee maree marie mars moins mois musee news pacs
    paris partie pays plante plus portee poupee pres rosee roux saindoux sous statue taux toux tres
    vallee vers visee
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
    abstract acquis adequat admis afghan allemand alpin amer appris argentin artisan aucun avocat bavard
    blond brun brut candidat catalan chaud cher citadin civil clair clandestin clos commis compact
    compris compromis concis confus conquis correct court cousin cuit delicat detruit devot diffus
    direct distinct divers divin dur elu emis enfantin epars espagnol etroit exact exclus expert exquis
    extrait fait fecond feminin fier flamand florentin fort friand froid futur gourmand grand gratuit
    gris haut idiot immediat impair importun imprecis inadequat inclus incompris incorrect indecis
    indirect indistinct inedit inexact infect ingrat intact interdit joint latin laureat lent lie lourd
    magistrat marchand masculin median montagnard mort musulman noir normand obscur obtus offert omis
    opportun orphelin ottoman parfait partisan perclus permis persan pervers petit philippin plat plein
    precis profond promis prompt pur reclus remis repris requis rond sain saint sanguin satisfait
    savoyard second serein seul soldat soumis sourd strict subtil succinct suspect transmis vain
    vieillard voisin vrai
    """

# Their feminine ends in `nne`.
_WITH_NE: Final = """
    baron bon breton bucheron champion espion gascon letton lion mignon nippon patron paysan pieton saxon
    vigneron wallon
    """

IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {f"{word}e": word for word in _WITH_E.split()}
    | {f"{word}ne": word for word in _WITH_NE.split()}
    | {
        "aigue": "aigu",
        "ambigue": "ambigu",
        "basse": "bas",
        "beau": "bel",
        "belle": "bel",
        "benigne": "benin",
        "blanche": "blanc",
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
        "rousse": "roux",
        "seche": "sec",
        "secrete": "secret",
        "sujette": "sujet",
        "telle": "tel",
        "tierce": "tiers",
        "turque": "turc",
        "veuve": "veuf",
        "vieil": "vieux",
        "vieille": "vieux",
        "violette": "violet",
        "vive": "vif",
    }
)
