"""Pages of a Word file: upright, and on their side for a table that has no room else."""

from typing import Final

FOOTER_ID: Final = "rIdPochetteFooter"
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
# Of the last section; those before have the footer that their first one names.
LAST: Final = f'<w:footerReference w:type="default" r:id="{FOOTER_ID}"/>{_NOTES}{_SIZE}{_MARGINS}'


def section(*, is_turned: bool = False) -> str:
    """The paragraph that ends a section of such pages. Source: ECMA-376, part 1, 17.6.18."""
    pages = _TURNED if is_turned else f"{_SIZE}{_MARGINS}"
    kind = '<w:type w:val="nextPage"/>'
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f"<w:sectPr>{_NOTES}{kind}{pages}</w:sectPr></w:pPr></w:p>"
    )
