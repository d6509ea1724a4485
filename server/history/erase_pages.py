"""The pages that erase a passage: what is to go, what there is of it, what became of it; without script."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Final

from aiohttp import web

from export.note.labels import moment
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, BusyError, ConflictError
from server.history import erasures
from server.history.compaction import AT_ONCE_BYTES
from server.http.access import DEED, LANG, note_access
from server.http.answer import led_to, page, wants_json
from server.http.body import read_form
from server.http.forms import long_form
from server.http.keys import CLOCK, CONFIG, ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import NoteId
from server.storage import Db, files
from server.storage import erasures as rows
from server.storage.erasures import Erasure, Rewritten
from server.text.paths import LinkPage

# Enough to know a passage again.
_SHOWN: Final = 600
# A small database is written anew soon: the page looks whether it was.
_LOOKS_AGAIN_MS: Final = 30_000
_AGAIN_S: Final = "2"
_PICTURE: Final = "picture-"


async def get(request: web.Request) -> web.Response:
    """What is to go, and what went before; `done` of its address: what became of that erasure."""
    found = await request.app[ENGINE].read(partial(rows.of_note, note=note_access(request).note))
    if wants_json(request):
        return web.json_response({"erasures": [_facts(request, one) for one in found]})
    done = next((one for one in found if str(one.at) == request.query.get("done")), None)
    if done is None:
        return await _page(request, "ask", {})
    answer = await _page(request, "done", {}, erased=_said(request, done))
    if done.is_pending and now_ms() - done.at < _LOOKS_AGAIN_MS:
        answer.headers["Refresh"] = _AGAIN_S
    return answer


async def post(request: web.Request) -> web.Response:
    """A form of these pages, or of the editor with what is chosen there: each step leads to the next."""
    if request.content_type == "application/json":
        return await erasures.post(request)
    request[DEED] = ""
    form = await read_form(request, long_form(request.app[CONFIG].max_note))
    step = form.get("step", "look")
    if step == "ask" or not (form.get("text") or _pictures(form)):
        return await _page(request, "ask", form)
    try:
        asked = erasures.request_of(str(form.get("text", "")), _pictures(form))
        if step == "erase":
            erased = await erasures.carry_out(request, asked)
            return led_to(f"{own_path(request, LinkPage.ERASURES)}?done={erased.at}")
        found = await erasures.look(request, asked)
    except (BadInputError, BusyError, ConflictError) as error:
        t = request.app[PAGES].words[request[LANG]]
        why = t(f"errors.{error.code}.text", **error.params)
        return await _page(request, "ask", form, why=why, status=error.status)
    return await _found(request, form, found)


async def _found(request: web.Request, form: Mapping[str, object], found: Rewritten | None) -> web.Response:
    texts = 0
    if found is not None:
        kept = partial(rows.kept, note=note_access(request).note, new=found)
        texts = await request.app[ENGINE].read(kept)
    return await _page(request, "look", form, found=found, texts=texts)


async def _page(
    request: web.Request, step: str, form: Mapping[str, object], *, status: int = 200, **context: object
) -> web.Response:
    note = note_access(request).note
    known, before, size = await request.app[ENGINE].read(partial(_read, note=note))
    words = str(form.get("text", ""))
    answer = page(
        request,
        "erase.html",
        facts={},
        status=status,
        step=step,
        note=own_path(request),
        words=words,
        shown=words[:_SHOWN],
        known=known,
        pictures=_pictures(form),
        before=[_said(request, one) for one in before],
        hour=request.app[CONFIG].quiet_hour if size > AT_ONCE_BYTES else None,
        **context,
    )
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _pictures(form: Mapping[str, object]) -> tuple[str, ...]:
    """The ids that are ticked."""
    return tuple(name.removeprefix(_PICTURE) for name in form if name.startswith(_PICTURE))


def _read(db: Db, *, note: NoteId) -> tuple[list[str], list[Erasure], int]:
    return list(files.of_note(db, note)), rows.of_note(db, note), db.size().file


def _facts(request: web.Request, one: Erasure) -> dict[str, object]:
    return {
        "at": as_datetime(one.at).isoformat(),
        "characters": one.characters,
        "texts": one.texts,
        "pictures": one.pictures,
        "files": _files(request, one),
        "files_at": as_datetime(one.files_at).isoformat() if one.files_at else None,
    }


def _files(request: web.Request, one: Erasure) -> str:
    if one.is_pending:
        return erasures.PENDING
    return erasures.COPIES if request.app[ENGINE].keeps_copies else erasures.DONE


def _said(request: web.Request, one: Erasure) -> dict[str, object]:
    """As the page says it, with times of the server's own clock."""
    lang = request[LANG]
    files_at = moment(request.app[CLOCK].at(one.files_at), lang) if one.files_at else ""
    return asdict(one) | {
        "is_in_copies": _files(request, one) == erasures.COPIES,
        "at": moment(request.app[CLOCK].at(one.at), lang),
        "files_at": files_at,
    }
