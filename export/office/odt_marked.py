"""Bold and italic of whole paragraphs in Writer's files, which pandoc drops, become those of their words."""

from typing import Final
from xml.etree import ElementTree as ET

_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_NS}text:1.0}}", f"{_NS}style:1.0}}"
_OFFICE, _FO = f"{_NS}office:1.0}}", f"{_NS}xsl-fo-compatible:1.0}}"
_LOOKS: Final = {(f"{_FO}font-weight", "bold"), (f"{_FO}font-style", "italic")}
_ENDING: Final = "-of-words"


def tell_looks(content: ET.Element) -> None:
    """Writer says so where all words of a paragraph look alike; a heading is bold by itself."""
    automatic = content.find(f"{_OFFICE}automatic-styles")
    if automatic is None:
        return
    marked: set[str] = set()
    for style in list(automatic.iter(f"{_STYLE}style")):
        said = style.find(f"{_STYLE}text-properties")
        looks = _LOOKS.intersection(said.items()) if said is not None else set()
        if style.get(f"{_STYLE}family") == "paragraph" and looks:
            name = style.get(f"{_STYLE}name", "")
            marked.add(name)
            about = {f"{_STYLE}name": f"{name}{_ENDING}", f"{_STYLE}family": "text"}
            ET.SubElement(
                ET.SubElement(automatic, f"{_STYLE}style", about), f"{_STYLE}text-properties", dict(looks)
            )
    for paragraph in content.iter(f"{_TEXT}p") if marked else ():
        name = paragraph.get(f"{_TEXT}style-name", "")
        if name in marked:
            words = ET.Element(f"{_TEXT}span", {f"{_TEXT}style-name": f"{name}{_ENDING}"})
            words.text, paragraph.text = paragraph.text, None
            words.extend(list(paragraph))
            paragraph[:] = [words]
