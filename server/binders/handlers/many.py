"""Many files at once: GET and POST /c/{token}/import, /notes/import; GET /imports/{import}, POST …/undo."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.rules import imports as rules
from server.binders.rules.batches import MOST_FILES, MOST_TOGETHER, TAKEN_BACK, Batches, Place
from server.binders.rules.binders import row_of
from server.binders.rules.unpacking import ordered
from server.clock import now_ms
from server.errors import ForbiddenError, NotFoundError
from server.history.trash import put_away
from server.http.access import ACCESS, DETAILS, DEVICE, LANG, binder_access
from server.http.answer import led_to, page, wants_json
from server.http.audit_rows import of_request, recorded
from server.http.keys import ENGINE, JOBS
from server.http.paths import own_path
from server.http.recheck import check_again
from server.http.templates import PAGES
from server.http.uploads import Upload, ending, read_uploads
from server.ids import BinderId
from server.notes import imports as one_file
from server.storage import Db, binders, imports, ways
from server.storage.imports import Import, ImportFile, State
from server.targets import BinderTarget, NoteTarget
from server.text.paths import LinkPage, SitePage, path_for, target_path
from server.visitors.askers import asker_of
from server.visitors.beginnings import count_beginning
from server.visitors.team import TEAM

BATCHES = web.AppKey("batches", Batches)
_ZIP: Final = "zip"


async def choose(request: web.Request) -> web.Response:
    """GET /notes/import: a form that needs no script."""
    return one_file.form(request, "/notes/import", back="/", title="", most_together=MOST_TOGETHER)


async def choose_into(request: web.Request) -> web.Response:
    """GET /c/{token}/import: the same for a classeur."""
    row = await request.app[ENGINE].read(partial(row_of, binder=binder_access(request).binder_id))
    action, back = own_path(request, LinkPage.IMPORT), own_path(request)
    return one_file.form(request, action, back=back, title=row.name, most_together=MOST_TOGETHER)


async def new(request: web.Request) -> web.Response:
    """POST /notes/import: notes in no classeur."""
    return await _bring(request, None)


async def into(request: web.Request) -> web.Response:
    """POST /c/{token}/import: notes of the classeur."""
    return await _bring(request, binder_access(request).binder_id)


async def show(request: web.Request) -> web.Response:
    """GET /imports/{import}: how far it is, and what became of each file; for who brought them."""
    row, found = await _mine(request)
    if wants_json(request):
        return web.json_response(_facts(request, row, found))
    binder = await _binder(request, row.binder)
    answer = page(
        request,
        "imported.html",
        facts={},
        back=binder["back"],
        binder=binder["name"],
        **_facts(request, row, found),
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def undo(request: web.Request) -> web.Response:
    """POST /imports/{import}/undo: no more notes are made, and those that were go to the trash."""
    row, _ = await _mine(request)
    await request.app[BATCHES].stop(row.id, TAKEN_BACK)
    made = await request.app[ENGINE].read(partial(rules.managed, row=row, proof=request.app[TEAM].proof))
    for note in made:
        request[DETAILS] = {"subject": f"note {note}"}
        await put_away(request.app, note, now_ms(), of_request(request, "trashed"))
    await request.app[ENGINE].write(partial(rules.undo, row=row, at=now_ms()))
    if wants_json(request):
        return web.json_response({"trashed": len(made)})
    return led_to(path_for(SitePage.IMPORTED, **{"import": row.id}))


async def _bring(request: web.Request, binder: BinderId | None) -> web.Response:
    """One file becomes a note at once; several, or a zip, are made notes of while others are answered."""
    is_many = request.content_type == "multipart/form-data" or ending(request.query.get("name", "")) == _ZIP
    most = MOST_TOGETHER if is_many else one_file.MOST_BYTES
    uploads = await read_uploads(request, most=most, most_files=MOST_FILES)
    if len(uploads) == 1 and ending(uploads[0].name) != _ZIP:
        return await one_file.new(request, uploads[0], binder)
    row = await _begin(request, binder, uploads)
    address = path_for(SitePage.IMPORTED, **{"import": row.id})
    if wants_json(request):
        told = {"import": row.id, "address": address}
        return web.json_response(told, status=web.HTTPAccepted.status_code)
    return led_to(address)


async def _begin(request: web.Request, binder: BinderId | None, uploads: Sequence[Upload]) -> Import:
    device = request[DEVICE]
    if device is None:
        raise ForbiddenError("no_device")
    used = request[ACCESS].used if binder is not None else None
    brought = await ordered(request.app[JOBS], uploads, asker := await asker_of(request))
    if binder is not None:
        await check_again(request)
    await count_beginning(request, files=len(brought.notes))
    size = sum(len(upload.content) for upload in uploads)
    place = Place(device=device, binder=binder, used=used, asker=asker)
    return recorded(request, await request.app[BATCHES].begin(place, brought, size))


async def _mine(request: web.Request) -> tuple[Import, list[ImportFile]]:
    """Raises NotFoundError for one that another visitor has brought, as for one that is not there."""
    device, id_ = request[DEVICE], request.match_info["import"]
    if device is None:
        raise NotFoundError("not_found")
    row = await request.app[ENGINE].read(partial(imports.of_device, device=device.id, id_=id_))
    if row is None:
        raise NotFoundError("not_found")
    return row, await request.app[ENGINE].read(partial(imports.files_of, id_=id_))


async def _binder(request: web.Request, binder: BinderId | None) -> dict[str, str]:
    """What the classeur is called, where this device still reaches it, and the way back."""
    device = request[DEVICE]
    if binder is None or device is None:
        return {"name": "", "back": "/"}
    look = partial(_name, device=device.id, binder=binder, proof=request.app[TEAM].proof)
    name = await request.app[ENGINE].read(look)
    return {"name": name, "back": target_path(BinderTarget(binder)) if name else "/"}


def _name(db: Db, *, device: Any, binder: BinderId, proof: str) -> str:
    row = binders.find(db, binder)
    way = ways.strongest(db, device, BinderTarget(binder), proof=proof, now=now_ms())
    return row.name if row is not None and row.trashed_at is None and way is not None else ""


def _facts(request: web.Request, row: Import, found: Sequence[ImportFile]) -> dict[str, Any]:
    told = [_line(request, file) for file in found]
    counts = {state.value: sum(file.state is state for file in found) for state in State}
    of = sum(file.state is not State.ASIDE for file in found)
    return {
        "import": row.id,
        "is_over": row.ended_at is not None,
        "is_undone": row.undone_at is not None,
        "done": of - counts["waiting"],
        "of": of,
        "made": counts["made"],
        "files": told,
    }


def _line(request: web.Request, file: ImportFile) -> dict[str, Any]:
    """One file as pages and programs read it; `why` in words."""
    t = request.app[PAGES].words[request[LANG]]
    why = ""
    match file.state:
        case State.REFUSED:
            why = t(file.said["key"], **file.said.get("params", {}))
        case State.ASIDE:
            why = t(f"import.{file.state.value}", **file.said)
        case _:
            pass
    lost = [
        t(f"import.less.{what}", count=count) for what, count in file.said.items() if file.state is State.MADE
    ]
    url = target_path(NoteTarget(file.note)) if file.note and not file.is_trashed else None
    return {"name": file.name, "state": file.state.value, "url": url, "why": why, "lost": lost}
