"""Word boxes of editions: which pages each printed note has, and where its words stand; no word itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.ids import EditionId, ItemId
from server.storage import Db

ALONE = ItemId("")
"""In place of an item of a pochette: the note is printed alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The pages of one note in an edition. `boxes` are packed word boxes of the print (export/paper)."""

    item: ItemId = ALONE
    first_page: int = 1
    pages: int
    boxes: bytes

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1


def keep(db: Db, edition: EditionId, stretches: Sequence[Stretch]) -> None:
    """An edition that was forgotten meanwhile keeps none."""
    if not any(db.execute("SELECT 1 FROM editions WHERE id = ?", (edition,))):
        return
    for one in stretches:
        db.execute(
            "INSERT INTO edition_words (edition, item, first_page, pages, boxes) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (edition, item) DO NOTHING",
            (edition, one.item, one.first_page, one.pages, one.boxes),
        )


def of_edition(db: Db, edition: EditionId) -> list[Stretch]:
    """In the order of pages; none for an edition that was printed before they were kept."""
    query = "SELECT item, first_page, pages, boxes FROM edition_words WHERE edition = ? ORDER BY first_page"
    return [
        Stretch(item=ItemId(item), first_page=first, pages=pages, boxes=boxes)
        for item, first, pages, boxes in db.execute(query, (edition,))
    ]


def forget(db: Db, edition: EditionId) -> None:
    db.execute("DELETE FROM edition_words WHERE edition = ?", (edition,))
