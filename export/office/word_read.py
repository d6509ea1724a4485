"""Word's own part before pandoc reads it: page breaks get a sign; what no note can hold is counted."""

import io
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from export.errors import Unreadable
from export.office.boxes_read import unboxed_word
from export.office.continued import tell_continued
from export.office.covers import uncovered
from export.office.margins import FOOT, HEAD
from export.office.page_breaks import PAGE

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{_W}val"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_PLAIN: Final = frozenset({"auto", "000000"})
_NEW_PAGE: Final = frozenset({"nextPage", "oddPage", "evenPage"})
MAIN: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
NUMBERING: Final = "word/numbering.xml"


def with_breaks(parts: Mapping[str, bytes]) -> bytes:
    """Raises Unreadable."""
    content = parts[MAIN]
    root = parsed(content)
    names = _names(parts)
    if (body := root.find(f"{_W}body")) is not None:
        uncovered(body, {one: _style_of(one, names) for one in body.findall(f"{_W}p")})
    unboxed_word(root, names, _W)
    if NUMBERING in parts:
        tell_continued(root, parsed(parts[NUMBERING]), _W)
    for _, (prefix, uri) in ET.iterparse(io.BytesIO(content), events=["start-ns"]):  # noqa: S314 -- parsed before
        ET.register_namespace(prefix, uri)
    for stop in root.iter(f"{_W}br"):
        if stop.get(f"{_W}type") == "page":
            stop.tag, stop.text = f"{_W}t", PAGE
    for paragraph in root.iter(f"{_W}p"):
        before = paragraph.find(f"{_W}pPr/{_W}pageBreakBefore")
        if before is not None and before.get(_VAL, "1") not in _OFF:
            paragraph.insert(1, _sign())
    _after_sections(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _style_of(paragraph: ET.Element, names: Mapping[str, str]) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = found.get(_VAL, "") if found is not None else ""
    return names.get(named, named)


def _names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Names of styles by their identities, which another program may have changed."""
    root = parsed(parts[STYLES]) if STYLES in parts else ET.Element("none")
    return {
        style.get(f"{_W}styleId", ""): name.get(_VAL, "")
        for style in root.iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }


def _after_sections(root: ET.Element) -> None:
    """How a section begins is said at its own end. Source: ECMA-376, part 1, 17.6.22."""
    body = root.find(f"{_W}body")
    if body is None:
        return
    sections = [
        (paragraph, section)
        for paragraph in body.findall(f"{_W}p")
        if (section := paragraph.find(f"{_W}pPr/{_W}sectPr")) is not None
    ]
    following = [*(section for _, section in sections[1:]), body.find(f"{_W}sectPr")]
    for (paragraph, section), after in zip(sections, following, strict=False):
        # A page on its side is one that a table asked for, and not the author.
        if _kind(after) in _NEW_PAGE and _is_turned(section) == _is_turned(after):
            paragraph.append(_sign())


def _kind(section: ET.Element | None) -> str:
    kind = section.find(f"{_W}type") if section is not None else None
    return kind.get(_VAL, "nextPage") if kind is not None else "nextPage"


def _is_turned(section: ET.Element | None) -> bool:
    size = section.find(f"{_W}pgSz") if section is not None else None
    return size is not None and size.get(f"{_W}orient") == "landscape"


def _sign() -> ET.Element:
    run = ET.Element(f"{_W}r")
    ET.SubElement(run, f"{_W}t").text = PAGE
    return run


def left_in(parts: Mapping[str, bytes]) -> dict[str, int]:
    """What a note cannot say, and how often it is there. Raises Unreadable."""
    root = parsed(parts[MAIN])
    runs = [
        run for run in root.iter(f"{_W}r") if any((text.text or "").strip() for text in run.iter(f"{_W}t"))
    ]
    of_links = {id(run) for link in root.iter(f"{_W}hyperlink") for run in link.iter(f"{_W}r")}
    looks = [look for run in runs if id(run) not in of_links and (look := run.find(f"{_W}rPr")) is not None]
    return {
        "underline": sum(_says(look, "u", _OFF) for look in looks),
        "colour": sum(_says(look, "color", _PLAIN) for look in looks),
        "highlight": sum(_says(look, "highlight", _OFF) or _is_shaded(look) for look in looks),
        "changes": sum(1 for kind in ("ins", "del") for change in root.iter(f"{_W}{kind}") if len(change)),
        "margins": sum(_has_words(part) for name, part in parts.items() if _is_margin(name)),
    }


def _says(look: ET.Element, name: str, nothing: frozenset[str]) -> bool:
    found = look.find(f"{_W}{name}")
    return found is not None and found.get(_VAL, "single").lower() not in nothing


def _is_shaded(look: ET.Element) -> bool:
    shade = look.find(f"{_W}shd")
    return shade is not None and shade.get(f"{_W}fill", "auto").lower() not in {"auto", "ffffff"}


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer")) and name.endswith(".xml")


def _has_words(part: bytes) -> bool:
    """More than a page number, and than what our own files say there, which paper has anyway."""
    others = (one for one in parsed(part).iter(f"{_W}p") if not _style_of(one, {}).startswith((HEAD, FOOT)))
    said = "".join(text.text or "" for one in others for text in one.iter(f"{_W}t"))
    return any(letter.isalpha() for letter in said)


def parsed(content: bytes) -> ET.Element:
    try:
        return ET.fromstring(content)  # noqa: S314 -- entities were refused, and expat fetches nothing
    except ET.ParseError:
        raise Unreadable("files.broken") from None
