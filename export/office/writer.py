"""Our styles for Writer. Source: OpenDocument 1.3, part 3, 16 (styles)."""

import re
from collections.abc import Callable, Mapping

from export.office.margins import TURNED, writer_margins
from export.office.styles import CARD, MONO, SANS, SERIF, STYLES, Style

_STYLE = re.compile(r'<style:style style:name="([^"]+)"[^>]*?(?:/>|>.*?</style:style>)', re.DOTALL)
_PAGE = (
    'fo:page-width="210mm" fo:page-height="297mm" style:num-format="1" style:print-orientation="portrait"'
    ' fo:margin-top="10mm" fo:margin-bottom="15mm" fo:margin-left="25mm" fo:margin-right="35mm"'
)
_BREAK = "".join(
    f'<style:style style:name="{name}" style:family="paragraph">'
    '<style:paragraph-properties fo:break-after="page"/></style:style>'
    for name in ("Pochette-Break", "Pochette-cover-end")
)
_HEADS = (
    '<style:header-style><style:header-footer-properties fo:min-height="10mm" fo:margin-bottom="4mm"/>'
    '</style:header-style><style:footer-style><style:header-footer-properties fo:min-height="8mm"'
    ' fo:margin-top="4mm"/></style:footer-style>'
)
# Pages on their side, and those upright that come behind them, by the names that pandoc gives to pages.
_KINDS = "".join(
    f'<style:style style:name="Pochette-{name}" style:family="paragraph" style:master-page-name="{page}">'
    '<style:paragraph-properties fo:margin-top="0pt" fo:margin-bottom="0pt" fo:line-height="1pt"/>'
    '<style:text-properties fo:font-size="1pt"/></style:style>'
    for name, page in (("Turned", "Pochette-Side"), ("Upright", "Standard"))
)
_SIDE = (
    '<style:page-layout style:name="Pochette-side"><style:page-layout-properties fo:page-width="297mm"'
    ' fo:page-height="210mm" style:num-format="1" style:print-orientation="landscape" fo:margin-top="12mm"'
    f' fo:margin-bottom="12mm" fo:margin-left="30mm" fo:margin-right="30mm"/>{_HEADS}</style:page-layout>'
)
_MASTER = (
    '<style:master-page style:name="Pochette-Side" style:page-layout-name="Pochette-side">'
    f"{writer_margins(turned=TURNED)}</style:master-page>"
)
_HEADS_OF_PANDOC = re.compile(r"<style:header-style />.*?</style:footer-style>", re.DOTALL)
_STANDARD = re.compile(
    r'(<style:master-page style:name="Standard"[^>]*>).*?(</style:master-page>)', re.DOTALL
)


def _styles(xml: str) -> str:
    """Ours in the place of pandoc's of the same name; A4 pages that tell their number."""
    ours = {_coded(style.writer): style for style in STYLES if style.writer}
    kept = _STYLE.sub(lambda match: "" if match[1] in ours else match[0], xml)
    kept = kept.replace('style:font-name="Times New Roman"', f'style:font-name="{SERIF}"')
    kept = kept.replace('fo:language="en" fo:country="US"', 'fo:language="fr" fo:country="FR"')
    kept = kept.replace("</office:font-face-decls>", f"{_faces()}</office:font-face-decls>")
    kept = re.sub(r'fo:page-width="8\.5in".*?fo:margin-right="1in"', _PAGE, kept, count=1, flags=re.DOTALL)
    kept = _HEADS_OF_PANDOC.sub(_HEADS, kept, count=1)
    kept = _STANDARD.sub(lambda page: f"{page[1]}{writer_margins()}{page[2]}", kept, count=1)
    added = "".join(map(_style, ours.values())) + "".join(map(_run_style, CARD)) + _STRONG
    kept = kept.replace("</office:automatic-styles>", f"{_SIDE}</office:automatic-styles>", 1)
    kept = kept.replace("</office:master-styles>", f"{_MASTER}</office:master-styles>", 1)
    return kept.replace("</office:styles>", f"{added}{_BREAK}{_KINDS}</office:styles>", 1)


def _coded(name: str) -> str:
    return name.replace(" ", "_20_")


def _faces() -> str:
    return "".join(
        f'<style:font-face style:name="{face}" svg:font-family="\'{face}\'"'
        f' style:font-family-generic="{kind}"/>'
        for face, kind in ((SERIF, "roman"), (SANS, "swiss"), (MONO, "modern"))
    )


def _style(style: Style) -> str:
    level = re.fullmatch(r"Heading (\d)", style.writer)
    parent = "" if style.writer == "Standard" else ' style:parent-style-name="Standard"'
    following = ' style:next-style-name="Text_20_body"' if level or style.writer == "Title" else ""
    outline = f' style:default-outline-level="{level[1]}"' if level else ""
    border = f' fo:border-left="2.2pt solid #{style.bar}" fo:padding-left="8pt"' if style.bar else ""
    box = f'{border} fo:border-right="none" fo:border-top="none" fo:border-bottom="none"' if border else ""
    paragraph = (
        f'<style:paragraph-properties fo:margin-top="{style.before:g}pt" fo:margin-bottom="{style.after:g}pt"'
        f' fo:margin-left="{style.indent:g}pt"'
        f' fo:line-height="{style.lines:.0%}" fo:text-align="{style.side}"'
        + (' fo:keep-with-next="always"' if style.keeps_next else "")
        + (f"{box}>{_tab(style.tab)}</style:paragraph-properties>" if style.tab else f"{box}/>")
    )
    text = (
        f'<style:text-properties style:font-name="{style.face}" fo:font-size="{style.size:g}pt"'
        f' fo:color="#{style.colour}" fo:font-weight="{"bold" if style.is_bold else "normal"}"'
        f' fo:font-style="{"italic" if style.is_italic else "normal"}"/>'
    )
    return (
        f'<style:style style:name="{_coded(style.writer)}" style:display-name="{style.writer}"'
        f' style:family="paragraph"{parent}{following}{outline} style:class="text">'
        f"{paragraph}{text}</style:style>"
    )


_STRONG = (
    '<style:style style:name="Pochette-strong" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def _tab(at: float) -> str:
    stop = f'<style:tab-stop style:position="{at:g}mm" style:type="right"/>'
    return f"<style:tab-stops>{stop}</style:tab-stops>"


def _run_style(name: str) -> str:
    """It looks like what is around it; a style that a file does not define is lost when Writer saves it."""
    return f'<style:style style:name="Pochette-{name}" style:family="text"/>'


EDITS: Mapping[str, Callable[[str], str]] = {"styles.xml": _styles}
