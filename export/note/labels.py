"""The few words that paper itself says, in the language of the note."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "untitled": "Note sans titre",
        "kind": "Note",
        "authors": "Rédaction",
        "audience": "Destinataire",
        "date": "Arrêtée au",
        "printed": "Imprimée le",
        "reading": "Lecture",
        "minutes": "min",
        "live": "Note vivante",
        "qr": "Code QR vers la note vivante",
        "end": "Fin de la note",
        "margin": "Annotations",
        "notes": "Notes",
        "back": "Retour au texte",
        "note": "Note",
        "done": "fait",
        "open": "à faire",
        "image": "Image",
        "retenir": "À retenir",
        "chiffres": "Chiffres clés",
        "langage": "Éléments de langage",
        "vigilance": "Point de vigilance",
        "riposte": "Argument adverse, réponse",
        "contexte": "Contexte",
        "contents": "Sommaire",
        "page-break": "Saut de page",
        "table-goes-on": "Suite des colonnes",
        "cut": "Plus long que sa ligne, et donc coupé : « {words} »",
        "copy": "Exemplaire n°",
        "edition": "Édition",
        "check_one": "1 point à vérifier, surligné dans le texte",
        "check_other": "{count} points à vérifier, surlignés dans le texte",
        "comment": "Commentaire",
        "comments": "Commentaires",
        "comments-gone": "Sur un passage qui n’est plus dans le texte",
        "comments-whole": "Sur toute la note",
        "comments-apart": "Ce qui suit a été dit à côté de la note et n’en fait pas partie.",
        "comment-open": "ouvert",
        "comment-resolved": "résolu",
        "comment-accepted": "accepté",
        "comment-refused": "écarté",
        "comment-title": "dans le titre",
        "comment-line": "ligne",
        "comment-page": "page",
        "proposes": "proposition",
        "instead": "à la place",
        "anonymous": "Anonyme",
        "before": "l’édition précédente",
        "before_numbered": "l’édition n° {number}",
        "changes_none": "Rien n’a changé depuis {before}.",
        "changes_one": "Un passage a changé depuis {before} : barre en marge.",
        "changes_other": "{count} passages ont changé depuis {before} : barres en marge.",
    }
)
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "untitled": "Untitled note",
        "kind": "Note",
        "authors": "Written by",
        "audience": "For",
        "date": "As of",
        "printed": "Printed",
        "reading": "Reading",
        "minutes": "min",
        "live": "Live note",
        "qr": "QR code of the live note",
        "end": "End of the note",
        "margin": "Annotations",
        "notes": "Notes",
        "back": "Back to the text",
        "note": "Note",
        "done": "done",
        "open": "to do",
        "image": "Image",
        "retenir": "Key points",
        "chiffres": "Key figures",
        "langage": "What to say",
        "vigilance": "Take care",
        "riposte": "Their argument, our answer",
        "contexte": "Background",
        "contents": "Contents",
        "page-break": "Page break",
        "table-goes-on": "More columns",
        "cut": "Longer than its line, and therefore cut: “{words}”",
        "copy": "Copy no.",
        "edition": "Edition",
        "check_one": "1 point to check, highlighted in the text",
        "check_other": "{count} points to check, highlighted in the text",
        "comment": "Comment",
        "comments": "Comments",
        "comments-gone": "On a passage that is no more in the text",
        "comments-whole": "About the whole note",
        "comments-apart": "What follows was said beside the note and is no part of it.",
        "comment-open": "open",
        "comment-resolved": "resolved",
        "comment-accepted": "accepted",
        "comment-refused": "refused",
        "comment-title": "in the title",
        "comment-line": "line",
        "comment-page": "page",
        "proposes": "suggestion",
        "instead": "instead",
        "anonymous": "Guest",
        "before": "the previous edition",
        "before_numbered": "edition no. {number}",
        "changes_none": "Nothing has changed since {before}.",
        "changes_one": "One passage has changed since {before}: bar in the margin.",
        "changes_other": "{count} passages have changed since {before}: bars in the margin.",
    }
)
FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def labels(lang: str) -> Mapping[str, str]:
    return ENGLISH if is_english(lang) else FRENCH


def counted(key: str, count: int, lang: str, **more: str) -> str:
    """The sentence of a key for none (where it has one), one or many; `more` is what else it names."""
    words = labels(lang)
    form = "one" if count == 1 else "none" if count == 0 and f"{key}_none" in words else "other"
    return words[f"{key}_{form}"].format(count=count, **more)


def is_english(lang: str) -> bool:
    return lang.lower().partition("-")[0] == "en"


def day(at: datetime, lang: str) -> str:
    """11 mars 2017, 1er mai 2017; 11 March 2017."""
    if is_english(lang):
        return f"{at.day} {ENGLISH_MONTHS[at.month - 1]} {at.year}"
    return f"{at.day}{'er' if at.day == 1 else ''} {FRENCH_MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime, lang: str) -> str:
    """11 mars 2017, 18 h 40; 11 March 2017, 18:40."""
    clock = f"{at:%H:%M}" if is_english(lang) else f"{at.hour} h {at:%M}"
    return f"{day(at, lang)}, {clock}"
