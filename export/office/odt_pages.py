"""Page breaks of Writer: a break beside a paragraph, or the name of another kind of page."""

from typing import Final
from xml.etree import ElementTree as ET

from export.office.page_breaks import PAGE

_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_NS}text:1.0}}", f"{_NS}style:1.0}}"
_FO: Final = f"{_NS}xsl-fo-compatible:1.0}}"


def tell_breaks(content: ET.Element, styles: ET.Element) -> None:
    """A sign at each, but for a page that lies on its side, and one upright behind it: a table asked so."""
    kinds = {style.get(f"{_STYLE}name", ""): style for style in content.iter(f"{_STYLE}style")}
    turned, is_turned = _turned(styles), False
    for paragraph in content.iter():
        if paragraph.tag not in {f"{_TEXT}p", f"{_TEXT}h"}:
            continue
        style = kinds.get(paragraph.get(f"{_TEXT}style-name", ""))
        if style is None:
            continue
        page = style.get(f"{_STYLE}master-page-name", "")
        turns, is_turned = (
            bool(page) and (page in turned) != is_turned,
            (page in turned) if page else is_turned,
        )
        if (page and not turns) or (not page and _has_break(style, "before")):
            paragraph.text = f"{PAGE}{paragraph.text or ''}"
        if _has_break(style, "after"):
            ET.SubElement(paragraph, f"{_TEXT}span").text = PAGE


def _has_break(style: ET.Element, side: str) -> bool:
    looks = style.find(f"{_STYLE}paragraph-properties")
    return looks is not None and looks.get(f"{_FO}break-{side}") == "page"


def _turned(styles: ET.Element) -> set[str]:
    """The names of kinds of pages that lie on their side."""
    layouts = {
        layout.get(f"{_STYLE}name", "")
        for layout in styles.iter(f"{_STYLE}page-layout")
        for looks in layout.iter(f"{_STYLE}page-layout-properties")
        if looks.get(f"{_STYLE}print-orientation") == "landscape"
    }
    return {
        page.get(f"{_STYLE}name", "")
        for page in styles.iter(f"{_STYLE}master-page")
        if page.get(f"{_STYLE}page-layout-name", "") in layouts
    }
