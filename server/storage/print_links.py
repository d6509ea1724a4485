"""What each link to print gives: which text, on which paper, and whose copy."""

from dataclasses import dataclass
from enum import StrEnum

from export.formats import Format
from server.storage import Db, LinkId


class Source(StrEnum):
    """Which text is printed: as it stands now, or the version that is good for print."""

    LIVE = "live"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLink:
    """One row. `recipient` is printed on every page; empty when it is nobody's copy."""

    link: LinkId
    source: Source = Source.LIVE
    format: Format = Format.NOTE
    recipient: str = ""
    copy_number: int | None = None


def insert(db: Db, row: PrintLink) -> None:
    db.execute(
        "INSERT INTO print_links (link, source, format, recipient, copy_number) VALUES (?, ?, ?, ?, ?)",
        (row.link, row.source.value, row.format.value, row.recipient, row.copy_number),
    )


def find(db: Db, link: LinkId) -> PrintLink:
    """A link without a row prints the note as it stands, for nobody in particular."""
    query = "SELECT source, format, recipient, copy_number FROM print_links WHERE link = ?"
    for source, format_, recipient, copy_number in db.execute(query, (link,)):
        return PrintLink(
            link=link,
            source=Source(source),
            format=Format(format_),
            recipient=recipient,
            copy_number=copy_number,
        )
    return PrintLink(link=link)
