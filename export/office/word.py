"""Our styles for Word. Source: ECMA-376, part 1, 17.7 (styles) and 17.10 (footers)."""

import re
from collections.abc import Callable, Mapping

from export.office.margins import word_parts
from export.office.styles import ACCENT, LINE, MONO, SANS, SERIF, STAND_INS, STYLES, Style
from export.office.word_pages import ID, LAST

_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TWIPS_A_MM = 1440 / 25.4
_FAMILIES = {SERIF: "roman", SANS: "swiss", MONO: "modern"}
_STYLE = re.compile(r'<w:style\b[^>]*>\s*<w:name w:val="([^"]+)" ?/>.*?</w:style>', re.DOTALL)


def _styles(xml: str) -> str:
    """Ours in the place of pandoc's of the same name; a look of its own for tables and code."""
    ids = {match[1]: _id_in(match[0]) for match in _STYLE.finditer(xml)}
    ours = {style.word: style for style in STYLES if style.word}
    kept = _STYLE.sub(lambda match: "" if match[1] in ours else match[0], xml)
    kept = re.sub(r"<w:docDefaults>.*?</w:docDefaults>", _defaults(), kept, flags=re.DOTALL)
    kept = kept.replace("<w:tblInd ", f"{_rules()}<w:tblInd ", 1)
    kept = kept.replace('w:ascii="Consolas" w:hAnsi="Consolas"', f'w:ascii="{MONO}" w:hAnsi="{MONO}"')
    added = "".join(_style(style, ids) for style in ours.values())
    return kept.replace("</w:styles>", f"{added}</w:styles>")


def _id_in(xml: str) -> str:
    found = re.search(r'w:styleId="([^"]+)"', xml)
    return found[1] if found else ""


def _defaults() -> str:
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_faces(SERIF)}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _faces(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}"/>'


def _rules() -> str:
    inside = f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    bottom = f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    return f"<w:tblBorders>{bottom}{inside}</w:tblBorders>"


def _style(style: Style, ids: Mapping[str, str]) -> str:
    """The order of the elements is the schema's: Word reads no other."""
    id_ = ids.get(style.word) or style.word.replace(" ", "")
    default = ' w:default="1"' if style.word == "Normal" else ""
    custom = ' w:customStyle="1"' if style.is_ours else ""
    parent = ids.get(style.parent, "")
    based = f'<w:basedOn w:val="{parent or "Normal"}"/>' if style.word != "Normal" else ""
    level = re.fullmatch(r"heading (\d)", style.word)
    paragraph = (
        ("<w:keepNext/><w:keepLines/>" if style.keeps_next else "")
        + _border(style)
        + (
            f'<w:tabs><w:tab w:val="right" w:pos="{style.tab * _TWIPS_A_MM:.0f}"/></w:tabs>'
            if style.tab
            else ""
        )
        + f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}"'
        f' w:line="{style.lines * 240:.0f}" w:lineRule="auto"/>'
        + (f'<w:ind w:left="{style.indent * 20:.0f}"/>' if style.indent else "")
        + (f'<w:jc w:val="{style.side}"/>' if style.side != "start" else "")
        + (f'<w:outlineLvl w:val="{int(level[1]) - 1}"/>' if level else "")
    )
    run = (
        _faces(style.face)
        + ("<w:b/><w:bCs/>" if style.is_bold else "")
        + ("<w:i/><w:iCs/>" if style.is_italic else "")
        + f'<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{style.size * 2:.0f}"/><w:szCs w:val="{style.size * 2:.0f}"/>'
    )
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{id_}"><w:name w:val="{style.word}"/>'
        f"{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _border(style: Style) -> str:
    if not style.bar:
        return ""
    return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{style.bar}"/></w:pBdr>'


def _document(xml: str) -> str:
    return re.sub(r"<w:sectPr>.*?</w:sectPr>", f"<w:sectPr>{LAST}</w:sectPr>", xml, flags=re.DOTALL)


def _fonts(xml: str) -> str:
    """What stands in for our faces: a face of about their widths, else any of their family."""
    ours = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="00"/>'
        f'<w:family w:val="{_FAMILIES[face]}"/>'
        f'<w:pitch w:val="{"fixed" if face == MONO else "variable"}"/></w:font>'
        for face, other in STAND_INS.items()
    )
    return xml.replace("</w:fonts>", f"{ours}</w:fonts>")


def _relations(xml: str) -> str:
    ours = "".join(
        f'<Relationship Type="{_RELATION}/{_kind(name)}" Id="{ID}{name}" Target="{name}.xml"/>'
        for name in word_parts()
    )
    return xml.replace("</Relationships>", f"{ours}</Relationships>")


def _kind(name: str) -> str:
    return name.partition("-")[0]


def _types(xml: str) -> str:
    ours = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_PART.format(_kind(name))}"/>'
        for name in word_parts()
    )
    return xml.replace("</Types>", f"{ours}</Types>")


EDITS: Mapping[str, Callable[[str], str]] = {
    "word/styles.xml": _styles,
    "word/document.xml": _document,
    "word/fontTable.xml": _fonts,
    "word/_rels/document.xml.rels": _relations,
    "[Content_Types].xml": _types,
}
ADDED: Mapping[str, str] = {f"word/{name}.xml": part for name, part in word_parts().items()}
