"""Light stemmer for French and English: plural and feminine to one stem, nothing more; no synonyms.

A word has one stem, whatever the language of its note. Words come folded.
"""

from typing import Final

from server.search.rules.irregular import IRREGULAR, KEPT, PLURALS

# The end of a feminine, how many letters the word has at least, and the end of the masculine.
_ENDINGS: Final = """
    trice 7 teur, drice 7 deur, struite 8 struit, crite 6 crit, duite 6 duit, verte 5 vert,
    euse 5 eux, eure 6 eur, aise 7 ais, oise 7 ois, elle 6 el, enne 6 en,
    ante 6 ant, ente 6 ent, inte 7 int, aine 6 ain, ique 7 ic, ere 6 er,
    ive 5 if, ale 5 al, sse 5 ss, che 5 ch, she 5 sh, ee 5 e,
    xe 4 x
    """
_FEMININE: Final = tuple(
    (feminine, int(least), masculine) for feminine, least, masculine in map(str.split, _ENDINGS.split(","))
)
# What is one in French and English only behind a consonant: `énergie`, `energy`.
_VOWELS: Final = frozenset("aeiouy")


def stem(word: str) -> str:
    """The same for `logement` and `logements`, `actif` and `actives`; words with digits stay."""
    if len(word) < 3 or not word.isalpha():
        return word
    while (shorter := _neutral(_singular(word))) != word:
        word = shorter
    return word


def _singular(word: str) -> str:
    if word in PLURALS:
        return PLURALS[word]
    if len(word) < 4 or word in KEPT:
        return word
    match word[-3:]:
        case "aux" if word[-4] in "ey":
            return word[:-1]
        case "aux" if len(word) > 4:
            return f"{word[:-2]}l"
        case "eux" | "oux":
            return word[:-1]
    return word[:-1] if word[-1] == "s" and word[-2] != "s" else word


def _neutral(word: str) -> str:
    """The masculine, and one ending for `-eur` and `-eux`, which share their feminine."""
    if word in KEPT:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("eur") and len(word) > 4:
        return word[:-1]
    for end, least, masculine in _FEMININE:
        if len(word) >= least and word.endswith(end):
            return word[: -len(end)] + masculine
    return _vowel_end(word)


def _vowel_end(word: str) -> str:
    """`énergie` and `energy` to `energi`, `vendue` to `vendu`."""
    if len(word) >= 5 and word.endswith("ie") and word[-3] not in _VOWELS:
        return word[:-1]
    if len(word) >= 5 and word.endswith("ue") and word[-3] not in "gq":
        return word[:-1]
    if len(word) >= 4 and word[-1] == "y" and word[-2] not in _VOWELS:
        return f"{word[:-1]}i"
    return word


# The ends that a stem may lack, singular and plural.
_ENDS: Final = tuple(
    end
    for end in (
        *(feminine for feminine, _, _ in _FEMININE),
        *(f"{feminine}s" for feminine, _, _ in _FEMININE),
        *("aux", "eaux", "eux", "oux", "eurs", "ies", "ues", "y"),
    )
)


def grown(typed: str) -> frozenset[str]:
    """Stems of words that begin with these letters, and whose stems do not: `nationau` gives `national`."""
    words = {typed}
    for end in _ENDS:
        for many in range(1, len(end)):
            if typed.endswith(end[:many]):
                words.add(typed + end[many:])
    words.update(word for word in (*IRREGULAR, *PLURALS) if word.startswith(typed))
    words.update([f"{word}s" for word in words])
    return frozenset(one for one in map(stem, words) if not one.startswith(typed))


def unlike(stem_: str) -> tuple[str, ...]:
    """Words of a stem that may begin otherwise than it does: those that follow no rule."""
    return _UNLIKE.get(stem_, ())


def _unlike() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in (*IRREGULAR, *PLURALS):
        found[stem(word)] = (*found.get(stem(word), ()), word)
    return found


_UNLIKE: Final = _unlike()
