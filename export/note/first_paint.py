"""First paint: the first lines of a note as the editor will draw them, before it has loaded.

The classes are those of web/src/preview/decorations.ts. What this module reads in another way than the editor
looks another way until the editor is there, no more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby, takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from export.note import limits, line_breaks, list_signs, pictures, rows
from export.note.columns import MOST_ROWS, sides, template
from export.note.language import language
from export.note.marks import MARK

_MOST_CHARACTERS: Final = 6_000
_MOST_INDENT: Final = 3
_LEAD: Final = re.compile(r"[ \t]*(?:>[ \t]*)*")
_QUOTED: Final = re.compile(r"> ?")
_ITEM: Final = re.compile(
    r"(?P<mark>[-*+]|\d{1,9}[.)])(?:[ \t]+(?P<box>\[[ xX]\])(?=[ \t]))?(?P<space>[ \t]*)"
)
_FENCE: Final = re.compile(r":{3,}(\s+\S.*)?\s*$")
_SIGNS: Final = re.compile(r":+\s*(\S*)\s*")
_FOOTNOTE: Final = re.compile(r"\[\^\S+\]:")
_CALL: Final = re.compile(r"\[\^([^\]\s]+)\]")
_BREAK: Final = re.compile(r" {0,3}\\(newpage|pagebreak)\s*$")
# The editor puts the same before a mark that it hides.
_HELD: Final = '<img class="lp-held" alt="">'
_STEPS: Final = {"list_item_open": 1, "list_item_close": -1}
_SPANS: Final = {"strong": "strong", "em": "em", "s": "s"}


@dataclass(slots=True)
class _Line:
    """A line of the text, and what is drawn for it: all of it after its lead where nothing else is known."""

    source: str
    classes: list[str] = field(default_factory=list)
    level: int = 0
    depth: int | None = None
    number: int = 0
    list_level: int = 0
    html: str | None = None
    above: str = ""
    label: str = ""


@dataclass(slots=True)
class _List:
    """A list that is open: its kind, how many of its kind are around it, the number of its next item."""

    kind: str
    level: int
    next: int


def first_lines(body: str, *, page_break: str, boxes: Mapping[str, str], nonce: str) -> str:
    """Safe HTML of the first screens of a note; `page_break` is said where a page of the paper begins.

    `boxes` names each kind of box; styles have `nonce`. Nothing of the note is in an attribute or an address.
    """
    lines = [_Line(line) for line in limits.clean(_head(body)).split("\n")]
    markdown = MarkdownIt("js-default", {"html": False, "breaks": True})
    markdown.disable("text_join")  # the editor shows entities as they are typed
    rows.add(markdown)
    line_breaks.add(markdown)
    pictures.add(markdown)
    # The fence of a box ends what stands before it.
    blocks = "\n".join("" if _FENCE.match(line.source) else line.source for line in lines)
    lang = language(body)
    # Rows that are not shown yet make the columns of a table as well.
    sources = limits.with_lf(body).split("\n")
    tables: dict[int, tuple[int, str]] = {}
    for number, (last, tokens) in _read(markdown.parse(blocks), lines).items():
        # In a quotation, without its signs.
        unquoted = (line[len(_leading(line)) :] for line in sources[number : number + MOST_ROWS + 1])
        source = list(takewhile(_is_row, unquoted))
        own = sides(source, lang)
        widths = template(source, own)
        tables[number] = (last, _table(_rows(tokens, own), f"t{number}", widths, escape(nonce)))
    _box(lines, boxes)
    _part(lines)
    return "".join(_drawn(lines, tables, escape(page_break)))


def _head(body: str) -> str:
    """Whole lines, but for one that is longer than all."""
    if len(body) <= _MOST_CHARACTERS:
        return body
    cut, line_end, _ = body[:_MOST_CHARACTERS].rpartition("\n")
    return cut if line_end else body[:_MOST_CHARACTERS]


def _read(tokens: Sequence[Token], lines: Sequence[_Line]) -> dict[int, tuple[int, Sequence[Token]]]:
    """Tell each line what it is. A table stands for whole lines: by its first one, its end and its tokens."""
    tables: dict[int, tuple[int, Sequence[Token]]] = {}
    depth, table = -1, -1
    lists: list[_List] = []
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            table = place
        elif token.type == "table_close":
            first, last = tokens[table].map or (0, 0)
            tables[first] = (last, tokens[table : place + 1])
            table = -1
        elif table < 0:
            depth += _STEPS.get(token.type, 0)
            first, last = token.map or (0, 0)
            _tell(token, lines[first:last], depth)
            _count(token, lines[first:last], lists)
    return tables


def _count(token: Token, lines: Sequence[_Line], lists: list[_List]) -> None:
    """Number the items as paper does: the first number of a list starts it, whatever the others say."""
    match token.type:
        case "ordered_list_open" | "bullet_list_open":
            level = sum(one.kind == token.type for one in lists)
            lists.append(_List(token.type, level, int(token.attrs.get("start", 1))))
        case "ordered_list_close" | "bullet_list_close":
            lists.pop()
        case "list_item_open":
            lines[0].number, lines[0].list_level = lists[-1].next, lists[-1].level
            lists[-1].next += 1
        case _:
            pass


def _tell(token: Token, lines: Sequence[_Line], depth: int) -> None:
    match token.type:
        case "list_item_open":
            lines[0].depth = depth
        case "heading_open":
            for line in lines:
                line.level, line.html = int(token.tag[1]), ""
        case "blockquote_open":
            _put(lines, "lp-quote")
        case "fence" | "code_block":
            _put(lines, "lp-code")
        case "hr":
            _put(lines, "lp-rule")
            lines[0].html = ""
        case "inline":
            _write(lines, token.children or [], is_alone=depth < 0)
        case _:
            pass


def _put(lines: Iterable[_Line], name: str) -> None:
    for line in lines:
        if name not in line.classes:
            line.classes.append(name)


def _write(lines: Sequence[_Line], children: Sequence[Token], *, is_alone: bool) -> None:
    if is_alone and pictures.is_alone(list(children)):
        image = next(child for child in children if child.type == "image")
        lines[0].above = '<div class="lp-picture"></div>'
        lines[0].html = escape(image.content)
        _put(lines[:1], "lp-caption")
        return
    for line, html in zip(lines, _inline(children), strict=False):
        line.html = html


def _inline(children: Iterable[Token]) -> list[str]:
    """Inline marks of a text, line by line: a mark goes on over the end of a line."""
    done: list[str] = []
    parts: list[str] = []
    held: list[tuple[str, str]] = []
    for token in children:
        kind, _, side = token.type.rpartition("_")
        match token.type:
            case "softbreak" | "hardbreak":
                done.append("".join(parts + [end for _, end in reversed(held)]))
                parts = [begin for begin, _ in held]
            case "text":
                said = MARK.sub(r'<span class="lp-check">\g<0></span>', escape(token.content))
                parts.append(_CALL.sub(r'<span class="lp-call">\1</span>', said))
            case "text_special":
                parts.append(escape(token.content if token.info == "escape" else token.markup))
            case "code_inline":
                parts.append(f"<code>{escape(token.content)}</code>")
            case "image":
                parts.append(f'<span class="lp-inline">{escape(token.content)}</span>')
            case _ if side == "open":
                tag = _SPANS.get(kind)
                held.append((f"<{tag}>", f"</{tag}>") if tag else ('<span class="lp-link">', "</span>"))
                parts.append(held[-1][0])
            case _ if side == "close" and held:
                parts.append(held.pop()[1])
            case _:
                parts.append(escape(token.content))
    return [*done, "".join(parts)]


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not _FENCE.match(line)


def _table(rows: str, name: str, columns: str, nonce: str) -> str:
    style = f'<style nonce="{nonce}">.{name}{{--columns:{columns}}}</style>'
    return f'<div class="lp-roll">{style}<div class="lp-grid {name}">{rows}</div></div>'


def _rows(tokens: Iterable[Token], sides: Sequence[str]) -> str:
    parts = []
    column = 0
    head = ""
    for token in tokens:
        match token.type:
            case "inline":
                parts.append("<br>".join(_inline(token.children or [])))
            case "thead_open" | "thead_close":
                head = " lp-head" if token.nesting > 0 else ""
            case "tr_open":
                parts.append(f'<div class="lp-row{head}">')
                column = 0
            case "th_open" | "td_open":
                parts.append(f'<span class="lp-cell {sides[column] if column < len(sides) else "left"}">')
                column += 1
            case "tr_close":
                parts.append("</div>")
            case "th_close" | "td_close":
                parts.append("</span>")
            case _:
                pass
    return "".join(parts)


def _box(lines: Sequence[_Line], boxes: Mapping[str, str]) -> None:
    """Tell the lines of each box which it is, and its fences that they are a title and an end."""
    kind, top = "", 0
    for number, line in enumerate(lines):
        if not _FENCE.match(line.source) or "lp-code" in line.classes:
            continue
        signs = _SIGNS.match(line.source)
        begun = signs[1] if signs else ""
        _put([line], "lp-fence")
        line.html = escape(line.source)
        if not kind and begun in boxes:
            kind, top = begun, number
        elif kind and not begun:
            title = _SIGNS.sub("", lines[top].source, count=1)
            lines[top].html, line.html = escape(title), ""
            lines[top].label = "" if title else boxes[kind]
            for inner in lines[top : number + 1]:
                inner.classes += ["lp-box", f"lp-{kind}"]
            lines[top].classes.append("lp-top")
            line.classes.append("lp-end")
            kind = ""


def _part(lines: Sequence[_Line]) -> None:
    """Tell blank lines whether they part two blocks or are empty paragraphs (web/src/hands/blank.ts)."""
    for (is_blank, quoted), run in groupby(enumerate(lines), lambda numbered: _blank(numbered[1])):
        if not is_blank:
            continue
        numbers = [number for number, _ in run]
        above = lines[numbers[0] - 1] if numbers[0] > 0 else None
        below = lines[numbers[-1] + 1] if numbers[-1] + 1 < len(lines) else None
        is_above = above is not None and _blank(above)[1] >= quoted and "lp-top" not in above.classes
        # Above the footnotes the text ends.
        is_of = below is not None and not _FOOTNOTE.match(below.source) and "lp-end" not in below.classes
        is_below = is_of and below is not None and _blank(below)[1] >= quoted
        gap = -1
        if is_above and (is_below or len(numbers) > 1):
            gap = numbers[0]
        elif is_below and len(numbers) > 1:
            gap = numbers[-1]
        for number in numbers:
            if number == gap:
                lines[number].classes.append("lp-gap")
            elif is_below or number != numbers[-1]:
                lines[number].classes.append("lp-empty")


def _blank(line: _Line) -> tuple[bool, int]:
    """Whether a line says nothing, and in how many quotations it stands."""
    is_quoted = "lp-quote" in line.classes or line.source.lstrip().startswith(">")
    quoted = _leading(line.source).count(">") if is_quoted else 0
    is_blank = "lp-code" not in line.classes and line.depth is None and not line.source.strip(" \t>")
    return is_blank, quoted


def _drawn(lines: Sequence[_Line], tables: dict[int, tuple[int, str]], page_break: str) -> Iterator[str]:
    skipped = 0
    for number, line in enumerate(lines):
        if number in tables:
            skipped, html = tables[number]
            html = html.replace('class="lp-row', f'class="{" ".join([*line.classes, "lp-row"])}')
            yield html
        if number < skipped:
            continue
        yield line.above + _div(line, page_break)


def _div(line: _Line, page_break: str) -> str:
    classes, more = list(line.classes), ""
    html = _words(line)
    if _BREAK.match(line.source):
        classes.append("lp-break")
        more, html = f' data-label="{page_break}"', ""
    elif line.label:
        more = f' data-label="{escape(line.label)}"'
    if line.level:
        html = _HELD + html
        classes.append(f"lp-h lp-h{line.level}")
        more = f' role="heading" aria-level="{line.level}"'
    if line.depth is not None:
        classes.append(f"lp-item lp-item{min(line.depth, _MOST_INDENT)}")
    name = f' class="{" ".join(classes)}"' if classes else ""
    return f"<div{name}{more}>{html or '<br>'}</div>"


def _words(line: _Line) -> str:
    """All that is seen of a line: of a quotation's marks nothing, of a list's its indent and its sign."""
    lead = _leading(line.source) if "lp-code" not in line.classes else ""
    words = escape(line.source[len(lead) :]) if line.html is None else line.html
    indent = "" if line.level else _QUOTED.sub("", lead)
    found = _ITEM.match(line.source, len(lead)) if line.depth is not None else None
    if found is None:
        return indent + words
    mark, box = found["mark"], found["box"]
    if box:
        sign = f'<span class="lp-task{"" if box == "[ ]" else " done"}"></span>'
        words = words.removeprefix(box).lstrip(" \t")
    elif mark[0].isdigit():
        said = list_signs.number(line.number, line.list_level, mark[-1])
        sign = f'<span class="lp-number">{said}</span>'
    else:
        sign = f'<span class="lp-bullet">{list_signs.bullet(line.list_level)}</span>'
    return f"{indent}{sign}{found['space']}{words if line.html is not None else ''}"


def _leading(source: str) -> str:
    found = _LEAD.match(source)
    return found[0] if found else ""
