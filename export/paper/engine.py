"""The print engine: an HTML page in, a PDF out that is tagged, archivable and holds its own Markdown."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from export.note.brief import Brief
from export.note.faces import FONTS
from export.note.formats import Format
from export.paper import (
    archive,
    bars,
    closer,
    contents_levels,
    cut_words,
    fragments,
    gray,
    head,
    page_codes,
    paragraph_numbers,
    scripts,
)
from export.paper import labels as page_labels
from export.paper.assets import Bundle
from export.paper.booklet import impose
from export.paper.filling import beside, last_lines
from export.paper.filling.search import Filling
from export.paper.filling.spaces import closest
from export.paper.fitting import Fitting
from export.paper.fitting_search import Fitted, Wish, fit, lines_left
from export.paper.page import Page, page
from export.paper.page_count import PageCount, measured_to_comments
from export.paper.tables import hand_margin
from export.paper.tables.places import Tables
from export.paper.tags import finish as tags
from export.paper.tags import notes
from export.paper.word_boxes import WordBoxes, boxes_of
from export.patches import (
    counters,
    faces,
    footnotes,
    hyphens,
    leaders,
    lines_once,
    structure,
    table_heads,
    whole_floats,
)
from export.patches.pydyf_streams import serialize_once

STYLES = (
    "page",
    "text",
    "title-block",
    "lists",
    "tables",
    "callouts",
    "quotations",
    "figures",
    "footnotes",
    "code",
    "contents",
    "sources",
    "marks",
    "comments",
    "direction",
)
# The note is what the styles above describe; the other formats say what is different.
OWN_STYLES = {Format.NOTE: (), Format.LARGE: ("large",), Format.POCKET: ("pocket",)}
_HOLES = ("holes-note", "holes-wide", "holes-large")
# What a brief may ask for besides.
MORE_STYLES = (
    "wide",
    "classified",
    "classified-pocket",
    "codes-pocket",
    "cover",
    *(f"{what}-{shape}" for what in ("larger", "cover") for shape in Format),
    *_HOLES,
)
# What stays the same, however close a note is set.
_NEVER_CLOSER = frozenset({
    *("page", "footnotes", "comments", "wide", "codes-pocket", "cover"),
    *_HOLES,
    *(f"cover-{shape}" for shape in Format),
})  # fmt: skip
# A table that was measured too narrow moves on.
_MOST_MOVES = 3
# For the process that prints, before it loads Pango: our faces first, on any machine.
FONT_SETTINGS = {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}

_DOTS_AN_INCH = 200
_LOG = logging.getLogger("weasyprint")


def read_style(name: str) -> str:
    """The text of one of our style sheets."""
    return (files("export") / "styles" / f"{name}.css").read_text("utf-8")


class PrintEngine:
    """Reads faces and styles once; then prints any number of briefs, the same brief to the same bytes."""

    def __init__(self) -> None:
        footnotes.keep_with_calls()
        structure.keep_boxes()
        table_heads.keep_for_following()
        whole_floats.keep_whole()
        hyphens.set_well()
        leaders.join_signs()
        lines_once.split_once()
        self._fonts = FontConfiguration()
        self._counters = counters.register()
        faces.add(self._fonts, scripts.files_of_packages())
        common = [self.style(read_style(name)) for name in STYLES]
        self._styles = {
            shape: [*common, *(self.style(read_style(name)) for name in names)]
            for shape, names in OWN_STYLES.items()
        }
        self._more = {name: self.style(read_style(name)) for name in MORE_STYLES}
        self._of_head = self.style(head.STYLE)
        self._closer: dict[tuple[Format, tuple[str, ...], int], list[CSS]] = {}

    def style(self, text: str) -> CSS:
        """A style sheet that `drawn` takes."""
        return CSS(
            string=text,
            base_url="about:blank",
            font_config=self._fonts,
            counter_style=self._counters,
            url_fetcher=Bundle({}),
        )

    def pdf(self, brief: Brief) -> bytes:
        """Raises TooMuch."""
        return self.located_pdf(brief)[2]

    def located_pdf(self, brief: Brief) -> tuple[PageCount, WordBoxes, bytes]:
        """The page count of a brief, where each of its words stands, and its PDF. Raises TooMuch."""
        source = Attachment(
            string=brief.markdown,
            name="note.md",
            description="Markdown",
            relationship="Source",
            created=brief.printed_at,
            modified=brief.printed_at,
        )
        sheet = page(brief)
        fitted = self.fitted(sheet)
        words = boxes_of(fitted.document, brief.body)
        printed = self._written(fitted.document, sheet, [source] if brief.has_source else [])
        whole = impose(printed) if brief.booklet and brief.format is Format.POCKET else printed
        count = replace(_counted(fitted, sheet), confused=gray.confused(fitted.document, sheet.pictures))
        return count, words, whole

    def page_count(self, brief: Brief) -> PageCount:
        """The page count of a brief, without a PDF. Raises TooMuch."""
        sheet = page(brief)
        return _counted(self.fitted(sheet), sheet)

    def first_pages(self, brief: Brief) -> bytes:
        """A PDF of the first pages of a long note, as they will be but for their number. Raises TooMuch.

        Empty where nothing is certain.
        """
        sheet = page(brief, characters=head.characters(brief))
        document = self.laid_out(sheet, [self._of_head])
        certain = document.pages[: head.certain(len(document.pages), has_cover=sheet.has_cover)]
        return self._written(document.copy(certain), sheet, []) if certain else b""

    def located(self, sheet: Page, body: str, *, more: Sequence[CSS] = ()) -> tuple[WordBoxes, bytes]:
        """A note as `drawn` prints it, and where each word of its body stands."""
        document = self.laid_out(sheet, more)
        return boxes_of(document, body), self._written(document, sheet, [])

    def drawn(
        self, sheet: Page, *, more: Sequence[CSS] = (), attachments: Sequence[Attachment] = ()
    ) -> tuple[bytes, int]:
        """A PDF of the sheet and how many pages it has; the styles in `more` come after ours."""
        document = self.laid_out(sheet, more)
        return self._written(document, sheet, attachments), len(document.pages)

    def _written(self, document: Any, sheet: Page, attachments: Sequence[Attachment]) -> bytes:
        fragments.trim(document)
        hand_margin.give_way(document)
        notes.link(document)
        archive.claim_both(document)

        def finish(document: object, pdf: object) -> None:
            if sheet.has_bars:
                bars.draw(document, pdf)
            if sheet.numbers_paragraphs:
                paragraph_numbers.draw(document, pdf, sheet)
            if sheet.edition:
                page_codes.draw(document, pdf, sheet.edition, sheet.format, has_holes=sheet.has_holes)
            tags.finish(document, pdf)
            page_labels.write(document, pdf, first=sheet.first_page, has_cover=sheet.has_cover)
            archive.finish(document, pdf)
            serialize_once(pdf)

        printed: bytes = document.write_pdf(
            pdf_variant=archive.VARIANT,
            output_intent="srgb",
            finisher=finish,
            attachments=list(attachments),
        )
        return printed

    def laid_out(self, sheet: Page, more: Sequence[CSS] = ()) -> Any:
        """WeasyPrint's pages, set closer where that saves one."""
        return self.fitted(sheet, more).document

    def fitted(self, sheet: Page, more: Sequence[CSS] = ()) -> Fitted:
        """The same, and what was done to them."""
        source = HTML(string=sheet.html, base_url="about:blank", url_fetcher=Bundle(sheet.pictures))

        has_beside = beside.place(source.etree_element)

        def lay(step: int = 0, html: HTML = source) -> Any:
            document = html.render(
                stylesheets=[*self._styles_at(sheet, step), *more],
                font_config=self._fonts,
                counter_style=self._counters,
                pdf_variant=archive.VARIANT,
                dpi=_DOTS_AN_INCH,
            )
            return lay(step, html) if has_beside and beside.gives_way(document) else document

        def lay_trial(body: str) -> Any:
            lang = source.etree_element.get("lang", "")
            page = f'<html lang="{lang}"><body><article><main>{body}</main></article></body></html>'
            return lay(html=HTML(string=page, base_url="about:blank", url_fetcher=Bundle(sheet.pictures)))

        has_margin = sheet.format is Format.NOTE and not {"wide", "holes-note"} & {*sheet.styles}
        tables = Tables(source.etree_element, sheet.format, has_margin=has_margin, lay=lay_trial)
        contents_levels.foresee(source.etree_element, lay)
        document = _whole(tables, lay)
        signs = faces.without_face(document, scripts.suspects(source.etree_element))
        document = contents_levels.settled(source.etree_element, document, lay)
        if sheet.is_head:
            pages = len(document.pages)
            return Fitted(document, Fitting(asked=None, before=pages, pages=pages))
        filling = Filling(source.etree_element, tables, is_early=sheet.has_early_pages)
        is_large = sheet.format is Format.LARGE and not sheet.has_early_pages
        spaces, document = closest(filling, document, lay) if is_large else (0, filling.filled(document, lay))
        document = last_lines.with_its_end_near(source.etree_element, document, partial(lay, spaces))
        wish = Wish(pages=sheet.pages_wanted, shape=sheet.format, is_larger=_is_larger(sheet))
        count = partial(measured_to_comments, has_cover=sheet.has_cover)
        fitted = fit(document, wish, count, lay)
        lay_again = partial(lay, fitted.fitting.step or spaces)
        document = filling.filled(fitted.document, lay_again) if fitted.fitting.step else fitted.document
        document, _ = last_lines.settled(document, lay_again)
        while has_beside and beside.is_bare(document):
            document = lay_again()
        told = replace(fitted.fitting, left=lines_left(document, fitted.fitting, wish, count))
        cut = cut_words.first(source.etree_element, document)
        return Fitted(document, told, "".join(sorted(signs)), cut)

    def _styles_at(self, sheet: Page, number: int) -> list[CSS]:
        """All style sheets of a page, 0 for as usual."""
        if not number:
            return [*self._styles[sheet.format], *(self._more[name] for name in sheet.styles)]
        key = (sheet.format, sheet.styles, number)
        if key not in self._closer:
            at = closer.step(number, sheet.format, is_larger=_is_larger(sheet))
            names = (*STYLES, *OWN_STYLES[sheet.format], *sheet.styles)
            known = {**dict(zip(STYLES, self._styles[sheet.format], strict=False)), **self._more}
            self._closer[key] = [
                *(
                    known[name]
                    if name in _NEVER_CLOSER
                    else self.style(closer.closer(read_style(name), at, sheet.format))
                    for name in names
                ),
                self.style(closer.pictures(at, sheet.format)),
                self.style(
                    closer.margins(
                        at, sheet.format, is_wide="wide" in sheet.styles, has_holes=sheet.has_holes
                    )
                ),
            ]
        return self._closer[key]


def _is_larger(sheet: Page) -> bool:
    return f"larger-{sheet.format}" in sheet.styles


def _counted(fitted: Fitted, sheet: Page) -> PageCount:
    count = measured_to_comments(fitted.document, has_cover=sheet.has_cover)
    return replace(
        count, fitting=fitted.fitting, without_face=fitted.signs, cut=fitted.cut, pictures=sheet.shown
    )


def _whole(tables: Tables, lay: Callable[[], Any]) -> Any:
    """Pages on which every table has found its place."""
    tables.settle()
    document = lay()
    for _ in range(_MOST_MOVES):
        if not tables.unsettled(document):
            break
        document = lay()
    return document
