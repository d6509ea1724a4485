"""`pochette binders`, `list` and `trash`: what the instance holds, without a title, a text or a token."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from server.clock import as_datetime, now_ms
from server.command.database import expect_database, shared
from server.errors import StartError
from server.history.trash import DAY_MS, DAYS
from server.ids import BinderId
from server.links.rules.instance_key import seal_for
from server.settings.config import Config
from server.storage import Db, binder_trash, binders, inventory, trash
from server.storage.inventory import BinderFacts, NoteFacts
from server.visitors.team import proof_of

_NOTHING: Final = "There is none."


async def show_binders(config: Config, *, as_json: bool) -> list[str]:
    """Every classeur in numbers. Raises StartError."""
    async with shared(config) as engine:
        proof = proof_of(config, await seal_for(engine, config))
        found = await engine.read(partial(inventory.of_binders, proof=proof, now=now_ms()))
    if as_json:
        return _json([_of_binder(one) for one in found])
    return [_binder_line(one) for one in found] or [_NOTHING]


async def show_notes(config: Config, *, as_json: bool, binder: str | None) -> list[str]:
    """Every note, or those of one classeur. Raises StartError."""
    expect_database(config)
    async with shared(config) as engine:
        found = await engine.read(partial(_notes, binder=binder))
    if as_json:
        return _json([_of_note(one) for one in found])
    return [_note_line(one) for one in found] or [_NOTHING]


async def show_trash(config: Config, *, as_json: bool) -> list[str]:
    """The notes and classeurs in the trash, with their ends. Raises StartError."""
    expect_database(config)
    async with shared(config) as engine:
        found = await engine.read(_trash)
    if as_json:
        return _json(found)
    return [f"{one['kind']:<8} {one['id']}  ends {_day(one['until'])}" for one in found] or [_NOTHING]


def _notes(db: Db, *, binder: str | None) -> list[NoteFacts]:
    if binder is not None and binders.find(db, BinderId(binder)) is None:
        raise StartError(f"No classeur is known as {binder}: see pochette binders.")
    return inventory.of_notes(db, binder=BinderId(binder) if binder is not None else None)


def _trash(db: Db) -> list[dict[str, Any]]:
    """The first to end first."""
    ends = [("classeur", str(one.binder), one.at) for one in binder_trash.all_of_them(db)]
    ends += [("note", str(one.note), one.at) for one in trash.all_of_them(db)]
    return [
        {"kind": kind, "id": id_, "since": _time(at), "until": _time(at + DAYS * DAY_MS)}
        for kind, id_, at in sorted(ends, key=lambda one: (one[2], one[1]))
    ]


def _of_binder(one: BinderFacts) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "name": one.row.name,
        "is_team": one.row.is_team,
        "notes": one.holds.notes,
        "archived": one.holds.archived,
        "trashed": one.holds.trashed,
        "folders": one.holds.folders,
        "open_links": one.holds.links,
        "people": one.people,
        "managers": one.managers,
        "left_out": one.left_out,
        "created": _time(one.row.created_at),
        "in_trash_since": _time(one.row.trashed_at),
    }


def _of_note(one: NoteFacts) -> dict[str, Any]:
    return {
        "id": one.note,
        "binder": one.binder,
        "created": _time(one.created_at),
        "changed": _time(one.changed_at),
        "archived": _time(one.archived_at),
        "in_trash_since": _time(one.trashed_at),
    }


def _binder_line(one: BinderFacts) -> str:
    holds = one.holds
    numbers: Mapping[str, int] = {
        "notes": holds.notes,
        "archived": holds.archived,
        "trashed": holds.trashed,
        "pochettes": holds.folders,
        "open links": holds.links,
        "people": one.people,
        "managers": one.managers,
    }
    marks = ["the team's"] if one.row.is_team else []
    marks += [f"{one.left_out} left out"] if one.left_out else []
    marks += [f"in the trash since {_day(_time(one.row.trashed_at))}"] if one.row.trashed_at else []
    told = ", ".join(f"{many} {name}" for name, many in numbers.items())
    return "  ".join([one.row.id, one.row.name, told, *marks])


def _note_line(one: NoteFacts) -> str:
    marks = ["archived"] if one.archived_at else []
    marks += ["in the trash"] if one.trashed_at else []
    return "  ".join([one.note, one.binder or "-", f"changed {_day(_time(one.changed_at))}", *marks])


def _time(at: int | None) -> str | None:
    return None if at is None else as_datetime(at).isoformat()


def _day(time: str | None) -> str:
    return (time or "")[:10]


def _json(found: Iterable[Mapping[str, Any]]) -> list[str]:
    return [json.dumps(list(found), ensure_ascii=False, indent=2)]
