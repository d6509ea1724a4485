"""POST /n/{token}/erasures: whoever manages a note takes a passage out of its whole history."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from aiohttp import web

from crdt.compaction import LoadError
from crdt.erasing import SHORTEST, Passage
from crdt.ranges import Ranges
from crdt.update import MAX_CLOCK
from crdt.varint import MAX_INTEGER
from server.erasing import Wish, erase, plan
from server.errors import BadInputError, BusyError
from server.keys import ACCESS, ENGINE, ROOMS
from server.parcel import read_json

# As many pieces as a page of text has after much writing.
_MOST_RANGES: Final = 20_000


async def post(request: web.Request) -> web.Response:
    """Erase `text` wherever it ever stood, or the letters `ranges` ([client, first clock, clock after])."""
    wish = _wish(await read_json(request, {"text", "ranges"}))
    engine, note, by = request.app[ENGINE], request[ACCESS].note, request[ACCESS].visitor
    try:
        async with request.app[ROOMS].visit(note) as hosting:
            await hosting.settled()
            planned = await plan(engine, note, wish)
        work = partial(erase, engine, note, wish, planned, by=by)
        erased = await request.app[ROOMS].alone(note, work)
    except LoadError:
        raise BusyError("not_erased") from None
    facts = {
        "characters": erased.characters,
        "texts": erased.texts,
        "epoch": erased.epoch,
        "files": erased.is_in_no_file,
    }
    return web.json_response(facts, status=web.HTTPCreated.status_code)


def _wish(given: Mapping[str, object]) -> Wish:
    match given:
        case {"text": str(text), **rest} if not rest:
            words = text.replace("\r\n", "\n").replace("\r", "\n")
            if len(words.strip()) < SHORTEST:
                raise BadInputError("short_passage", least=SHORTEST)
            return Wish(words=words)
        case {"ranges": list(ranges), **rest} if not rest and 0 < len(ranges) <= _MOST_RANGES:
            return Wish(letters=_passage(ranges))
        case _:
            raise BadInputError("bad_passage")


def _passage(ranges: list[object]) -> Passage:
    passage: dict[int, Ranges] = {}
    for one in ranges:
        match one:
            case [int(client), int(start), int(end)] if (
                0 <= client <= MAX_INTEGER and 0 <= start < end <= MAX_CLOCK
            ):
                passage.setdefault(client, Ranges()).add(start, end)
            case _:
                raise BadInputError("bad_passage")
    return passage
