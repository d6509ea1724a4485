"""Where notes may move, and what that would do: for dialogs, pages and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from aiohttp import web

from crdt.roles import Role
from server.binders import sentences
from server.binders.drawing import tabs
from server.binders.effects import Effects, Moved
from server.binders.moving import asked_notes, leaving
from server.clock import now_ms
from server.http.access import DEVICE, LANG, binder_access, note_access
from server.http.answer import page, wants_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, cards, notes, shelf
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.targets import BinderTarget
from server.text.paths import LinkPage, target_path
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A note that this device may move, and the classeur that it is in."""

    note: NoteId
    title: str
    classification: str
    binder: BinderRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A classeur into which the notes may go, the right of this device there, and what that would do.

    `tabs` are the colours of its drawing, 1 to 8.
    """

    row: BinderRow
    role: Role
    tabs: Sequence[int]
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`out` is what taking the notes out would do, where all are in one classeur.

    `binder` is that one; `named` says whether this device may know what it is called.
    """

    notes: Sequence[Movable]
    into: Sequence[Choice]
    binder: BinderRow | None
    named: bool
    out: Moved | None


async def ask(request: web.Request) -> web.Response:
    """POST /c/{token}/moving: what putting these notes in would do; nothing is changed."""
    ids = await asked_notes(request)
    found = partial(_ask, ids=ids, device=request[DEVICE], to=binder_access(request).binder_id)
    moved = await request.app[ENGINE].read(partial(found, proof=request.app[TEAM].proof, now=now_ms()))
    return web.json_response(asdict(moved))


async def choices(request: web.Request) -> web.Response:
    """POST /binders/choices: the classeurs into which these notes may go; JSON, or a page for a form."""
    found = await choices_of(request, await asked_notes(request))
    if wants_json(request):
        return web.json_response(told(request, found))
    return _page(request, found, back="/")


async def of_note(request: web.Request) -> web.Response:
    """GET /n/{token}/binder: the same page for one note."""
    found = await choices_of(request, (note_access(request).note,))
    return _page(request, found, back=own_path(request), out=own_path(request, LinkPage.TAKE_OUT))


def _page(request: web.Request, found: Choices, *, back: str, out: str = "") -> web.Response:
    if not out and found.binder:
        out = target_path(BinderTarget(found.binder.id), LinkPage.TAKE_OUT)
    answer = page(request, "move.html", facts={}, back=back, out_at=out, **told(request, found))
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def choices_of(request: web.Request, ids: Sequence[NoteId]) -> Choices:
    """The classeurs into which this device may move these notes. Raises as `leaving`."""
    find = partial(_choices, ids=ids, device=request[DEVICE], proof=request.app[TEAM].proof, now=now_ms())
    return await request.app[ENGINE].read(find)


def told(request: web.Request, found: Choices) -> dict[str, Any]:
    """The choices as pages and their scripts read them, with what each would do in sentences."""
    t = request.app[PAGES].words[request[LANG]]
    return {
        "notes": [
            {
                "note": one.note,
                "title": one.title or t("editor.untitled"),
                "classification": one.classification,
                "binder": one.binder.id if one.binder else None,
            }
            for one in found.notes
        ],
        "kept": sentences.kept(t, [one.classification for one in found.notes]),
        "into": [
            {"binder": one.row.id, "url": target_path(BinderTarget(one.row.id)), "name": one.row.name}
            | {"role": one.role.value, "may": t(f"move.may.{one.role}"), "tabs": one.tabs}
            | asdict(one.moved)
            | {"facts": sentences.into(t, one.moved, one.row.name)}
            for one in found.into
        ],
        "binder": found.binder and {"id": found.binder.id, "name": found.binder.name if found.named else ""},
        "out": found.out and asdict(found.out) | {"facts": sentences.out(t, found.out)},
    }


def _ask(
    db: Db, *, ids: Sequence[NoteId], device: Device | None, to: BinderId, proof: str, now: int
) -> Moved:
    effects = Effects(db, _held(db, ids, device, proof, now), device, proof, now)
    return effects.after(to)


def _choices(db: Db, *, ids: Sequence[NoteId], device: Device | None, proof: str, now: int) -> Choices:
    held = _held(db, ids, device, proof, now)
    effects = Effects(db, held, device, proof, now)
    known = shelf.readable(db, device.id, proof=proof, now=now) if device else []
    holder = _only(held)
    into = [
        one for one in known if one.role.allows(Role.EDIT) and (holder is None or one.row.id != holder.id)
    ]
    inside = shelf.contents(db, [one.row.id for one in into], since=now, live={})
    return Choices(
        notes=[_movable(db, note, row) for note, row in held.items()],
        into=[
            Choice(
                row=one.row,
                role=one.role,
                tabs=tabs(inside[one.row.id].themes),
                moved=effects.after(one.row.id),
            )
            for one in into
        ],
        binder=holder,
        named=holder is not None and any(one.row.id == holder.id for one in known),
        out=effects.after(None) if holder else None,
    )


def _held(
    db: Db, ids: Sequence[NoteId], device: Device | None, proof: str, now: int
) -> dict[NoteId, BinderRow | None]:
    of: DeviceId | None = device.id if device else None
    return {note: leaving(db, of, note, proof=proof, now=now) for note in ids}


def _only(held: Mapping[NoteId, BinderRow | None]) -> BinderRow | None:
    """The classeur that holds all of them, where one does."""
    rows = list(held.values())
    return rows[0] if len({row and row.id for row in rows}) == 1 else None


def _movable(db: Db, note: NoteId, row: BinderRow | None) -> Movable:
    card = cards.find(db, note).card
    return Movable(note=note, title=notes.title(db, note), classification=card.classification, binder=row)
