"""POST /n/{token}/erasures: erases a passage or pictures from the whole history; for managers."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

from aiohttp import web

from crdt.compaction import LoadError
from crdt.erasing import SHORTEST, Passage
from crdt.ranges import Ranges
from crdt.seat import Close
from crdt.update import MAX_CLOCK
from crdt.varint import MAX_INTEGER
from server.errors import BadInputError, BusyError
from server.history.compaction import COMPACTOR
from server.history.erasing import erase, plan
from server.history.planning import ErasureRequest
from server.http.access import note_access
from server.http.audit_rows import of_request
from server.http.body import read_json
from server.http.json_body import long_text
from server.http.keys import CONFIG, ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.storage import Db, files
from server.storage.erasures import Erased, Rewritten
from server.targets import NoteTarget
from server.visitors.freeze import unfrozen

# As many pieces as a page of text has after much writing.
_MOST_RANGES: Final = 20_000
# What is said of the bytes: in files of the server, in none, in copies of a database that are out of reach.
PENDING: Final = "pending"
DONE: Final = "done"
COPIES: Final = "copies"
_FIELDS: Final = {"text", "ranges", "pictures"}


async def post(request: web.Request) -> web.Response:
    """Erase `text` wherever it ever stood, or the letters `ranges` ([client, first clock, clock after])."""
    most = long_text(request.app[CONFIG].max_note, values=_MOST_RANGES)
    erased = await carry_out(request, _request_of(await read_json(request, _FIELDS, most)))
    facts = {
        "characters": erased.characters,
        "texts": erased.texts,
        "pictures": erased.pictures,
        "epoch": erased.epoch,
        "files": PENDING,
    }
    return web.json_response(facts, status=web.HTTPCreated.status_code)


async def look(request: web.Request, asked: ErasureRequest) -> Rewritten | None:
    """What there is to erase, None where it is only pictures. Raises BadInputError."""
    engine, note = request.app[ENGINE], note_access(request).note
    await engine.read(partial(_check, note=note, pictures=asked.pictures))
    try:
        await _settle(request)
        return await plan(engine, note, asked)
    except LoadError:
        raise BusyError("not_erased") from None


async def carry_out(request: web.Request, asked: ErasureRequest) -> Erased:
    """Erase it from the text and its history. Those who write in the note come back to another epoch."""
    engine, access = request.app[ENGINE], note_access(request)
    await unfrozen(engine, access.target)
    await engine.read(partial(_check, note=access.note, pictures=asked.pictures))
    alone = partial(_alone, request)
    record = of_request(request, "erased")
    try:
        await _settle(request)
        erased = await erase(engine, access.note, asked, by=access.visitor, record=record, alone=alone)
    except LoadError:
        raise BusyError("not_erased") from None
    request.app[COMPACTOR].wake()
    return erased


async def _alone(request: web.Request, work: Callable[[], Awaitable[Erased]]) -> Erased:
    """Carry out what was planned, unless a device of a manager was declared stolen meanwhile."""
    note = note_access(request).note
    await unfrozen(request.app[ENGINE], NoteTarget(note))
    detail = "a passage was erased from this note"
    return await request.app[ROOMS].alone(note, work, why=Close.OTHER_EPOCH, detail=detail)


async def _settle(request: web.Request) -> None:
    """Return once all that was typed before is on disk."""
    async with request.app[ROOMS].visit(note_access(request).note) as open_note:
        await open_note.settled()


def request_of(words: str, pictures: tuple[str, ...]) -> ErasureRequest:
    """What is to go, with line ends as the editor has them. Raises BadInputError for too short a passage."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if len(words.strip()) < SHORTEST and (words or not pictures):
        raise BadInputError("short_passage", least=SHORTEST, pointer="/text")
    return ErasureRequest(words=words, pictures=pictures)


def _request_of(given: Mapping[str, object]) -> ErasureRequest:
    pictures = _pictures(given.get("pictures", []))
    passage = {name: value for name, value in given.items() if name != "pictures"}
    match passage:
        case {"text": str(text)} if len(passage) == 1:
            return request_of(text, pictures)
        case {"ranges": list(ranges)} if len(passage) == 1 and 0 < len(ranges) <= _MOST_RANGES:
            return ErasureRequest(letters=_passage(ranges), pictures=pictures)
        case _ if not passage and pictures:
            return ErasureRequest(pictures=pictures)
        case _:
            raise BadInputError("bad_passage")


def _pictures(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadInputError("bad_passage", pointer="/pictures")
    return tuple(given)


def _passage(ranges: list[object]) -> Passage:
    passage: dict[int, Ranges] = {}
    for number, one in enumerate(ranges):
        match one:
            case [int(client), int(start), int(end)] if (
                0 <= client <= MAX_INTEGER and 0 <= start < end <= MAX_CLOCK
            ):
                passage.setdefault(client, Ranges()).add(start, end)
            case _:
                raise BadInputError("bad_passage", pointer=f"/ranges/{number}")
    return passage


def _check(db: Db, *, note: NoteId, pictures: tuple[str, ...]) -> None:
    if not all(files.has(db, note, picture) for picture in pictures):
        raise BadInputError("no_passage")
