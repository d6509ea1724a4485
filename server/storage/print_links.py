"""Print links: text, paper and recipient of each."""

from dataclasses import dataclass
from enum import StrEnum

from export.note.formats import Format, TextSize
from server.ids import LinkId
from server.storage import Db


class Source(StrEnum):
    """Which text is printed: as it stands now, or the version that is good for print."""

    LIVE = "live"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLink:
    """One row. `recipient` is printed on every page; empty when it is nobody's copy.

    The last nine say how the note is set, as a print of it does: `pages_wanted` is what it is to fit in, 0
    for as many as it fills, None for the budget of the card.
    """

    link: LinkId
    source: Source = Source.LIVE
    format: Format = Format.NOTE
    recipient: str = ""
    copy_number: int | None = None
    text_size: TextSize = TextSize.NORMAL
    has_cover: bool = False
    has_hand_margin: bool = True
    has_contents: bool = True
    has_pictures: bool = True
    pages_wanted: int | None = None
    lists_addresses: bool = False
    numbers_paragraphs: bool = False
    has_holes: bool = False


_FIELDS = (
    "source, format, recipient, copy_number, text_size, cover, hand_margin, contents, pages, list_addresses,"
    " paragraph_numbers, holes, pictures"
)


def insert(db: Db, row: PrintLink) -> None:
    setting = (row.text_size.value, int(row.has_cover), int(row.has_hand_margin), int(row.has_contents))
    fitting = (row.pages_wanted, int(row.lists_addresses), int(row.numbers_paragraphs), int(row.has_holes))
    shown = int(row.has_pictures)
    db.execute(
        f"INSERT INTO print_links (link, {_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            row.link,
            row.source.value,
            row.format.value,
            row.recipient,
            row.copy_number,
            *setting,
            *fitting,
            shown,
        ),
    )


def find(db: Db, link: LinkId) -> PrintLink:
    """A link without a row prints the note as it stands, for nobody in particular."""
    query = f"SELECT {_FIELDS} FROM print_links WHERE link = ?"  # noqa: S608 - constant fields
    for source, format_, recipient, copy_number, *setting in db.execute(query, (link,)):
        size, cover, margin, contents, pages, addresses, numbers, holes, images = setting
        return PrintLink(
            link=link,
            source=Source(source),
            format=Format(format_),
            recipient=recipient,
            copy_number=copy_number,
            text_size=TextSize(size),
            has_cover=bool(cover),
            has_hand_margin=bool(margin),
            has_contents=bool(contents),
            has_pictures=bool(images),
            pages_wanted=pages,
            lists_addresses=bool(addresses),
            numbers_paragraphs=bool(numbers),
            has_holes=bool(holes),
        )
    return PrintLink(link=link)
