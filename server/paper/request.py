"""Request of a print: which text, in which format, for whom, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from export.note.formats import Format
from server.errors import BadInputError, inside
from server.ids import LinkId
from server.paper.layout import NAMES, USUAL, Setting, read_setting
from server.settings.timezones import zone_named
from server.text.values import read_name

FIELDS: Final = NAMES | {
    *("text", "format", "recipient", "copy", "watermark", "bars", "booklet", "code"),
    "comments",
    "timezone",
}
_MOST_COPY = 9999
_YES = (True, "1", "on", "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """What to print. `is_live` is the text as it is now, else the version that was frozen last.

    `link` is the link to print that it is for: opened again, it gives the same sheet while that is current.
    `has_code`: the QR code of the edition stands on its first page; `has_comments`: what was said beside the
    note stands behind it. `timezone` is that of the browser that prints, empty where it says none.
    """

    is_live: bool
    format: Format
    recipient: str
    has_bars: bool = False
    has_code: bool = True
    has_comments: bool = False
    is_booklet: bool = False
    is_marked: bool = False
    copy_number: int | None = None
    link: LinkId | None = None
    setting: Setting = USUAL
    timezone: str = ""

    @property
    def options(self) -> dict[str, Any]:
        """As an edition keeps them."""
        return {
            "bars": self.has_bars,
            "booklet": self.is_booklet,
            "code": self.has_code,
            "copy_number": self.copy_number,
            "link": self.link,
            "watermark": self.is_marked,
            **self.setting.options,
            **({"timezone": self.timezone} if self.timezone else {}),
        }


def read_print_request(fields: Mapping[str, object]) -> PrintRequest:
    """From a form, an address or JSON; what says nothing is not wished, but for the QR code.

    The box of a form says `code=1` or nothing, and then `code=0` comes in any case: the first counts.
    Raises BadInputError.
    """
    text, form = fields.get("text", "live"), fields.get("format", Format.NOTE.value)
    if text not in ("live", "frozen") or form not in tuple(Format):
        wrong = "format" if text in ("live", "frozen") else "text"
        raise BadInputError("bad_edition", known=", ".join(Format), pointer=f"/{wrong}")
    with inside("recipient"):
        recipient = read_name("recipient", fields.get("recipient", ""))
    return PrintRequest(
        is_live=text == "live",
        format=Format(str(form)),
        recipient=recipient,
        has_bars=fields.get("bars") in _YES,
        has_code=fields.get("code", True) in _YES,
        has_comments=fields.get("comments") in _YES,
        is_booklet=fields.get("booklet") in _YES and form == Format.POCKET,
        is_marked=fields.get("watermark") in _YES and bool(recipient),
        copy_number=read_copy(fields.get("copy", "")),
        setting=read_setting(fields),
        timezone=_zone_in(fields.get("timezone", "")),
    )


def _zone_in(value: object) -> str:
    """A zone that this machine does not know is none: browsers learn of new ones first."""
    return value if isinstance(value, str) and zone_named(value) is not None else ""


def read_copy(value: object, most: int = _MOST_COPY) -> int | None:
    """A form says it as text, and says nothing by an empty one. Raises BadInputError."""
    if value in ("", None):
        return None
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise BadInputError("bad_link", field="copy", expected=f"1–{most}", pointer="/copy")
    return number
