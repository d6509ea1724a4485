"""Uploads: a file as the request body or as the first file of a form, within a limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from aiohttp import BodyPartReader, StreamReader, web

from server.errors import BadInputError, TooLargeError
from server.http.forms import NO_FORM
from server.http.intake import Part, coming
from server.http.recheck import check_lasting

_CHUNK = 1 << 16
_LONGEST_NAME = 200
_MOST_FIELDS = 20
_LONGEST_FIELD = 1 << 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`name` has no folder in it, and may be empty; `fields` are what the form says before its file."""

    name: str
    content: bytes
    fields: Mapping[str, str] = field(default_factory=dict)


async def read_upload(request: web.Request, most: int) -> Upload:
    """Raises BadInputError for a form without a file, TooLargeError beyond `most` bytes."""
    async with coming(request) as held:
        upload = await _read_upload(request, most, held)
    await check_lasting(request)
    return upload


async def _read_upload(request: web.Request, most: int, held: Part) -> Upload:
    if (request.content_length or 0) > most + _CHUNK:
        raise TooLargeError("file_too_large", most=most >> 20)
    if request.content_type != "multipart/form-data":
        content = _some(await _read(request.content, most, held))
        said = dict(request.query)
        return Upload(name=_name(said.pop("name", "")), content=content, fields=said)
    try:
        reader = await request.multipart()
        fields: dict[str, str] = {}
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            if part.filename is not None:
                content = _some(await _read(part, most, held))
                return Upload(name=_name(part.filename), content=content, fields=fields)
            if len(fields) >= _MOST_FIELDS:
                raise BadInputError("bad_request")
            fields[part.name or ""] = (await _read(part, _LONGEST_FIELD, held)).decode()
    except NO_FORM:
        raise BadInputError("bad_request") from None
    raise BadInputError("no_file")


async def read_uploads(request: web.Request, *, most: int, most_files: int) -> tuple[Upload, ...]:
    """Every file of a form, `most` bytes together; or the request body as one. Empty files are left out.

    Raises as `read_upload`, and BadInputError for more than `most_files`.
    """
    if request.content_type != "multipart/form-data":
        return (await read_upload(request, most),)
    if (request.content_length or 0) > most + _CHUNK:
        raise TooLargeError("files_too_large", most=most >> 20)
    async with coming(request) as held:
        found = await _read_form(request, most, most_files, held)
    await check_lasting(request)
    if not found:
        raise BadInputError("no_file")
    return found


async def _read_form(request: web.Request, most: int, most_files: int, held: Part) -> tuple[Upload, ...]:
    found, left = list[Upload](), most
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.filename is None:
                continue
            if len(found) >= most_files:
                raise BadInputError("too_many_files", most=most_files)
            content = await _read(part, left, held, too_large="files_too_large", most_said=most)
            left -= len(content)
            if content:
                found.append(Upload(name=_name(part.filename), content=content))
    except NO_FORM:
        raise BadInputError("bad_request") from None
    return tuple(found)


async def _read(
    source: StreamReader | BodyPartReader,
    most: int,
    held: Part,
    *,
    too_large: str = "file_too_large",
    most_said: int | None = None,
) -> bytes:
    content = bytearray()
    while chunk := await (
        source.read_chunk(_CHUNK) if isinstance(source, BodyPartReader) else source.read(_CHUNK)
    ):
        content += chunk
        held.holds(held.size + len(chunk))
        if len(content) > most:
            raise TooLargeError(too_large, most=(most_said or most) >> 20)
    return bytes(content)


def _some(content: bytes) -> bytes:
    """A form with an empty file field sends a file of no bytes."""
    if not content:
        raise BadInputError("no_file")
    return content


def _name(given: str) -> str:
    """The last part, as it may be shown and logged."""
    last = PurePosixPath(given.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:]


def ending(name: str) -> str:
    """`docx` of `Note.DOCX`, empty where there is none."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
