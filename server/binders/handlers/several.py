"""Several notes of a classeur at once: their cards, the archive, the trash, and the way back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.compaction import LoadError
from server.binders.rules import several as rules
from server.binders.rules.moving import MOST_NOTES
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, ReloadingError, inside
from server.history import trash as trash_pages
from server.http.access import DEED, DETAILS, LANG, binder_access
from server.http.answer import led_to, wants_json
from server.http.audit_rows import of_request, recorded
from server.http.body import read_form, read_json, repeated
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import NoteId
from server.links.handlers.target_name import day_name, name_of
from server.live.keys import ROOMS
from server.notes.card import UncheckedError, change, change_all
from server.notes.rules.card_fields import read_fields
from server.rights.access import BinderAccess
from server.storage import binder_list
from server.storage.binder_list import HeldNote
from server.targets import FolderTarget, NoteTarget
from server.text.paths import target_path
from server.visitors.team import TEAM

_MOST_FOLDERS: Final = 30
_SET: Final = ("theme", "status")


@dataclass(slots=True)
class Outcome:
    """What came of it: the notes that changed, what each was before, and why others did not."""

    changed: list[NoteId] = field(default_factory=list)
    before: dict[NoteId, str] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)


async def folders(request: web.Request) -> web.Response:
    """GET /c/{token}/folders: pochettes into which notes may go, and the day of a new one.

    The latest day first; `new` has the first day from today on that has none.
    """
    found = await request.app[ENGINE].read(
        partial(binder_list.folders_of, binder=binder_access(request).binder_id, most=_MOST_FOLDERS)
    )
    told = [
        {"name": name_of(request, row), "title": row.title, "url": target_path(FolderTarget(row.id))}
        for row in found
    ]
    day = _free_day(request, {row.day for row in found})
    return web.json_response({"folders": told, "new": {"day": day, "name": day_name(request, day)}})


def _free_day(request: web.Request, taken: Collection[str]) -> str:
    """Today, or the next day for which the classeur has no pochette yet."""
    day = request.app[CLOCK].today()
    while day.isoformat() in taken:
        day += timedelta(days=1)
    return day.isoformat()


async def put_cards(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/card: another theme or status; "ready" is refused where marks are left."""
    access, fields = binder_access(request), await _fields(request, {"notes", *_SET, "set"})
    held = await _held(request, access, fields)
    name = _wish(fields)
    values = read_fields({name: fields[name]})
    outcome = Outcome(before={one.note: one.theme if name == "theme" else one.status for one in held})
    free = []
    for one in held:
        if one.is_archived:
            _refuse(request, outcome, one, "archived")
        else:
            free.append(one)
    if values.get("status") == "ready":
        await _freeze(request, access, free, values, outcome)
    else:
        await change_all(request.app, [rules.on_note(access, one.note) for one in free], values)
        outcome.changed += [one.note for one in free]
    return _answered(request, outcome)


async def put_in_archive(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/archive: out of the list and only read; writers come back as readers."""
    return await _archive(request, is_in=True)


async def take_from_archive(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/unarchive: back in the list."""
    return await _archive(request, is_in=False)


async def trash(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/trash: of each note that this device manages."""
    access, fields = binder_access(request), await _fields(request, {"notes"})
    held = await _held(request, access, fields)
    outcome, request[DEED] = Outcome(), ""
    for one in await _managed(request, access, held, outcome):
        request[DETAILS] = {"subject": str(NoteTarget(one.note))}
        await trash_pages.put_away(request.app, one.note, now_ms(), of_request(request, "trashed"))
        outcome.changed.append(one.note)
    return _answered(request, outcome)


async def restore(request: web.Request) -> web.Response:
    """POST /c/{token}/notes/restore: out of the trash, by who manages them."""
    access, fields = binder_access(request), await _fields(request, {"notes"})
    held = await _held(request, access, fields, in_trash=True)
    outcome, request[DEED] = Outcome(), ""
    for one in await _managed(request, access, held, outcome):
        request[DETAILS] = {"subject": str(NoteTarget(one.note))}
        await trash_pages.bring_back(request.app, one.note, of_request(request, "restored"))
        outcome.changed.append(one.note)
    return _answered(request, outcome)


async def _archive(request: web.Request, *, is_in: bool) -> web.Response:
    access, fields = binder_access(request), await _fields(request, {"notes"})
    ids = [one.note for one in await _held(request, access, fields)]
    engine, guests = request.app[ENGINE], request.app[ROOMS].guests
    recorded(request, await rules.archive(engine, guests, binder=access.binder_id, ids=ids, is_in=is_in))
    return _answered(request, Outcome(changed=ids))


async def _freeze(
    request: web.Request,
    access: BinderAccess,
    held: Iterable[HeldNote],
    values: Mapping[str, Any],
    outcome: Outcome,
) -> None:
    """Each text is read and kept as it is printed."""
    for one in held:
        try:
            await change(request.app, rules.on_note(access, one.note), values)
        except UncheckedError as error:
            _refuse(request, outcome, one, "unchecked", count=len(error.found))
        except (LoadError, ReloadingError):
            _refuse(request, outcome, one, "reloading")
        else:
            outcome.changed.append(one.note)


async def _managed(
    request: web.Request, access: BinderAccess, held: Sequence[HeldNote], outcome: Outcome
) -> list[HeldNote]:
    """Those that this device manages, by the classeur or by a right of its own."""
    proof = request.app[TEAM].proof
    may = await request.app[ENGINE].read(
        partial(rules.may_manage, access=access, ids=[one.note for one in held], proof=proof, now=now_ms())
    )
    for one in held:
        if one.note not in may:
            _refuse(request, outcome, one, "not_managed")
    return [one for one in held if one.note in may]


async def _held(
    request: web.Request, access: BinderAccess, fields: Mapping[str, object], *, in_trash: bool = False
) -> list[HeldNote]:
    """The named notes, all of this classeur. Raises BadInputError, NotFoundError."""
    with inside("notes"):
        ids = _ids(fields.get("notes"))
    look = partial(rules.held, binder=access.binder_id, ids=ids, in_trash=in_trash)
    return await request.app[ENGINE].read(look)


def _ids(named: object) -> list[NoteId]:
    if not isinstance(named, list) or not 0 < len(named) <= MOST_NOTES:
        raise BadInputError("bad_notes", most=MOST_NOTES)
    if not all(isinstance(one, str) for one in named):
        raise BadInputError("bad_notes", most=MOST_NOTES)
    return [NoteId(one) for one in dict.fromkeys(named)]


async def _fields(request: web.Request, known: set[str]) -> Mapping[str, object]:
    """The fields of JSON, or of a form whose checkboxes name the notes."""
    if wants_json(request):
        return await read_json(request, known)
    form = await read_form(request)
    return {**form, "notes": repeated(form, "notes")}


def _wish(fields: Mapping[str, object]) -> str:
    """Which field of the card: a form sends the theme that is typed beside with each of its buttons."""
    given = [name for name in _SET if name in fields]
    if "set" in fields and fields["set"] in given:
        return str(fields["set"])
    if "status" in given:
        return "status"
    if not given:
        raise BadInputError("bad_request", pointer="/theme")
    return given[0]


def _refuse(request: web.Request, outcome: Outcome, one: HeldNote, code: str, **params: object) -> None:
    t = request.app[PAGES].words[request[LANG]]
    outcome.refused.append(
        {
            "note": one.note,
            "title": one.title or t("editor.untitled"),
            "code": code,
            "message": t(f"errors.{code}.text", **params),
        }
    )


def _answered(request: web.Request, outcome: Outcome) -> web.Response:
    """Facts for a script; a page is led back, and told which notes stayed as they are."""
    if wants_json(request):
        return web.json_response(
            {"changed": outcome.changed, "before": outcome.before, "refused": outcome.refused}
        )
    if outcome.refused:
        told = " ".join(f"{one['title']} — {one['message']}" for one in outcome.refused)
        raise ConflictError("some_refused", told=told, count=len(outcome.changed))
    return led_to(own_path(request))
