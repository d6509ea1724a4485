"""Web pages of word processors, before pandoc reads them: titles, lists, breaks, looks by style."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

from export.errors import Unreadable
from export.office.page_breaks import PAGE

# Around the place of a list item, at its head: level, and its number where it has one.
OPEN, CLOSE = "\ue000", "\ue001"
_OURS = re.compile(f"[{OPEN}-{PAGE}]")
_LEVEL = re.compile(r"mso-list:\s*l\d+ level(\d+)")
_NUMBER = re.compile(r"^\s*(\d+|[a-z]|[ivxl]+)[.)]", re.IGNORECASE)
_INDENT = re.compile(r"margin-left:\s*([\d.]+)pt")
_TITLED = re.compile(r"<(?:p|h1)\b[^>]*\bclass=(?:[\"'][^\"']*)?\b(?:MsoTitle|title)\b", re.IGNORECASE)
_HEADING = re.compile(r"h[1-5]")
_BREAK: Final = "page-break-before:always"
# Word's default, in points.
_NAMED: Final = frozenset({"title", "msocomanchor"})
_STEP: Final = 36.0
_LONGEST_LABEL: Final = 8
_FACES: Final = (
    (re.compile(r"(?<![\w-])font-weight:(bold|[6-9]00)"), "b"),
    (re.compile(r"(?<![\w-])font-style:(italic|oblique)"), "i"),
    (re.compile(r"text-decoration(-line)?:[^;]*line-through"), "s"),
    (re.compile(r"vertical-align:super"), "sup"),
    (re.compile(r"vertical-align:sub(?!\w)"), "sub"),
)
_COLOUR = re.compile(r"(?<![\w-])color:\s*(?!windowtext|black|#0{3}\b|#0{6}\b|inherit|auto)[#\w]")
_TINT = re.compile(
    r"(?<![\w-])background(-color)?:\s*(?!white|transparent|#f{3}\b|#f{6}\b|none|inherit)[#\w]"
)
_UNDER = re.compile(r"text-decoration(-line)?:[^;]*underline")


@dataclass(slots=True)
class SavedPage:
    """`text` is for pandoc, its signs are for `restored`; `left` counts what a note cannot say."""

    text: str
    left: dict[str, int]


def read_page(source: str) -> SavedPage:
    """A page of another kind comes through as it is, but for the looks that a `span` has by its style.

    Raises Unreadable for one that is nested deeper than anybody writes: pandoc takes a gigabyte for it.
    """
    reader = _Reader(is_titled=bool(_TITLED.search(source)))
    reader.feed(_OURS.sub("", source))
    reader.close()
    return SavedPage("".join(reader.out), {name: count for name, count in reader.left.items() if count})


@dataclass(slots=True)
class _Paragraph:
    """`place`: where its sign goes; `words`: where its letters stand, while a label may still come."""

    place: int
    level: int
    said: str = ""
    words: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    """Writes each token as it came, but for those of a word processor."""

    def __init__(self, *, is_titled: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.left: Counter[str] = Counter()
        self._is_titled = is_titled
        # Of each tag, what its end says more than itself, for those that are open.
        self._ends: dict[str, list[str]] = {}
        self._nested = 0
        self._skipped = ""
        self._depth = 0
        self._label: list[str] | None = None
        self._paragraph: _Paragraph | None = None
        self._notes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
            return
        said = {name: value or "" for name, value in attrs}
        style = re.sub(r"\s*:\s*", ":", said.get("style", "").lower())
        classes = said.get("class", "").split()
        kind = next((one for one in classes if one.startswith("Mso") or one in _NAMED), "")
        if tag in {"br", "hr"} and _BREAK in style:
            self.out.append(PAGE if tag == "br" else f"<p>{PAGE}</p>")
        elif self._is_left(tag, said, style, kind):
            self._skip(tag)
        elif tag == "span" and self._begins_label(style):
            self._skip(tag, label=[])
        elif tag == "hr" and self._notes:
            pass
        else:
            self._count(tag, style)
            self._open(tag, style, kind)

    def _is_left(self, tag: str, said: dict[str, str], style: str, kind: str) -> bool:
        if tag == "del" and ("cite" in said or "datetime" in said):
            self.left["changes"] += 1
            return True
        if kind in {"MsoCommentReference", "msocomanchor"} or "mso-element:comment-list" in style:
            self.left["comments"] += kind == "MsoCommentReference"
            return True
        if re.search(r"mso-element:(header|footer)", style):
            self.left["margins"] += 1
            return True
        return tag not in {"body", "html"} and bool(re.search(r"display:none|mso-hide:all", style))

    def _begins_label(self, style: str) -> bool:
        """In a file that Word has filtered nothing says so but the gap behind a short first word."""
        if (paragraph := self._paragraph) is None:
            return False
        is_gap = "font:7.0pt" in style and 0 < len(paragraph.said.strip()) <= _LONGEST_LABEL
        return is_gap or "mso-list:ignore" in style

    def _skip(self, tag: str, label: list[str] | None = None) -> None:
        self._skipped, self._depth, self._label = tag, 1, label

    def _count(self, tag: str, style: str) -> None:
        if tag in {"span", "font", "p", "u"} and not self._ends.get("a"):
            self.left["underline"] += tag == "u" or bool(_UNDER.search(style))
            self.left["colour"] += bool(_COLOUR.search(style))
            self.left["highlight"] += bool(_TINT.search(style))

    def _open(self, tag: str, style: str, kind: str) -> None:
        if tag in {"p", "div", "li", "td", "th", "table"} or _HEADING.fullmatch(tag):
            self._end_paragraph()
        written = self.get_starttag_text() or ""
        end = f"</{tag}>"
        if tag == "p" and kind in {"MsoTitle", "title"}:
            written, end = "<h1>", "</h1>"
        elif tag == "p" and kind in {"MsoQuote", "MsoIntenseQuote"}:
            written, end = f"<blockquote>{written}", "</p></blockquote>"
        elif self._is_titled and _HEADING.fullmatch(tag) and kind != "title":
            end = f"</h{int(tag[1]) + 1}>"
            written = end.replace("/", "")
        elif tag == "span":
            faces = [name for look, name in _FACES if look.search(style)]
            written += "".join(f"<{name}>" for name in faces)
            end = "".join(f"</{name}>" for name in reversed(faces)) + end
        elif tag == "div" and re.search(r"mso-element:(foot|end)note-list", style):
            self._notes += 1
        if tag == "p" and _BREAK in style:
            self.out.append(f"<p>{PAGE}</p>")
        self.out.append(written)
        if tag not in _VOID:
            self._nest(tag, end)
        if tag == "p":
            self._begin_paragraph(style)

    def _nest(self, tag: str, end: str) -> None:
        self._ends.setdefault(tag, []).append(end)
        self._nested += _nests(tag, end)
        if self._nested > _DEEPEST:
            raise Unreadable("files.too-deep")

    def _begin_paragraph(self, style: str) -> None:
        level = _LEVEL.search(style)
        indent = _INDENT.search(style)
        depth = max(1, round(float(indent[1]) / _STEP)) if indent else 1
        self._paragraph = _Paragraph(len(self.out), int(level[1]) if level else depth)
        self.out.append("")

    def _end_paragraph(self) -> None:
        self._paragraph = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._skipped == tag or (not self._skipped and tag not in _VOID):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._depth -= tag == self._skipped
            if self._depth == 0:
                self._skipped = ""
                self._listed()
            return
        ends = self._ends.get(tag)
        end = ends.pop() if ends else ""
        self._nested -= _nests(tag, end) if end else 0
        self.out.append(end or f"</{tag}>")
        if tag == "p":
            self._end_paragraph()

    def _listed(self) -> None:
        """The label has ended: the paragraph is an item, without the letters of the label."""
        label, self._label, paragraph = self._label, None, self._paragraph
        if label is None or paragraph is None:
            return
        said = paragraph.said.strip() or unescape("".join(label)).strip()
        if not said:
            return
        for place in paragraph.words:
            self.out[place] = ""
        number = _NUMBER.match(said)
        self.out[paragraph.place] = f"{OPEN}{paragraph.level};{number[1] if number else ''}{CLOSE}"
        self._paragraph = None

    def handle_data(self, data: str) -> None:
        self._letters(data)

    def handle_entityref(self, name: str) -> None:
        self._letters(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._letters(f"&#{name};")

    def _letters(self, raw: str) -> None:
        if self._label is not None:
            self._label.append(raw)
        if self._skipped:
            return
        if (paragraph := self._paragraph) is not None:
            paragraph.said += unescape(raw)
            if len(paragraph.said.strip()) > _LONGEST_LABEL:
                self._end_paragraph()
            else:
                paragraph.words.append(len(self.out))
        self.out.append(raw)

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _nests(tag: str, end: str) -> int:
    """How many elements deeper the words behind a tag stand; one that the next of its kind ends is none."""
    return end.count("</") - (tag in _ENDED_BY_NEXT)


# The pages of word processors and of the web stand below 60.
_DEEPEST: Final = 250
_ENDED_BY_NEXT: Final = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup"}
)
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
