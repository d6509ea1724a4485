"""Layout settings of a note on paper: size, cover, margin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from export.note.formats import TextSize
from server.errors import BadInputError
from server.storage.print_links import PrintLink

NAMES: Final = frozenset(
    {"size", "cover", "margin", "contents", "pictures", "pages", "addresses", "numbers", "holes"}
)
_MOST_PAGES: Final = 200
_YES, _NO = (True, "1", "on", "true"), (False, "0", "", "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Readers may choose it: it shows nothing that the note does not say.

    `pages` is what it is to fit in, 0 for as many as it fills; None leaves that to the budget of the card.
    `lists_addresses` puts the addresses of its links behind the note, `numbers_paragraphs` numbers in its
    margin; `has_holes` keeps the binding edge free for a ring binder.
    """

    text_size: TextSize = TextSize.NORMAL
    has_cover: bool = False
    has_hand_margin: bool = True
    has_contents: bool = True
    has_pictures: bool = True
    pages: int | None = None
    lists_addresses: bool = False
    numbers_paragraphs: bool = False
    has_holes: bool = False

    @property
    def how(self) -> dict[str, Any]:
        """As fields of a brief, and of a link to print."""
        return {
            "text_size": self.text_size,
            "has_cover": self.has_cover,
            "has_hand_margin": self.has_hand_margin,
            "has_contents": self.has_contents,
            "has_pictures": self.has_pictures,
            "pages_wanted": self.pages,
            "lists_addresses": self.lists_addresses,
            "numbers_paragraphs": self.numbers_paragraphs,
            "has_holes": self.has_holes,
        }

    @property
    def facts(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "size": self.text_size.value,
            "cover": self.has_cover,
            "margin": self.has_hand_margin,
            "contents": self.has_contents,
            "pictures": self.has_pictures,
            "pages": self.pages,
            "addresses": self.lists_addresses,
            "numbers": self.numbers_paragraphs,
            "holes": self.has_holes,
        }

    @property
    def options(self) -> dict[str, Any]:
        """As an edition keeps it: what is as usual goes without saying."""
        usual = Setting().facts
        return {name: value for name, value in self.facts.items() if value != usual[name]}


USUAL: Final = Setting()


def setting_of(prints: PrintLink) -> Setting:
    """How a link to print sets what it gives."""
    return Setting(
        text_size=prints.text_size,
        has_cover=prints.has_cover,
        has_hand_margin=prints.has_hand_margin,
        has_contents=prints.has_contents,
        has_pictures=prints.has_pictures,
        pages=prints.pages_wanted,
        lists_addresses=prints.lists_addresses,
        numbers_paragraphs=prints.numbers_paragraphs,
        has_holes=prints.has_holes,
    )


def read_setting(fields: Mapping[str, object]) -> Setting:
    """From a form, an address, JSON or what an edition kept; what is not said is as usual.

    Raises BadInputError.
    """
    size = fields.get("size", TextSize.NORMAL.value)
    if size not in tuple(TextSize):
        raise _refused("size", ", ".join(TextSize))
    return Setting(
        text_size=TextSize(str(size)),
        has_cover=_read(fields, "cover", usual=False),
        has_hand_margin=_read(fields, "margin", usual=True),
        has_contents=_read(fields, "contents", usual=True),
        has_pictures=_read(fields, "pictures", usual=True),
        pages=_read_pages(fields.get("pages")),
        lists_addresses=_read(fields, "addresses", usual=False),
        numbers_paragraphs=_read(fields, "numbers", usual=False),
        has_holes=_read(fields, "holes", usual=False),
    )


def _read_pages(value: object) -> int | None:
    """A form says it as text, and says nothing by an empty one."""
    if value in (None, ""):
        return None
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= _MOST_PAGES:
        raise _refused("pages", f"0–{_MOST_PAGES}")
    return number


def _read(fields: Mapping[str, object], name: str, *, usual: bool) -> bool:
    value = fields.get(name, usual)
    if value not in (*_YES, *_NO):
        raise _refused(name, "0, 1")
    return value in _YES


def _refused(name: str, known: str) -> BadInputError:
    return BadInputError("bad_setting", name=name, known=known, pointer=f"/{name}")
