"""Each numbered list of a Word file counts by a numbering of its own.

Pandoc gives all lists one numbering and says at each that it starts anew. LibreOffice, when it saves such a
file, takes the first item of each list for a list by itself. Source: ECMA-376, part 1, 17.9.
"""

import re

_NUMBERING = re.compile(r'<w:abstractNum w:abstractNumId="(\d+)">.*?</w:abstractNum>', re.DOTALL)
_LIST = re.compile(
    r'<w:num w:numId="(\d+)"><w:abstractNumId w:val="(\d+)" /><w:lvlOverride.*?</w:num>', re.DOTALL
)
# Pandoc's own are below; Word takes two numberings of one nsid for the same.
_FIRST, _FIRST_NSID = 1_000_000, 0x0B000000


def counted_apart(numbering: str) -> str:
    """The new word/numbering.xml: as many numberings as lists, none of which starts another anew."""
    known = {found[1]: found[0] for found in _NUMBERING.finditer(numbering)}
    lists = [found for found in _LIST.finditer(numbering) if found[2] in known]
    own = "".join(_copy(known[found[2]], int(found[1])) for found in lists)
    out = _LIST.sub(lambda found: _counts(found) if found[2] in known else found[0], numbering)
    return out.replace("<w:num ", f"{own}<w:num ", 1)


def _copy(numbering: str, number: int) -> str:
    named = re.sub(r'w:abstractNumId="\d+"', f'w:abstractNumId="{_FIRST + number}"', numbering, count=1)
    return re.sub(r'<w:nsid w:val="\w+"', f'<w:nsid w:val="{_FIRST_NSID + number:08X}"', named, count=1)


def _counts(found: re.Match[str]) -> str:
    return f'<w:num w:numId="{found[1]}"><w:abstractNumId w:val="{_FIRST + int(found[1])}" /></w:num>'
