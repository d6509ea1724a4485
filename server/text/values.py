"""Texts of a body as rows have them, refused with a reason: one line, or a text with its lines."""

import unicodedata
from collections.abc import Callable

from export.note.title import MAX_TITLE
from server.errors import BadInputError
from server.text.directions import turns


def read_text(value: object, field: str) -> str:
    """A text that UTF-8 and Yjs can hold, with line ends as the editor has them."""
    if not isinstance(value, str) or not is_text(value):
        raise BadInputError(f"bad_{field}", most=MAX_TITLE)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def is_text(text: str) -> bool:
    """Whether every database can keep it. JSON can spell half of a surrogate pair, which is no character."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


MOST_CHARACTERS = 120


def line_reader(most: int) -> Callable[[str, object], str]:
    def read(field: str, value: object) -> str:
        text = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else None
        if text is None or len(text) > most or not _is_printable(text):
            raise BadInputError("bad_card_text", field=field, most=most)
        if turns(text):
            raise BadInputError("bad_direction", field=field)
        return text

    return read


read_name = line_reader(MOST_CHARACTERS)
"""One line of text for a person, without controls of any kind. Raises BadInputError."""


def _is_printable(text: str) -> bool:
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Co"} for character in text)
