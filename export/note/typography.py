"""Typography at render, never in the text: spaces, apostrophes and quotation marks change, letters do not.

French spaces after the Lexique des règles typographiques en usage à l'Imprimerie nationale: U+202F before
; ! ?, U+00A0 before :, inside « » and between what must stay on one line.
"""

import re
from types import MappingProxyType

from export.languages import LANGUAGES, Typography, language_of
from export.note.quotes import quoted
from export.note.unbroken import ADDRESS, FIXED, NARROW, THREES, bound, one_of
from export.note.unbroken import ANY as _ANY

_BETWEEN = "[ \u00a0]"
# A run of spaces, looked at from its start only: else a long run costs the square of its length.
_SPACES = rf"(?<!{_ANY}){_ANY}"
_MOST_GLUED = 9
_LONG = 12
_SHORT = 40

_FRENCH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"«{_ANY}*", f"«{FIXED}"),
        (rf"{_SPACES}*»", f"{FIXED}»"),
        # Those of an inner quotation that was typed with « ».
        (rf"(?<![^\s(\[«’'])“{_ANY}+", "“"),
        (rf"{_SPACES}+”", "”"),
        (rf"(?<=\d){_ANY}*(?=[%‰€](?!\w))", FIXED),
        (rf"(?<![\w.])([A-ZÀ-Þ]\.){_BETWEEN}(?=[A-ZÀ-Þ])", rf"\1{FIXED}"),
        (rf"\b(MM?\.|M(?:mes?|lles?)){_BETWEEN}(?=(?:la|les?)\b|l’)", rf"\1{FIXED}"),
        (rf"(?<=\d){_BETWEEN}(?=(?:bis|ter|quater|quinquies)\b)|(?<=\d°){_BETWEEN}(?=\w)", FIXED),
        # L. 123-4 of a code, XXIe siècle, Henri IV, le 36 46, § 3.
        (rf"(?<![\w.])((?:[LRDA]|LO|L\.O)\.?\*?){_BETWEEN}(?=\d)", rf"\1{FIXED}"),
        (rf"(?<=\w)(es?){_BETWEEN}(?=(?:siècles?|République|Empire|arrondissements?)\b)", rf"\1{FIXED}"),
        (rf"(?<=[A-ZÀ-Þ])([a-zà-ÿ]+){_BETWEEN}(?=[IVX]+\b)", rf"\1{FIXED}"),
        (rf"(?<=\b[lL]e 3\d){_BETWEEN}(?=\d\d(?!\d|{_ANY}\d))", FIXED),
        (rf"(§+){_BETWEEN}*(?=\d)", rf"\1{FIXED}"),
        (rf"(?<=\S){_BETWEEN}(?=[–—](?:\s|$))", FIXED),
        # A sign that touches its word gets its space only where a sentence ends for sure.
        (rf"{_SPACES}+(?=[;!?](?!\[))", NARROW),
        (r"(?<=[\w)\]»”…%€])(?=[;!?]+(?:[\s)\]»”]|$))", NARROW),
        (rf"{_SPACES}+(?=:(?:\s|$))", FIXED),
        (r"(?<=[^\W_])(?=:(?:\s|$))", FIXED),
    )
)
_REFERENCES = MappingProxyType(
    {
        code: re.compile(rf"(?i:\b({one_of(one.references)})){_BETWEEN}(?=[\dA-ZÀ-Þ])")
        for code, one in LANGUAGES.items()
    }
)
_APOSTROPHE = re.compile(r"(?<=\w)'")
_TITLE_WORDS = {word for one in LANGUAGES.values() for word in one.title_words}
_SMALL_WORD = re.compile(
    "|".join(
        f"(?<= {one_of(word for word in _TITLE_WORDS if len(word) == length)}) "
        for length in sorted({len(word) for word in _TITLE_WORDS})
    )
)
# What is no text (U+FFFC) may be of any length.
_LAST = rf"[^\s\ufffc]{{1,{_MOST_GLUED}}}$"
# With a long word before it, it would be wider than a narrow column, or than a line of a title.
_LAST_SPACE = re.compile(rf"(?<![^\s]{{{_LONG}}}) (?={_LAST})")
# A paragraph has lines that are long enough, and the long word may be divided.
_LAST_SPACE_OF_A_PARAGRAPH = re.compile(rf" (?={_LAST})")


def typeset(text: str, lang: str) -> str:
    """The text as paper shows it in that language. Setting it twice changes nothing."""
    return spaced(quoted(text, lang), lang)


def spaced(text: str, lang: str) -> str:
    """The same for a part of a text, whose quotation marks are set already."""
    parts = ADDRESS.split(text)
    return bound("".join(part if number % 2 else _set(part, lang) for number, part in enumerate(parts)))


def glue_last_word(text: str, *, is_paragraph: bool = False) -> str:
    """A short last word never stands alone on the last line; a text of one line has no need."""
    space = _LAST_SPACE_OF_A_PARAGRAPH if is_paragraph else _LAST_SPACE
    return space.sub(FIXED, text) if len(text) > _SHORT else text


def glue_small_words(text: str) -> str:
    """In a title, no line ends with an article or a preposition."""
    return _SMALL_WORD.sub(FIXED, text)


def _set(text: str, lang: str) -> str:
    one = language_of(lang)
    text = _APOSTROPHE.sub("’", text)
    if one.typography is Typography.FRENCH:
        text = THREES.sub(lambda number: re.sub(_ANY, NARROW, number[0]), text)
        for pattern, replacement in _FRENCH:
            text = pattern.sub(replacement, text)
    return _REFERENCES[one.code].sub(rf"\1{FIXED}", text)
