"""The trash: a note in it is closed for all at once and can be restored for some days."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.compaction import LoadError
from crdt.seat import Close
from export.note.labels import day
from export.note.title import name_of
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError
from server.history.compaction import COMPACTOR
from server.history.erasures import PENDING
from server.http.access import DETAILS, DEVICE, LANG, note_access
from server.http.answer import led_to, page
from server.http.audit_rows import of_request
from server.http.body import read_form, read_json
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.ids import BinderId, DeviceId, NoteId
from server.live.keys import ROOMS
from server.storage import Db, binder_trash, deletions, trash
from server.storage.binder_trash import TrashedBinder
from server.storage.trash import Trashed
from server.targets import BinderTarget, NoteTarget
from server.visitors.freeze import unfrozen

DAYS: Final = 30
DAY_MS: Final = 24 * 60 * 60_000
_OWN: Final = "/trash"


async def ask(request: web.Request) -> web.Response:
    """GET /n/{token}/trash: whether to; it works without script."""
    return _answer(request, "trash-ask.html", note=own_path(request))


async def put(request: web.Request) -> web.Response:
    """POST /n/{token}/trash: a form is led to the trash, a program told how long the note is kept there."""
    note, at = note_access(request).note, now_ms()
    await put_away(request.app, note, at, of_request(request, "trashed"))
    return _answered(request, {"until": as_datetime(at + DAYS * DAY_MS).isoformat()}, _OWN)


async def get(request: web.Request) -> web.Response:
    """GET /trash: what this device has moved there, or may restore as who manages its classeur."""
    device = request[DEVICE]
    notes, binders = await request.app[ENGINE].read(partial(_of, device=device.id)) if device else ([], [])
    return _answer(
        request,
        "trash.html",
        notes=rows_of(request, notes),
        binders=[
            {"binder": one.binder, "name": one.name, "notes": one.notes, "until": _last_day(request, one.at)}
            for one in binders
        ],
    )


async def post(request: web.Request) -> web.Response:
    """POST /trash: have a note or a classeur back, or have done with a note.

    Raises NotFoundError for one that is not there.
    """
    fields = await read(request, {"note", "binder", "do"})
    device = request[DEVICE]
    notes, binders = await request.app[ENGINE].read(partial(_of, device=device.id)) if device else ([], [])
    if "binder" not in fields:
        return await act(request, fields, notes, back=_OWN)
    if (binder := BinderId(str(fields["binder"]))) not in {one.binder for one in binders}:
        raise NotFoundError("not_in_trash")
    if fields.get("do") != "restore":
        raise BadInputError("bad_request", pointer="/do")
    request[DETAILS] = {"subject": str(BinderTarget(binder))}
    record = of_request(request, "binder-restored")
    await request.app[ENGINE].write(partial(_restore_binder, binder=binder, record=record))
    return _answered(request, {"restored": True}, _OWN)


async def read(request: web.Request, known: AbstractSet[str]) -> Mapping[str, object]:
    """The fields of a form, or of a program's JSON."""
    return await read_json(request, known) if _is_json(request) else await read_form(request)


async def act(
    request: web.Request, fields: Mapping[str, object], notes: Iterable[Trashed], *, back: str
) -> web.Response:
    """Restore or purge one of these notes. Raises NotFoundError, BadInputError, ConflictError."""
    if (note := NoteId(str(fields.get("note", "")))) not in {one.note for one in notes}:
        raise NotFoundError("not_in_trash")
    engine = request.app[ENGINE]
    request[DETAILS] = {"subject": f"note {note}"}
    match fields.get("do"):
        case "restore":
            await bring_back(request.app, note, of_request(request, "restored"))
            return _answered(request, {"restored": True}, back)
        case "purge":
            await unfrozen(engine, NoteTarget(note))
            await _purge(request.app, note, of_request(request, "deleted"))
            return _answered(request, {"files": PENDING}, back)
        case _:
            raise BadInputError("bad_request", pointer="/do")


def rows_of(request: web.Request, notes: Iterable[Trashed]) -> list[dict[str, str]]:
    """The notes of a page of the trash, each with its last day."""
    return [
        {"note": one.note, "title": one.title, "binder": one.binder, "until": _last_day(request, one.at)}
        for one in notes
    ]


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


async def bring_back(app: web.Application, note: NoteId, record: Callable[..., None]) -> None:
    """Have a note back, in the classeur that held it."""
    await app[ENGINE].write(partial(_restore, note=note, record=record))


async def put_away(app: web.Application, note: NoteId, at: int, record: Callable[..., None]) -> None:
    """Everything that was typed is on disk before it is shut, so that it is there when it comes back."""
    engine, rooms = app[ENGINE], app[ROOMS]

    def work(db: Db, title: str | None) -> None:
        trash.put(db, note, title=title, at=at)
        record(db)

    try:
        title = name_of(await rooms.markdown(note))
    except LoadError:  # damaged as it is, it may go all the same
        await engine.write(partial(work, title=None))
        return
    shut = partial(engine.write, partial(work, title=title))
    await rooms.alone(note, shut, why=Close.TRASHED, detail="this note was moved to the trash")


def _restore_binder(db: Db, *, binder: BinderId, record: Callable[..., None]) -> None:
    binder_trash.restore(db, binder)
    record(db)


def _of(db: Db, *, device: DeviceId) -> tuple[list[Trashed], list[TrashedBinder]]:
    return trash.of_device(db, device), binder_trash.of_device(db, device)


def _last_day(request: web.Request, at: int) -> str:
    return day(request.app[CLOCK].at(at + DAYS * DAY_MS), request[LANG])


def _answer(request: web.Request, template: str, **context: Any) -> web.Response:
    answer = page(request, template, facts={}, days=DAYS, **context)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _answered(request: web.Request, facts: Mapping[str, object], back: str) -> web.Response:
    return web.json_response(facts) if _is_json(request) else led_to(back)


def _is_json(request: web.Request) -> bool:
    return request.content_type == "application/json"
