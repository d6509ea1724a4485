"""Binds notes that were printed alone into one PDF: one tag tree, one outline, continuous numbers.

What a note's PDF says of its structure is taken over as it is, under a Part of its own; what counts from zero
in each file (parent tree keys) is moved up by what was counted before. ISO 32000-1, 14.7.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String

from export.folder import stamps
from export.folder.day import LINK
from export.folder.folder import Folder, Numbering
from export.folder.places import Spot
from export.folder.stamps import FEET, MM, Face
from export.folder.watermark import watermark
from export.languages import language_of
from export.paper import page_codes
from export.paper.streams import pad_all, stream_of, written

_FACE, _WORDS_FACE = "SourceSans3-Bold.ttf", "SourceSans3-Regular.ttf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One printed note, what the pochette adds to it, and where; `foot_lines` are those at its foot."""

    pdf: bytes
    title: str
    colour: int
    lang: str
    markdown: str
    urls: tuple[str, ...] = ()
    spots: Mapping[str, Spot] = field(default_factory=dict)
    right: float = 160 * MM
    right_on_its_side: float = 273 * MM
    foot_lines: int = 1


def bind(front: bytes, parts: Sequence[Part], folder: Folder, numbers: Numbering) -> bytes:
    """The pochette. `front` is its cover and contents, whose metadata become those of the whole."""
    pdf = Pdf.open(io.BytesIO(front))
    if not folder.has_front:
        _take_pages_out(pdf)
    opened = [Pdf.open(io.BytesIO(part.pdf)) for part in parts]
    shelf = _Shelf(pdf)
    for part, source, start in zip(parts, opened, numbers.starts, strict=True):
        shelf.add(part, source, start)
    shelf.finish()
    _link(pdf, parts, shelf.firsts, folder, numbers)
    _stamp(pdf, parts, folder, numbers, shelf.ranges)
    pdf.Root.PageLabels = _labels(folder)
    if folder.has_sources:
        _attach(pdf, parts, folder.closed_at)
    pad_all(pdf)
    loose = ("/AF", "/MarkInfo", "/Names", "/ViewerPreferences")
    return written(pdf, [(pdf.Root, name) for name in loose if name in pdf.Root])


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where a link in a pochette leads: a page with its number, or `up` points from its foot on it."""

    part: Part
    page: Page
    number: int
    up: float | None = None


class _Shelf:
    """The pages, the tags and the outline of one document, to which others are added."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._tree = pdf.Root.StructTreeRoot
        self._document = self._tree.K[0] if isinstance(self._tree.K, Array) else self._tree.K
        self._nums: list[Any] = list(_flat(self._tree.ParentTree))
        self._next_key = max((int(key) for key in self._nums[::2]), default=-1) + 1
        self._named: list[tuple[str, Any]] = []
        self._chapters: list[Any] = list(_siblings(pdf.Root.get("/Outlines")))
        self.firsts: list[Page] = []
        self.ranges: list[range] = []

    def add(self, part: Part, source: Pdf, start: int) -> None:
        """Append the pages of a note, the first as page `start`."""
        while len(self._pdf.pages) < start - 1:
            self._pdf.add_blank_page(page_size=_size(source.pages[0]))
        at = len(self._pdf.pages)
        self._pdf.pages.extend(source.pages)
        pages = self._pdf.pages[at:]
        self.firsts.append(pages[0])
        self.ranges.append(range(at, at + len(pages)))
        root = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        self._take_tags(root, part.lang)
        self._take_names(root)
        for page in pages:
            _move(page.obj, "/StructParents", self._next_key)
            for annotation in page.obj.get("/Annots", ()):
                _move(annotation, "/StructParent", self._next_key)
        keys = list(_flat(root.ParentTree))
        for key, value in zip(keys[::2], keys[1::2], strict=True):
            self._nums += [int(key) + self._next_key, value]
        self._next_key += max((int(key) for key in keys[::2]), default=-1) + 1
        _resolve_names(self._pdf, source, pages)
        if "/Outlines" in source.Root:
            for chapter in _siblings(self._pdf.copy_foreign(source.Root.Outlines)):
                chapter.Count = -abs(int(chapter.get("/Count", 0)))
                self._chapters.append(chapter)

    def finish(self) -> None:
        """Join what was added into one tree and one outline."""
        self._tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(self._nums)))
        self._tree.ParentTreeNextKey = self._next_key
        if self._named:
            names = sorted(self._named, key=lambda named: named[0].encode())
            listed = Array([thing for name, element in names for thing in (String(name), element)])
            self._tree.IDTree = self._pdf.make_indirect(Dictionary(Names=listed))
        outlines = self._pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(self._chapters)))
        for number, chapter in enumerate(self._chapters):
            chapter.Parent = outlines
            for name, other in (("/Prev", number - 1), ("/Next", number + 1)):
                if 0 <= other < len(self._chapters):
                    chapter[name] = self._chapters[other]
                elif name in chapter:
                    del chapter[name]
        if self._chapters:
            outlines.First, outlines.Last = self._chapters[0], self._chapters[-1]
            self._pdf.Root.Outlines = outlines

    def _take_tags(self, root: Any, lang: str) -> None:
        """The note's Document becomes a Part of ours, in its own language."""
        kids = self._document.get("/K", Array())
        kids = kids if isinstance(kids, Array) else Array([kids])
        for document in root.K if isinstance(root.K, Array) else [root.K]:
            document.S, document.P, document.Lang = Name.Part, self._document, String(lang)
            kids.append(document)
        self._document.K = kids

    def _take_names(self, root: Any) -> None:
        """Notes at the foot are called by the same numbers in each note."""
        names = root.get("/IDTree", Dictionary()).get("/Names", Array())
        for element in list(names)[1::2]:
            name = f"{len(self.firsts)}-{element.ID}"
            element.ID = String(name)
            self._named.append((name, element))


def _resolve_names(pdf: Pdf, source: Pdf, pages: Sequence[Page]) -> None:
    """Links inside a note go to a place, not to a name that another note may have too."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    places = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
    for page in pages:
        for annotation in page.obj.get("/Annots", ()):
            action = annotation.get("/A", Dictionary())
            holder, key = (action, "/D") if "/D" in action else (annotation, "/Dest")
            wanted = holder.get(key)
            if isinstance(wanted, String) and str(wanted) in places:
                holder[key] = _copied(pdf, source, places[str(wanted)])


def _copied(pdf: Pdf, source: Pdf, place: Any) -> Any:
    place = place.D if isinstance(place, Dictionary) else place
    return pdf.copy_foreign(source.make_indirect(Array(list(place))))


def _link(
    pdf: Pdf, parts: Sequence[Part], firsts: Sequence[Page], folder: Folder, numbers: Numbering
) -> None:
    """Addresses of notes that are in the pochette become places in it, and are called by title and page."""
    where = list(zip(parts, firsts, numbers.starts, strict=True))
    targets = {f"{LINK}{number}": _Goal(*one) for number, one in enumerate(where, 1)}
    targets |= {url: _Goal(*one) for one in where for url in one[0].urls}
    targets |= {
        f"{LINK}{number}:{name}": _Goal(part, pdf.pages[start - 1 + spot.page], start + spot.page, spot.up)
        for number, (part, _, start) in enumerate(where, 1)
        for name, spot in part.spots.items()
    }
    said = language_of(folder.lang).folder["page"]
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            action = annotation.get("/A", Dictionary())
            target = targets.get(str(action.get("/URI", "")))
            if target is not None:
                up = _size(target.page)[1] if target.up is None else target.up
                del annotation["/A"]
                annotation.Dest = Array([target.page.obj, Name.XYZ, 0, up, 0])
                annotation.Contents = String(f"{target.part.title}, {said} {target.number}")


def _labels(folder: Folder) -> Any:
    """Pages as they are numbered at their foot, the cover by its name."""
    if not folder.has_cover:
        return Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    cover = Dictionary(P=String(language_of(folder.lang).folder["cover"]))
    return Dictionary(Nums=Array([0, cover, 1, Dictionary(S=Name.D, St=2)]))


def _stamp(
    pdf: Pdf, parts: Sequence[Part], folder: Folder, numbers: Numbering, ranges: Sequence[range]
) -> None:
    figures = Face(pdf, _FACE, "0123456789/ ")
    copy = _copy(folder)
    words = Face(pdf, _WORDS_FACE, copy) if copy else None
    fonts = {"/Numbers": figures.font, **({"/Words": words.font} if words else {})}
    behind: dict[tuple[float, float], Stream | None] = {}

    def whose(page: Page) -> Stream | None:
        if folder.recipient and _size(page) not in behind:
            behind[_size(page)] = watermark(pdf, folder.recipient, _size(page))
        return behind.get(_size(page))

    usual = FEET[folder.format]

    def stamped(index: int, right: float, *, tab: str = "", below: int = 1, is_note: bool = False) -> None:
        page = pdf.pages[index]
        is_on_its_side = _size(page)[0] > _size(page)[1]
        foot = usual.bound(is_on_its_side=is_on_its_side) if folder.has_holes and is_note else usual
        text = stamps.number(figures, f"{index + 1} / {numbers.total}", foot, right=right)
        text += stamps.code(folder, index + 1, _text(folder, index, _size(page)[0], foot.left, right))
        if words:
            text += stamps.line(words, copy, foot, right=right, below=below)
        _draw(pdf, page, text + tab, fonts, behind=whose(page))

    if folder.has_cover:
        _draw(pdf, pdf.pages[0], "", {}, behind=whose(pdf.pages[0]))
    for index in range(1 if folder.has_cover else 0, numbers.front):
        stamped(index, usual.right)
    for count, (part, pages) in enumerate(zip(parts, ranges, strict=True), 1):
        for index in pages:
            width, height = sorted(_size(pdf.pages[index]))
            is_left = folder.is_two_sided and index % 2 == 1
            is_on_its_side = _size(pdf.pages[index]) == (height, width)
            tab = stamps.tab(
                figures, count, part.colour, width=width, height=height, is_left=is_left, size=usual.tab
            )
            if is_on_its_side:  # where it is once the sheet lies among the others, its head to the left
                tab = f"q 0 -1 1 0 0 {width:.2f} cm\n{tab}Q\n"
            right = part.right_on_its_side if is_on_its_side else part.right
            stamped(index, right, tab=tab, below=part.foot_lines, is_note=True)


def _text(folder: Folder, index: int, width: float, left: float, right: float) -> page_codes.Text:
    is_left = folder.is_two_sided and index % 2 == 1
    return page_codes.Text(width, left, right, is_left=is_left, has_holes=folder.has_holes)


def _draw(pdf: Pdf, page: Page, over: str, fonts: dict[str, Any], *, behind: Any) -> None:
    """Draw `over` what is on the page, and the form `behind` it."""
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    under = b"/Artifact <</Type /Layout>> BDC /Watermark Do EMC\n" if behind is not None else b""
    first, last = stream_of(pdf, under + b"q\n"), stream_of(pdf, b"\nQ\n" + over.encode("ascii"))
    page.obj.Contents = Array([first, *streams, last])
    there = page.obj.Resources
    if behind is not None:
        if "/XObject" not in there:
            there.XObject = Dictionary()
        there.XObject["/Watermark"] = behind
    if "/Font" not in there:
        there.Font = Dictionary()
    for name, font in fonts.items():
        there.Font[name] = font


def _copy(folder: Folder) -> str:
    """Number and recipient of the copy, for the foot of each page."""
    number = f"{language_of(folder.lang).folder['copy']} {folder.copy:02}" if folder.copy else ""
    return " — ".join(filter(None, (number, folder.recipient)))


def _attach(pdf: Pdf, parts: Sequence[Part], at: datetime) -> None:
    """The Markdown of each note, as PDF/A-3 wants its sources. ISO 19005-3, 6.8."""
    names, specs = [], Array()
    for number, part in enumerate(parts, 1):
        content = part.markdown.encode()
        stamp = String(
            at.strftime("D:%Y%m%d%H%M%S") + at.strftime("%z")[:3] + "'" + at.strftime("%z")[3:] + "'"
        )
        file = stream_of(
            pdf,
            content,
            Type=Name.EmbeddedFile,
            Subtype=Name("/text/markdown"),
            Params=Dictionary(
                Size=len(content),
                CreationDate=stamp,
                ModDate=stamp,
            ),
        )
        name = f"note-{number:02}.md"
        spec = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(name),
                UF=String(name),
                Desc=String(part.title),
                AFRelationship=Name.Source,
                EF=Dictionary(F=file, UF=file),
            )
        )
        names += [String(name), spec]
        specs.append(spec)
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
    pdf.Root.AF = specs


def _take_pages_out(pdf: Pdf) -> None:
    del pdf.pages[:]
    tree = pdf.Root.StructTreeRoot
    document = tree.K[0] if isinstance(tree.K, Array) else tree.K
    document.K = Array()
    tree.ParentTree = Dictionary(Nums=Array())
    if "/Outlines" in pdf.Root:
        del pdf.Root.Outlines


def _flat(tree: Any) -> Iterator[Any]:
    """The keys and values of a number tree, in turn."""
    yield from tree.get("/Nums", ())
    for kid in tree.get("/Kids", ()):
        yield from _flat(kid)


def _siblings(outlines: Any) -> Iterator[Any]:
    item = outlines.get("/First") if outlines is not None else None
    while item is not None:
        yield item
        item = item.get("/Next")


def _move(holder: Any, key: str, by: int) -> None:
    if key in holder:
        holder[key] = int(holder[key]) + by


def _size(page: Page) -> tuple[float, float]:
    left, foot, right, head = (float(side) for side in page.mediabox)
    return right - left, head - foot
