"""The trash: a note in it is closed for all at once and can be restored for some days."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from aiohttp import hdrs, web

from crdt.compaction import LoadError
from crdt.seat import Close
from crdt.title import title_of
from export.note.labels import day
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError
from server.history.compaction import COMPACTOR
from server.history.erasures import PENDING
from server.http.access import DETAILS, DEVICE, note_access
from server.http.answer import page
from server.http.audit_rows import of_request
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.words import LANG, Lang
from server.ids import NoteId
from server.live.rooms import ROOMS
from server.storage import Db, deletions, trash
from server.storage.trash import Trashed
from server.targets import NoteTarget
from server.visitors.freeze import unfrozen

DAYS: Final = 30
DAY_MS: Final = 24 * 60 * 60_000


async def ask(request: web.Request) -> web.Response:
    """GET /n/{token}/trash: whether to; it works without script."""
    return _answer(request, "trash-ask.html", note=own_path(request))


async def put(request: web.Request) -> web.Response:
    """POST /n/{token}/trash: a form is led to the trash, a program told how long the note is kept there."""
    note, at = note_access(request).note, now_ms()
    await _put(request, note, at, of_request(request, "trashed"))
    if request.content_type != "application/json":
        return _led_home()
    return web.json_response({"until": as_datetime(at + DAYS * DAY_MS).isoformat()})


async def get(request: web.Request) -> web.Response:
    """GET /trash: what this device has moved there."""
    lang = request[LANG]
    listed = [
        {"note": one.note, "title": one.title, "until": _last_day(one, lang)} for one in await _mine(request)
    ]
    return _answer(request, "trash.html", notes=listed)


async def post(request: web.Request) -> web.Response:
    """POST /trash: have a note back, or have done with it. Raises NotFoundError for one that is not there."""
    is_form = request.content_type != "application/json"
    fields: Mapping[str, object] = (
        await read_form(request) if is_form else await read_json(request, {"note", "do"})
    )
    mine = {one.note for one in await _mine(request)}
    if (note := NoteId(str(fields.get("note", "")))) not in mine:
        raise NotFoundError("not_in_trash")
    engine = request.app[ENGINE]
    request[DETAILS] = {"subject": f"note {note}"}
    match fields.get("do"):
        case "restore":
            await engine.write(partial(_restore, note=note, record=of_request(request, "restored")))
            facts: dict[str, object] = {"restored": True}
        case "purge":
            await unfrozen(engine, NoteTarget(note))
            await _purge(request.app, note, of_request(request, "deleted"))
            facts = {"files": PENDING}
        case _:
            raise BadInputError("bad_request", pointer="/do")
    return _led_home() if is_form else web.json_response(facts)


async def _purge(app: web.Application, note: NoteId, record: Callable[..., None]) -> None:
    """Delete a note of the trash with all that is its."""

    def work(db: Db) -> None:
        if trash.purge(db, note):
            deletions.add(db, now_ms())
            record(db)

    await app[ENGINE].write(work)
    app[COMPACTOR].wake()


def _restore(db: Db, *, note: NoteId, record: Callable[..., None]) -> None:
    trash.restore(db, note)
    record(db)


async def _put(request: web.Request, note: NoteId, at: int, record: Callable[..., None]) -> None:
    """Everything that was typed is on disk before it is shut, so that it is there when it comes back."""
    engine, rooms = request.app[ENGINE], request.app[ROOMS]

    def work(db: Db, title: str | None) -> None:
        trash.put(db, note, title=title, at=at)
        record(db)

    try:
        title = title_of(await rooms.markdown(note))
    except LoadError:  # damaged as it is, it may go all the same
        await engine.write(partial(work, title=None))
        return
    shut = partial(engine.write, partial(work, title=title))
    await rooms.alone(note, shut, why=Close.TRASHED, detail="this note was moved to the trash")


async def _mine(request: web.Request) -> list[Trashed]:
    device = request[DEVICE]
    return await request.app[ENGINE].read(partial(trash.of_device, device=device.id)) if device else []


def _last_day(trashed: Trashed, lang: Lang) -> str:
    return day(as_datetime(trashed.at + DAYS * DAY_MS).astimezone(), lang)


def _answer(request: web.Request, template: str, **context: Any) -> web.Response:
    answer = page(request, template, facts={}, days=DAYS, **context)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _led_home() -> web.Response:
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: "/trash"})
