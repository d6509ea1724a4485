"""Each numbered list of a Word file counts by a numbering of its own.

Pandoc gives all lists one numbering and says at each that it starts anew. LibreOffice, when it saves such a
file, takes the first item of each list for a list by itself. Source: ECMA-376, part 1, 17.9.
"""

import re

from export.note.list_signs import bullet
from export.office.styles import SANS

_NUMBERING = re.compile(r'<w:abstractNum w:abstractNumId="(\d+)">.*?</w:abstractNum>', re.DOTALL)
_LIST = re.compile(
    r'<w:num w:numId="(\d+)"><w:abstractNumId w:val="(\d+)" /><w:lvlOverride.*?</w:num>', re.DOTALL
)
_BULLET = re.compile(
    r'<w:lvlText w:val="[^"% ]" /><w:lvlJc w:val="left" />'
    r'(<w:pPr><w:ind w:left="(\d+)"[^>]*/></w:pPr>)<w:rPr>.*?</w:rPr>'
)
_FACE = f'<w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}" w:cs="{SANS}" w:hint="default" />'
_INDENT = re.compile(r'<w:ind w:left="(\d+)" w:hanging="\d+"')
# Pandoc's indent of a level, and our hang of a sign.
_DEEP, _HANGING = 720, 340
# Pandoc's own are below; Word takes two numberings of one nsid for the same.
_FIRST, _FIRST_NSID = 1_000_000, 0x0B000000


def counted_apart(numbering: str) -> str:
    """The new word/numbering.xml: as many numberings as lists, none of which starts another anew."""
    known = {found[1]: found[0] for found in _NUMBERING.finditer(numbering)}
    lists = [found for found in _LIST.finditer(numbering) if found[2] in known]
    own = "".join(_copy(known[found[2]], int(found[1])) for found in lists)
    out = _LIST.sub(lambda found: _counts(found) if found[2] in known else found[0], numbering)
    return out.replace("<w:num ", f"{own}<w:num ", 1)


def indented(numbering: str) -> str:
    """The same with half the indents and our signs: a list as on paper."""
    numbering = _BULLET.sub(_signed, numbering)
    return _INDENT.sub(
        lambda found: f'<w:ind w:left="{int(found[1]) // 2}" w:hanging="{_HANGING}"', numbering
    )


def _signed(found: re.Match[str]) -> str:
    sign = bullet(int(found[2]) // _DEEP - 1)
    return f'<w:lvlText w:val="{sign}" /><w:lvlJc w:val="left" />{found[1]}<w:rPr>{_FACE}</w:rPr>'


def _copy(numbering: str, number: int) -> str:
    named = re.sub(r'w:abstractNumId="\d+"', f'w:abstractNumId="{_FIRST + number}"', numbering, count=1)
    return re.sub(r'<w:nsid w:val="\w+"', f'<w:nsid w:val="{_FIRST_NSID + number:08X}"', named, count=1)


def _counts(found: re.Match[str]) -> str:
    return f'<w:num w:numId="{found[1]}"><w:abstractNumId w:val="{_FIRST + int(found[1])}" /></w:num>'
