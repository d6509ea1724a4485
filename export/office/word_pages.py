"""Pages of a Word file: upright, and on their side for a table that has no room else."""

from typing import Final

from export.office.margins import FIRST, TURNED

# Relations of heads and feet: this and the name of the part (export/office/margins.py).
ID: Final = "rIdPochette-"
# Twentieths of a point: A4, 20 mm above and below, a measure of 150 mm.
_SIZE: Final = '<w:pgSz w:w="11906" w:h="16838"/>'
_MARGINS: Final = (
    '<w:pgMar w:top="1134" w:right="1985" w:bottom="1134" w:left="1417"'
    ' w:header="567" w:footer="567" w:gutter="0"/>'
)
# A measure of 237 mm.
_TURNED: Final = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1417" w:right="1701" w:bottom="1134" w:left="1701"'
    ' w:header="567" w:footer="567" w:gutter="0"/>'
)
_NOTES: Final = '<w:footnotePr><w:numRestart w:val="continuous"/></w:footnotePr>'
_FIRST: Final = "<w:titlePg/>"


def _references(**endings: str) -> str:
    return "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="{ID}{part}{ending}"/>'
        for part in ("header", "footer")
        for kind, ending in endings.items()
    )


_UPRIGHT: Final = _references(default="", first=FIRST)
LAST: Final = f"{_UPRIGHT}{_NOTES}{_SIZE}{_MARGINS}"


def section(*, is_turned: bool = False) -> str:
    """The paragraph that ends a section of such pages. Source: ECMA-376, part 1, 17.6.18."""
    pages = _TURNED if is_turned else f"{_SIZE}{_MARGINS}"
    margins = _references(default=TURNED, first=TURNED) if is_turned else _UPRIGHT
    kind = '<w:type w:val="nextPage"/>'
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f"<w:sectPr>{margins}{_NOTES}{kind}{pages}</w:sectPr></w:pPr></w:p>"
    )


def with_first_page(document: str) -> str:
    """The first page has a head of its own; those of other sections have the usual one."""
    return document.replace("</w:sectPr>", f"{_FIRST}</w:sectPr>", 1)
