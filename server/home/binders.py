"""The classeurs of the home page: each with its notes, its right and one line of life."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from export.languages import language_of
from server.binders.handlers.list_page import WRITING_MS
from server.binders.rules.drawing import tabs
from server.clock import as_datetime, now_ms
from server.errors import BadInputError
from server.http.access import DEVICE, LANG
from server.http.answer import led_to
from server.http.body import read_form
from server.http.carrying import is_taken_along
from server.http.keys import CLOCK, ENGINE
from server.http.templates import PAGES
from server.ids import BinderId, NoteId
from server.live.keys import ROOMS
from server.storage import Db, shelf
from server.storage.devices import Device
from server.storage.shelf import Contents, Over, Shelved
from server.targets import BinderTarget
from server.text.paths import target_path
from server.visitors.team import TEAM

# Within so many days a day has its name.
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Binders:
    """Those that a device may read, last opened first, and those whose link is over."""

    open: Sequence[Shelved] = ()
    inside: Mapping[BinderId, Contents]
    over: Sequence[Over] = ()

    @property
    def reached(self) -> Collection[BinderId]:
        return [one.row.id for one in self.open]

    @property
    def takes_notes(self) -> bool:
        """Whether notes may be put into one of them."""
        return any(one.role.allows(Role.EDIT) for one in self.open)


NONE: Final = Binders(inside={})


def written(request: web.Request) -> Mapping[NoteId, int]:
    """When the notes in memory were written last."""
    loaded = request.app[ROOMS].loaded()
    return {note: max(one.wrote.values()) for note, one in loaded.items() if one.wrote}


async def forget(request: web.Request) -> web.Response:
    """POST /binders/forgotten: a classeur whose link is over is taken from the list; one that opens stays."""
    device, form = request[DEVICE], await read_form(request)
    named = form.get("binder")
    if not isinstance(named, str) or device is None:
        raise BadInputError("bad_request")
    proof = request.app[TEAM].proof
    await request.app[ENGINE].write(
        partial(_forget, device=device, binder=BinderId(named), proof=proof, now=now_ms())
    )
    return led_to("/")


def told(request: web.Request, found: Binders) -> dict[str, Any]:
    """As the template reads them."""
    return {
        "open": [_card(request, one, found.inside[one.row.id]) for one in found.open],
        "over": [{"binder": one.binder, "at": as_datetime(one.at).isoformat()} for one in found.over],
    }


def _card(request: web.Request, one: Shelved, inside: Contents) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    notes = t("shelf.notes", count=inside.notes)
    # Who only reads hears of no people; a page that is taken along tells of none who write at that moment.
    hears = one.role.allows(Role.COMMENT) and not is_taken_along(request)
    writing = _writing(request, inside.live) if hears else 0
    kind, life = _life(request, inside, writing)
    heard = {"name": one.row.name, "notes": notes, "may": t(f"move.may.{one.role}")}
    return {
        "name": one.row.name,
        "url": target_path(BinderTarget(one.row.id)),
        "role": one.role.value,
        "tabs": tabs(inside.themes),
        "count": inside.notes,
        "notes": notes,
        "kind": kind,
        "life": life,
        "heard": t("shelf.heardLife", **heard, life=life) if life else t("shelf.heard", **heard),
    }


def _writing(request: web.Request, notes: Collection[NoteId]) -> int:
    """How many people have just written in these notes."""
    since, loaded = now_ms() - WRITING_MS, request.app[ROOMS].loaded()
    open_notes = (loaded[note] for note in notes if note in loaded)
    return len({by for one in open_notes for by, at in one.wrote.items() if at >= since})


def _life(request: web.Request, inside: Contents, writing: int) -> tuple[str, str]:
    """One line at most: who writes now, else what changed since yesterday, else since when nothing did."""
    t = request.app[PAGES].words[request[LANG]]
    if writing:
        return "writing", t("shelf.writing", count=writing)
    if inside.changed:
        return "changed", t("shelf.changed", count=inside.changed)
    clock = request.app[CLOCK]
    if inside.changed_at is None:
        return "", ""
    at, now = clock.at(inside.changed_at), clock.now()
    if (now.date() - at.date()).days < _WEEK:
        return "quiet", t("shelf.quiet", when=t(f"shelf.weekdays.{at.weekday()}"))
    day = language_of(request[LANG]).day(at).removesuffix(f" {now.year}")
    return "quiet", t("shelf.quietOn", when=day)


def find(db: Db, device: Device, *, proof: str, live: Mapping[NoteId, int], now: int, since: int) -> Binders:
    """What the home page lists for this device; `live`: when the notes in memory were written last."""
    open_ = shelf.readable(db, device.id, proof=proof, now=now)
    ids = [one.row.id for one in open_]
    return Binders(
        open=open_,
        inside=shelf.contents(db, ids, since=since, live=live),
        over=shelf.over(db, device.id, reached=ids, now=now),
    )


def _forget(db: Db, *, device: Device, binder: BinderId, proof: str, now: int) -> None:
    reached = [one.row.id for one in shelf.readable(db, device.id, proof=proof, now=now)]
    if any(one.binder == binder for one in shelf.over(db, device.id, reached=reached, now=now)):
        shelf.forget(db, device.id, binder)
