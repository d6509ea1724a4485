"""French typography at render, never in the text: spaces and apostrophes change, letters do not.

Spaces after the Lexique des règles typographiques en usage à l'Imprimerie nationale: U+202F before ; ! ? and
inside « », U+00A0 before : and between what must stay on one line.
"""

import re

from export.note.labels import is_english
from export.note.unbroken import ADDRESS, FIXED, NARROW, THREES, bound
from export.note.unbroken import ANY as _ANY

_BETWEEN = "[ \u00a0]"
# A run of spaces, looked at from its start only: else a long run costs the square of its length.
_SPACES = rf"(?<!{_ANY}){_ANY}"
_MOST_GLUED = 9
_LONG = 12
_SHORT = 40

_REFERENCES = (
    r"pages?|pp?\.|articles?|art\.|annexes?|paragraphes?|alinéas?|al\.|notes?|tableaux?|figures?|fig\."
    r"|chapitres?|n°|nos|MM?\.|Mmes?|Mlles?|Dr|Pr|Me|vol\.|t\."
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"«{_ANY}*", f"«{NARROW}"),
        (rf"{_SPACES}*»", f"{NARROW}»"),
        (rf"(?<=\d){_ANY}*(?=[%‰€](?!\w))", FIXED),
        (rf"(?i:\b({_REFERENCES})){_BETWEEN}(?=[\dA-ZÀ-Þ])", rf"\1{FIXED}"),
        (rf"(?<![\w.])([A-ZÀ-Þ]\.){_BETWEEN}(?=[A-ZÀ-Þ])", rf"\1{FIXED}"),
        (rf"(?<=\S){_BETWEEN}(?=[–—](?:\s|$))", FIXED),
        # A sign that touches its word gets its space only where a sentence ends for sure.
        (rf"{_SPACES}+(?=[;!?](?!\[))", NARROW),
        (r"(?<=[\w)\]»”…%€])(?=[;!?]+(?:[\s)\]»”]|$))", NARROW),
        (rf"{_SPACES}+(?=:(?:\s|$))", FIXED),
        (r"(?<=[^\W_])(?=:(?:\s|$))", FIXED),
    )
)
_ENGLISH_REFERENCE = re.compile(
    rf"(?i:\b(pages?|pp?\.|no\.|figures?|fig\.|chapters?|notes?|tables?|vol\.|mrs?\.?|ms\.?|dr\.?)){_BETWEEN}(?=[\dA-Z])"
)
_QUOTED = re.compile(r'(?<![\w"])"(?=[^\s"])([^"]*)(?<=[^\s"])"(?![\w"])')
_APOSTROPHE = re.compile(r"(?<=\w)'")
_SMALL_WORD = re.compile(
    r"(?<= (?:au|de|du|en|et|la|le|ou|un|an|by|in|of|on|or|to)) "
    r"|(?<= (?:aux|des|les|par|sur|une|and|for|the)) |(?<= [àay]) "
)
# With a long word before it, it would be wider than a narrow column, or than a line of a title.
_LAST_SPACE = re.compile(rf"(?<![^\s]{{{_LONG}}}) (?=\S{{1,{_MOST_GLUED}}}$)")


def typeset(text: str, lang: str) -> str:
    """The text as paper shows it in that language. Setting it twice changes nothing."""
    parts = ADDRESS.split(text)
    return bound("".join(part if number % 2 else _set(part, lang) for number, part in enumerate(parts)))


def glue_last_word(text: str) -> str:
    """A short last word never stands alone on the last line; a text of one line has no need."""
    return _LAST_SPACE.sub(FIXED, text) if len(text) > _SHORT else text


def glue_small_words(text: str) -> str:
    """In a title, no line ends with an article or a preposition."""
    return _SMALL_WORD.sub(FIXED, text)


def _set(text: str, lang: str) -> str:
    text = _APOSTROPHE.sub("’", text)
    if is_english(lang):
        return _ENGLISH_REFERENCE.sub(rf"\1{FIXED}", _QUOTED.sub(r"“\1”", text))
    text = _QUOTED.sub(r"«\1»", text)
    text = THREES.sub(lambda number: re.sub(_ANY, NARROW, number[0]), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
