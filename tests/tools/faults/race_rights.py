"""The right of a race: a link to a note or to its classeur, or a device; how it is made and how it ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Any, Final

from yarl import URL

from tests.visitor import BusyError, Visitor

ENDS: Final = ("closed", "renewed", "locked", "lowered", "expired", "device", "trashed")
ENDS_BY_CLASSEUR: Final = ("closed", "locked", "lowered", "trashed")
LIFE_MS: Final = 600
AGAIN_S: Final = 0.05
_PASSWORD: Final = "bolu-miretu-4821"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """`sync` is the path by which it lets its holder write, `own_sync` that of who gave it.

    `ends` takes it back at the server `asked`, and gives the moment from which nothing may pass.
    """

    note: str
    owner: Visitor
    own_sync: str
    victim: Visitor
    sync: str
    ends: Callable[[], Awaitable[float]]


async def _insists(ask: Callable[[], Awaitable[object]]) -> None:
    """Ask again for as long as a slow server says that it cannot."""
    while True:
        with suppress(BusyError):
            await ask()
            return
        await asyncio.sleep(AGAIN_S)


async def to_note(owner: Visitor, victim: Visitor, end: str, chance: Random, *, asked: str) -> Right:
    """A link to a note, of which `victim` is told."""
    made = await owner.makes_note()
    wish: dict[str, Any] = {"role": "edit", "label": "Course"}
    lives_until = 0.0
    if end == "expired":
        lives_until = time.time() + (LIFE_MS + chance.random() * 100) / 1000
        wish["expires_at"] = datetime.fromtimestamp(lives_until, UTC).isoformat()
    link = await owner.asks("POST", f"{made.edit}/links", json=wish)
    device = await owner.takes_as_own(victim) if end == "device" else ""
    there = owner.at(asked)

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        match end:
            case "renewed":
                await _insists(partial(there.submits, f"{made.edit}/manage/renew"))
            case "device":
                await _insists(partial(there.submits, f"/devices/{device}/close"))
            case "trashed":
                await _insists(partial(there.asks, "POST", f"{made.edit}/trash", json={}))
            case "expired":
                await asyncio.sleep(max(0.0, lives_until - time.time()))
                # The server's times are whole milliseconds.
                return lives_until + 0.001
            case _:
                await _change(there, f"{made.edit}/links/{link['id']}", end)
        return time.time()

    return Right(
        note=made.note,
        owner=owner,
        own_sync=_sync(made.edit),
        victim=victim,
        sync=_sync(URL(link["url"]).path),
        ends=ends,
    )


async def to_classeur(owner: Visitor, victim: Visitor, end: str, chance: Random, *, asked: str) -> Right:
    """A link to a classeur: `victim` comes by it, and writes at the own address of a note in it."""
    there = owner.at(asked)
    base = await there.leads("/binders", name="Course")
    note = (await there.asks("POST", f"{base}/notes", json={"markdown": ""}))["note"]
    link = await there.asks("POST", f"{base}/links", json={"role": "edit", "label": "Course"})
    path = URL(link["url"]).path
    opened = await victim.leads(f"{path}/arrival", name="Karim Haddad")
    await victim.page(opened)

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        if end == "trashed":
            away = {"notes": [note]}
            await _insists(partial(there.asks, "POST", f"{base}/notes/trash", json=away))
        else:
            await _change(there, f"{base}/links/{link['id']}", end)
        return time.time()

    sync = f"/sync/{note}"
    return Right(note=note, owner=owner, own_sync=sync, victim=victim, sync=sync, ends=ends)


async def _change(who: Visitor, link: str, end: str) -> None:
    match end:
        case "closed":
            await _insists(partial(who.asks, "DELETE", link))
        case "locked":
            await _insists(partial(who.asks, "PUT", link, json={"password": _PASSWORD}))
        case "lowered":
            await _insists(partial(who.asks, "PUT", link, json={"role": "read"}))
        case _:
            message = f"no such end: {end}"
            raise ValueError(message)


def _sync(path: str) -> str:
    return f"/sync/{path.rpartition('/')[2]}"
