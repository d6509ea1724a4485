"""Random documents, and the HTML that word processors put on the clipboard for them."""

import html
import random
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal

WORDS: Final = (
    *("rail", "gare", "l’été", "coût*", "a_b", "_mot_", "#1", "[x]", "1.", "-", "+", "M&M", "<b>"),
    *("30 %", "à", "d’`or`", "·", "|", "~~", "fin"),
)
Kind = Literal["heading", "text", "item", "table", "page"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and how they look."""

    words: str
    look: Literal["", "bold", "italic", "under", "red"] = ""


@dataclass(frozen=True, slots=True)
class Block:
    """`level`: of a heading or an item. `rows` of a table: cells of words."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 1
    is_numbered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def document(chance: random.Random) -> list[Block]:
    """A title, then what people write; headings and lists never jump a level."""
    found, deep = [Block("heading", (Run(f"Titre {chance.randrange(99)}"),), 0)], 0
    while len(found) < 12:
        match chance.randrange(7):
            case 0:
                deep = chance.randint(1, min(3, deep + 1))
                found.append(Block("heading", (Run(f"Partie {said(chance, 2)}"),), deep))
            case 1 | 2:
                found.append(Block("text", runs(chance)))
            case 3 | 4:
                found += items(chance)
            case 5:
                rows = [tuple(said(chance, 1) for _ in range(3)) for _ in range(chance.randint(2, 4))]
                found.append(Block("table", rows=tuple(rows)))
            case _ if found[-1].kind == "text":
                found += [Block("page"), Block("text", runs(chance))]
    return [block for before, block in pairwise([Block("page"), *found]) if not _is_run_on(before, block)]


def _is_run_on(before: Block, block: Block) -> bool:
    """Two tables, or two lists, after one another would be one."""
    return before.kind == block.kind == "table"


def items(chance: random.Random) -> list[Block]:
    is_numbered, level, out = chance.random() < 0.5, 1, []
    for _ in range(chance.randint(1, 5)):
        out.append(Block("item", runs(chance), level, is_numbered))
        level = chance.randint(1, min(3, level + 1))
    return [*out, Block("text", (Run("Puis."),))]


def runs(chance: random.Random) -> tuple[Run, ...]:
    looks = [chance.choice(("", "", "bold", "italic", "under", "red")) for _ in range(chance.randint(1, 4))]
    return tuple(Run(f"mot {said(chance, 2)} mot", look) for look, _ in groupby(looks))  # type: ignore[arg-type]


def said(chance: random.Random, many: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(many))


def told(blocks: list[Block]) -> list[str]:
    """What paper must say of it: one line a block, bold and italic marked, headings under the sheet's."""
    out = []
    for block in blocks:
        words = " ".join(MARKED.get(run.look, "{}").format(run.words) for run in block.runs)
        match block.kind:
            case "heading":
                out.append(f"h{block.level + 2} {words}")
            case "text":
                out.append(f"p {words}")
            case "item":
                out.append(f"{'ol' if block.is_numbered else 'ul'}{block.level} {words}")
            case "page":
                out.append("page_break")
            case "table":
                head, *rows = block.rows
                out += [f"th {cell}" for cell in head] + [f"td {cell}" for row in rows for cell in row]
    return out


MARKED: Final = {"bold": "<b>{}</b>", "italic": "<i>{}</i>"}
_STYLES: Final = {
    "bold": "font-weight:700",
    "italic": "font-style:italic",
    "under": "text-decoration:underline",
    "red": "color:#ff0000",
}
_TAGS: Final = {
    "": "{}",
    "bold": "<b>{}</b>",
    "italic": "<i>{}</i>",
    "under": "<u>{}</u>",
    "red": "<span style='color:red'>{}</span>",
}


def _spans(block: Block) -> str:
    """As Google's documents have it: the look is a style."""
    styles = [_STYLES.get(run.look, "font-weight:400") for run in block.runs]
    return " ".join(
        f'<span style="{style}">{html.escape(run.words)}</span>'
        for style, run in zip(styles, block.runs, strict=True)
    )


def _tags(block: Block) -> str:
    return " ".join(_TAGS[run.look].format(html.escape(run.words)) for run in block.runs)


def word(blocks: list[Block]) -> str:
    """Word for Windows: lists are paragraphs."""
    return _word(blocks, is_filtered=False)


def filtered(blocks: list[Block]) -> str:
    """Word's filtered web page."""
    return _word(blocks, is_filtered=True)


_PAGE: Final = (
    "<span lang=FR style='font-size:11.0pt'><br clear=all"
    " style='mso-special-character:line-break;page-break-before:always'>\n</span>"
)
_GAP: Final = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"


def _word(blocks: list[Block], *, is_filtered: bool) -> str:
    out: list[str] = []
    numbers: dict[int, int] = {}
    for block in blocks:
        if block.kind != "item":
            numbers = {}
            out.append(_word_block(block))
            continue
        numbers = {level: number for level, number in numbers.items() if level <= block.level}
        numbers[block.level] = numbers.get(block.level, 0) + 1
        label = f"{numbers[block.level]}." if block.is_numbered else "·o§"[block.level - 1]
        out.append(_word_item(block, label, is_filtered=is_filtered))
    body = "\n\n".join(out)
    office = "urn:schemas-microsoft-com:office:office"
    return f"<html xmlns:o='{office}'><body lang=FR><div class=WordSection1>\n{body}\n</div></body></html>"


def _word_block(block: Block) -> str:
    words = f"{_tags(block)}<o:p></o:p>"
    match block.kind:
        case "heading":
            return (
                f"<h{block.level}>{words}</h{block.level}>"
                if block.level
                else f"<p class=MsoTitle>{words}</p>"
            )
        case "page":
            return _PAGE
        case "table":
            return _table(block, "<p class=MsoNormal>{}<o:p></o:p></p>")
        case _:
            return f"<p class=MsoNormal>{words}</p>\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>"


def _word_item(block: Block, label: str, *, is_filtered: bool) -> str:
    style = f"margin-left:{36 * block.level}.0pt;text-indent:-18.0pt"
    bullet = f"<span style='font-family:Symbol'>{label}{_GAP}</span>"
    if is_filtered:
        return f"<p class=MsoListParagraph style='{style}'>{bullet}{_tags(block)}</p>"
    ignored = f"<![if !supportLists]><span style='mso-list:Ignore'>{label}{_GAP}</span><![endif]>"
    named = f"class=MsoListParagraphCxSpMiddle style='{style};mso-list:l0 level{block.level} lfo1'"
    return f"<p {named}>{ignored}{_tags(block)}<o:p></o:p></p>"


def _table(block: Block, cell: str) -> str:
    rows = ("".join(f"<td>{cell.format(html.escape(words))}</td>" for words in row) for row in block.rows)
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def google(blocks: list[Block]) -> str:
    """Google's documents: a bold that is none around all, lists beside their items."""
    out = []
    for is_list, group in groupby(blocks, lambda block: block.kind == "item"):
        found = list(group)
        out += _google_lists(found) if is_list else [_google(block) for block in found]
    return (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
        + "".join(out)
        + "</b>"
    )


def _google(block: Block) -> str:
    match block.kind:
        case "heading" if block.level == 0:
            return f'<p dir="ltr"><span style="font-size:26pt">{html.escape(block.runs[0].words)}</span></p>'
        case "heading":
            return f'<h{block.level} dir="ltr">{_spans(block)}</h{block.level}>'
        case "page":
            return '<hr style="page-break-before:always;display:none;" />'
        case "table":
            return f'<div dir="ltr">{_table(block, "<p dir=ltr><span>{}</span></p>")}</div>'
        case _:
            return f'<p dir="ltr" style="line-height:1.38">{_spans(block)}</p><br />'


def _google_lists(found: list[Block]) -> list[str]:
    tag, out, level = "ol" if found[0].is_numbered else "ul", [], 0
    for block in found:
        out += [f"<{tag}>"] * (block.level - level) + [f"</{tag}>"] * (level - block.level)
        level = block.level
        out.append(
            f'<li dir="ltr" aria-level="{level}"><p dir="ltr" role="presentation">{_spans(block)}</p></li>'
        )
    return [*out, *[f"</{tag}>"] * level]


def writer(blocks: list[Block]) -> str:
    """LibreOffice: lists in their items, headings with a class."""
    out = []
    for is_list, group in groupby(blocks, lambda block: block.kind == "item"):
        found = list(group)
        out.append(_writer_list(found, 1) if is_list else "".join(_writer(block) for block in found))
    body = "\n".join(out)
    return f'<!DOCTYPE html><html><body lang="fr-FR" dir="ltr">{body}</body></html>'


def _writer(block: Block) -> str:
    match block.kind:
        case "heading" if block.level == 0:
            return f'<h1 class="title">{_tags(block)}</h1>'
        case "heading":
            return f'<h{block.level} class="western">\n{_tags(block)}</h{block.level}>'
        case "page":
            return '<p style="page-break-before: always"><br/>\n</p>'
        case "table":
            return _table(block, "<p>{}</p>")
        case _:
            return f'<p style="line-height: 115%; margin-bottom: 0.25cm">{_tags(block)}</p>'


def _writer_list(found: list[Block], level: int) -> str:
    tag, out, at = "ol" if found[0].is_numbered else "ul", "", 0
    while at < len(found):
        below = at + 1
        while below < len(found) and found[below].level > level:
            below += 1
        inside = _writer_list(found[at + 1 : below], level + 1) if below > at + 1 else ""
        out += f"<li><p>{_tags(found[at])}</p>{inside}</li>"
        at = below
    return f"<{tag}>{out}</{tag}>"


PROGRAMS: Final = {"word": word, "filtered": filtered, "google": google, "writer": writer}
