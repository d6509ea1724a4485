"""A file that somebody brings: the body of the request, or the first file of a form, within a limit."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from aiohttp import BodyPartReader, StreamReader, web

from server.errors import BadInputError, TooLargeError

_CHUNK = 1 << 16
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`name` has no folder in it, and may be empty."""

    name: str
    content: bytes


async def read_upload(request: web.Request, most: int) -> Upload:
    """Raises BadInputError for a form without a file, TooLargeError beyond `most` bytes."""
    if (request.content_length or 0) > most + _CHUNK:
        raise TooLargeError("file_too_large", most=most >> 20)
    if request.content_type != "multipart/form-data":
        content = await _read(request.content, most)
        return Upload(name=_name(unquote(request.query.get("name", ""))), content=content)
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader) and part.filename is not None:
                return Upload(name=_name(part.filename), content=await _read(part, most))
    except (ValueError, LookupError, AssertionError):
        raise BadInputError("bad_request") from None
    raise BadInputError("no_file")


async def _read(source: StreamReader | BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await (
        source.read_chunk(_CHUNK) if isinstance(source, BodyPartReader) else source.read(_CHUNK)
    ):
        content += chunk
        if len(content) > most:
            raise TooLargeError("file_too_large", most=most >> 20)
    if not content:
        raise BadInputError("no_file")
    return bytes(content)


def _name(given: str) -> str:
    """The last part, as it may be shown and logged."""
    last = PurePosixPath(given.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:]


def ending(name: str) -> str:
    """`docx` of `Note.DOCX`, empty where there is none."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
