"""Escapes words of a foreign file for Markdown: what would be read as a mark, and no more than that."""

import re

from export.office.page_breaks import PAGE

# Spaces before « : » and the like are made at render; a soft hyphen is the other program's business.
_SPACES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\t": " ", "\u00ad": None, PAGE: None}
)
# A hyphen at which no line ends.
WHOLE = "\u2011"
_BETWEEN_FIGURES = re.compile(r"(?<=\d)-(?=\d)")
_SIGNS = re.compile(
    r"[\\`*]"
    r"|~(?=~)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|!(?=\[)"
    r"|\[(?=\^|[^\]\n]*\](?:[(\[:]))"
    r"|<(?=[A-Za-z/!])"
    r"|&(?=#?\w+;)"
)
_LINE_START = re.compile(
    r"^( *)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|\d{1,9}(?=[.)](?:\s|$))|=+\s*$|-+\s*$|:(?=\s|::)|~(?=\s)|\|)"
)
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_FIGURES = re.compile(r"[0-9+-]+")


def spaced(text: str) -> str:
    """With the plain spaces and hyphens that a note is written with."""
    return text.translate(_SPACES).replace(WHOLE, "-")


def whole(text: str) -> str:
    """*1996-1000* as one word to any program: no line of it ends between two figures."""
    return _BETWEEN_FIGURES.sub(WHOLE, text)


def escaped(text: str) -> str:
    """A run of words inside a line."""
    return _SIGNS.sub(r"\\\g<0>", text)


def begun(line: str) -> str:
    """A line of a paragraph whose first sign would make it something else."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    sign = match[2]
    if sign.isdigit():
        return f"{match[1]}{sign}\\{line[match.end() :]}"
    return f"{match[1]}\\{line[match.end(1) :]}"


def raised(text: str) -> str:
    """m² and 10⁻³ have signs of their own; other raised letters, as in 1er, are raised at render."""
    return text.translate(_SUPERSCRIPT) if _FIGURES.fullmatch(text) else text


def lowered(text: str) -> str:
    return text.translate(_SUBSCRIPT) if _FIGURES.fullmatch(text) else text


def fenced(text: str, *, least: int = 3) -> str:
    """A run of backticks that is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(least, longest + 1)


def wrapped(text: str, mark: str) -> str:
    """`mark` around the words, with the spaces at their ends left outside; nothing around nothing."""
    inside = text.strip()
    if not inside:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{start}{mark}{inside}{mark}{end}"
