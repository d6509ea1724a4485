"""Forms of a request, urlencoded or in parts: texts within a limit, no files."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from server.errors import BadInputError, TooLargeError
from server.http.intake import Part, coming

# Raised by aiohttp for what is no form: a charset or an encoding that there is not, a head that is too long.
NO_FORM: Final = (ValueError, LookupError, AssertionError, RuntimeError, HttpProcessingError)
SHORT_BYTES: Final = 128 * 1024
_MOST_FIELDS: Final = 2000
_CHUNK: Final = 1 << 16


def long_form(most: int) -> int:
    """The bytes of a form with a text of `most` bytes: `%41` says one byte in three."""
    return 3 * most + SHORT_BYTES


class Form(Mapping[str, object]):
    """The first value of each name; `all` gives the others too."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Every value of a field that a form may send several times."""
        return self._values.get(name, [])


async def form_of(request: web.Request, most: int) -> Form:
    """The fields of a body, none where it is no form. Raises BadInputError, TooLargeError, BusyError."""
    if (request.content_length or 0) > most:
        raise _too_large(most)
    try:
        async with coming(request) as part:
            match request.content_type:
                case "application/x-www-form-urlencoded":
                    return await _urlencoded(request, part, most)
                case "multipart/form-data":
                    return await _in_parts(request, part, most)
                case _:
                    return Form([])
    except NO_FORM:
        raise BadInputError("bad_request") from None


async def _urlencoded(request: web.Request, part: Part, most: int) -> Form:
    body, charset = bytearray(), request.charset or "utf-8"
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > most:
            raise _too_large(most)
        part.holds(len(body))
    pairs = parse_qsl(
        body.decode(charset).rstrip(),
        keep_blank_values=True,
        encoding=charset,
        errors="strict",
        max_num_fields=_MOST_FIELDS,
    )
    return Form(pairs)


async def _in_parts(request: web.Request, part: Part, most: int) -> Form:
    reader, pairs, size = await request.multipart(), list[tuple[str, str]](), 0
    while (field := await reader.next()) is not None:
        if not isinstance(field, BodyPartReader) or field.filename is not None or len(pairs) >= _MOST_FIELDS:
            raise BadInputError("bad_request")
        value = bytearray()
        while piece := await field.read_chunk(_CHUNK):
            size += len(piece)
            if size > most:
                raise _too_large(most)
            part.holds(size)
            value += piece
        pairs.append((field.name or "", value.decode(field.get_charset("utf-8"))))
    return Form(pairs)


def _too_large(most: int) -> TooLargeError:
    return TooLargeError("body_too_large", most=most >> 10)
