"""One brief as one HTML page for the print engine, with the pictures that it names."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from export.dialect.context import Target
from export.dialect.html import version_before
from export.dialect.markdown import render
from export.note import comments, limits
from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.note.labels import labels
from export.paper import head, qr
from export.paper.comment_section import section
from export.paper.cover import cover
from export.paper.masthead import escaped, masthead
from export.paper.running import before_chapters, running, with_chapters
from export.paper.watermark import watermark

_BEHIND = "@page {}{{ background: url(pochette:watermark{}.svg) 0 0 / 100% 100% no-repeat }}"
_PICTURE = re.compile(r'<img src="pochette:([\w-]+)"')
# What is no line of the card.
_TEXTS = frozenset({"body", "previous", "images", "threads"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`html` names its pictures by `pochette:NAME` addresses, and nothing else; its changes may get bars.

    `styles` say what is set otherwise than its format says; `edition` is the address with which the codes
    of its pages begin. `pages_wanted` is the most pages that were asked for, 0 where nothing is to be set
    closer. `is_head`: more of the note follows; `has_early_pages`: its first were shown before. `first_page`
    is what its first page counts as; `shown` is how many pictures of the note are in its text.
    """

    html: str
    pictures: Mapping[str, bytes]
    format: Format = Format.NOTE
    has_bars: bool = False
    numbers_paragraphs: bool = False
    is_one_sided: bool = False
    has_cover: bool = False
    edition: str = ""
    pages_wanted: int | None = None
    styles: tuple[str, ...] = ()
    is_head: bool = False
    has_early_pages: bool = False
    first_page: int = 1
    shown: int = 0

    @property
    def has_holes(self) -> bool:
        """Whether the edge at which it is bound stays free."""
        return f"holes-{self.format}" in self.styles


def page(brief: Brief, *, characters: int | None = None, has_places: bool = False) -> Page:
    """The whole note, or the head of its text with about so many characters. Raises TooMuch.

    `has_places`: its passages have names.
    """
    brief = replace(brief, watermark=limits.clean(brief.watermark).strip())
    limits.check_card(
        [value for field in fields(brief) if field.name not in _TEXTS for value in _texts(brief, field.name)]
    )
    limits.check_images(brief.images.values())
    comments.check(brief.threads)
    before = version_before(brief)
    body = render(
        brief.body,
        lang=brief.lang,
        target=Target.PAPER,
        format=brief.format,
        images=brief.images,
        title=brief.said_title,
        previous=before.body if before else None,
        previous_title=before.said_title if before else "",
        has_contents=brief.has_contents,
        has_pictures=brief.has_pictures,
        lists_addresses=brief.lists_addresses,
        numbers_paragraphs=brief.numbers_paragraphs,
        threads=brief.threads,
        origin=brief.origin,
        characters=characters,
        marks_lines=True,
        has_places=has_places,
    )
    pictures = dict(body.pictures)
    if brief.url:
        pictures["qr.svg"] = qr.drawing(brief.url)
    sheet = ""
    if brief.watermark:
        pictures["watermark.svg"] = watermark(brief.watermark, brief.format)
        pictures["watermark-side.svg"] = watermark(brief.watermark, brief.format, is_on_its_side=True)
        sheet = f"<style>{_BEHIND.format('', '')}{_BEHIND.format('landscape ', '-side')}</style>"
    if brief.first_page > 1:
        sheet += f"<style>@page :first {{ counter-reset: page {brief.first_page} }}</style>"
    end = f'<p class="end">{html.escape(labels(brief.lang)["end"])}</p>\n{section(brief, Target.PAPER)}'
    said = running(brief)
    data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in said.items())
    return Page(
        html=f"""<!DOCTYPE html>
<html lang="{html.escape(brief.lang)}"><head><meta charset="utf-8">
<title>{escaped(brief.title, brief)}</title>{_about(brief)}{sheet}</head>
<body><article{data}>
{cover(brief) if brief.has_cover else ""}{masthead(brief, body.bars, before_chapters(brief))}
<main>
{with_chapters(body.html, brief)}</main>
{with_chapters(end, brief) if characters is None else ""}</article></body></html>""",
        pictures=pictures,
        format=brief.format,
        has_bars=body.bars.passages > 0,
        numbers_paragraphs=brief.numbers_paragraphs,
        is_one_sided=brief.is_one_sided,
        has_cover=brief.has_cover,
        edition=brief.pages_url,
        pages_wanted=brief.most_pages,
        styles=tuple(_styles(brief)),
        is_head=characters is not None,
        has_early_pages=head.is_worth(brief),
        first_page=brief.first_page,
        shown=sum(name in brief.images for name in _PICTURE.findall(body.html)),
    )


def _styles(brief: Brief) -> Iterator[str]:
    """The names of the sheets in export/styles that say how else it is set."""
    if brief.has_holes and brief.format is not Format.POCKET:
        yield f"holes-{brief.format}"
    if brief.format is Format.NOTE and not brief.has_hand_margin:
        yield "wide"
        if brief.has_holes:
            yield "holes-wide"
    if brief.classification:
        yield "classified"
        if brief.format is Format.POCKET:
            yield "classified-pocket"
    if brief.text_size is TextSize.LARGER:
        yield f"larger-{brief.format}"
    if brief.pages_url and brief.format is Format.POCKET:
        yield "codes-pocket"
    if brief.has_cover:
        yield "cover"
        yield f"cover-{brief.format}"


def _about(brief: Brief) -> str:
    """Metadata of the file; the time is the note's, never the machine's."""
    named = {
        "author": ", ".join(brief.authors),
        "description": brief.deck,
        "generator": "Pochette",
        "dcterms.created": brief.printed_at.isoformat(timespec="seconds"),
        "dcterms.modified": brief.printed_at.isoformat(timespec="seconds"),
    }
    return "".join(
        f'<meta name="{name}" content="{html.escape(limits.clean(content))}">'
        for name, content in named.items()
        if content
    )


def _texts(brief: Brief, field: str) -> tuple[str, ...]:
    value = getattr(brief, field)
    return value if isinstance(value, tuple) else (str(value),)
