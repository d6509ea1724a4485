"""How many pictures a note may hold, and how large they may be together."""

from typing import Final

from server.errors import TooLargeError
from server.storage import files
from server.storage.files import File

MOST_FILES: Final = 100
MOST_TOGETHER: Final = 60 << 20


def check_room(file: File, taken: files.Taken) -> files.Taken:
    """What is taken with this one more. Raises TooLargeError."""
    many = files.Taken(taken.files + 1, taken.bytes + len(file.content))
    if many.files > MOST_FILES or many.bytes > MOST_TOGETHER:
        raise TooLargeError("too_many_pictures", files=MOST_FILES, most=MOST_TOGETHER >> 20)
    return many
