"""Left out of a file of Writer, and counted: underlining, colours, followed changes, heads and feet."""

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from export.office.margins import FOOT, HEAD
from export.office.word_read import parsed

_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_NS}text:1.0}}", f"{_NS}style:1.0}}"
_FO: Final = f"{_NS}xsl-fo-compatible:1.0}}"
_PLAIN: Final = frozenset({"", "#000000", "transparent", "none", "#ffffff", "auto"})
_LOOKS: Final = {
    "underline": f"{_STYLE}text-underline-style",
    "colour": f"{_FO}color",
    "highlight": f"{_FO}background-color",
}


def left_in(parts: Mapping[str, bytes]) -> dict[str, int]:
    """How often each is there. Raises Unreadable."""
    root = parsed(parts["content.xml"])
    looks = {
        style.get(f"{_STYLE}name", ""): properties
        for style in root.iter(f"{_STYLE}style")
        if (properties := style.find(f"{_STYLE}text-properties")) is not None
    }
    of_links = {id(span) for link in root.iter(f"{_TEXT}a") for span in link.iter()}
    shown = [
        look
        for span in root.iter(f"{_TEXT}span")
        if id(span) not in of_links
        and "".join(span.itertext()).strip()
        and (look := looks.get(span.get(f"{_TEXT}style-name", ""))) is not None
    ]
    found = {
        name: sum(look.get(said, "").lower() not in _PLAIN for look in shown) for name, said in _LOOKS.items()
    }
    found["changes"] = sum(1 for _ in root.iter(f"{_TEXT}changed-region"))
    return found | {"margins": _margins(parts.get("styles.xml", b""))}


def _margins(styles: bytes) -> int:
    """Those with words of their own: paper has page numbers, and what our files say there, anyway."""
    if not styles:
        return 0
    root = parsed(styles)
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iter(f"{_STYLE}style")
    }

    def is_ours(paragraph: ET.Element) -> bool:
        named = paragraph.get(f"{_TEXT}style-name", "")
        return any(name.startswith((HEAD, FOOT)) for name in (named, parents.get(named, "")))

    return sum(
        any(letter.isalpha() for one in margin if not is_ours(one) for letter in "".join(one.itertext()))
        for kind in ("header", "footer")
        for margin in root.iter(f"{_STYLE}{kind}")
    )
