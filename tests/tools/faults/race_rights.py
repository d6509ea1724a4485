"""The right of a race: a link to a note or its classeur, a device, given access; how it is made, and ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Any, Final

from yarl import URL

from tests.visitor import BusyError, Note, Visitor

# The last: by links that they made through the one that is closed, or by which they came; by given access.
ENDS: Final = (
    *("closed", "renewed", "locked", "lowered", "expired", "device", "put-out", "trashed", "removed"),
    *("made-closed", "made-removed", "given", "given-lowered"),
)
ENDS_BY_CLASSEUR: Final = ("closed", "locked", "lowered", "trashed", "removed")
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
    """A link to a note, of which `victim` is told; or access to it that was given."""
    made = await owner.makes_note()
    if end.startswith("given"):
        return await _given(owner, victim, made, end, chance, asked=asked)
    wish: dict[str, Any] = {"role": "edit", "label": "Course"}
    lives_until = 0.0
    if end == "expired":
        lives_until = time.time() + (LIFE_MS + chance.random() * 100) / 1000
        wish["expires_at"] = datetime.fromtimestamp(lives_until, UTC).isoformat()
    link = await owner.asks("POST", f"{made.edit}/links", json=wish)
    path = writes_by = URL(link["url"]).path
    if end == "put-out":
        await victim.makes_note()
    device = await owner.takes_as_own(victim) if end in ("device", "put-out") else ""
    if end in ("removed", "put-out") or end.startswith("made"):
        await victim.page(path)
    if end.startswith("made"):
        theirs = await victim.asks("POST", f"{path}/links", json={"role": "edit", "label": "Relais"})
        writes_by = URL(theirs["url"]).path
    there, at = owner.at(asked), f"{made.edit}/links/{link['id']}"
    person = await _who_came(owner, f"{made.edit}/links", link["id"]) if end.endswith("removed") else ""
    presses: dict[str, Callable[[], Awaitable[object]]] = {
        "renewed": partial(there.submits, f"{made.edit}/manage/renew"),
        "device": partial(there.submits, f"/devices/{device}/close"),
        "trashed": partial(there.asks, "POST", f"{made.edit}/trash", json={}),
        "removed": partial(there.asks, "POST", f"{at}/people/{person}", json={}),
    }
    presses |= {"put-out": presses["device"], "made-removed": presses["removed"]}

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        if end == "expired":
            await asyncio.sleep(max(0.0, lives_until - time.time()))
            # The server's times are whole milliseconds.
            return lives_until + 0.001
        await _insists(presses.get(end) or partial(_change, there, at, end.removeprefix("made-")))
        return time.time()

    return Right(
        note=made.note,
        owner=owner,
        own_sync=_sync(made.edit),
        victim=victim,
        sync=_sync(writes_by),
        ends=ends,
    )


async def _given(
    owner: Visitor, victim: Visitor, made: Note, end: str, chance: Random, *, asked: str
) -> Right:
    """Access that `victim` asked for at the own address of a note: it is taken back, or lowered."""
    # A network asks thirty times, then once a minute.
    network = {"X-Forwarded-For": f"10.{chance.randrange(256)}.{chance.randrange(256)}.7"}
    elsewhere = replace(victim, cookie={**victim.cookie, **network})
    await elsewhere.submits(f"/n/{made.note}/access", name="Karim Haddad")
    told = await owner.asks("GET", f"{made.edit}/links")
    (request,) = told["requests"]
    await owner.asks("POST", f"{made.edit}/requests/{request['id']}", json={"role": "edit"})
    (given,) = (await owner.asks("GET", f"{made.edit}/links"))["given"]
    left = {"role": "read"} if end == "given-lowered" else {}
    there = owner.at(asked)

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        await _insists(partial(there.asks, "POST", f"{made.edit}/given/{given['visitor']}/end", json=left))
        return time.time()

    sync = f"/sync/{made.note}"
    return Right(note=made.note, owner=owner, own_sync=_sync(made.edit), victim=victim, sync=sync, ends=ends)


async def to_classeur(owner: Visitor, victim: Visitor, end: str, chance: Random, *, asked: str) -> Right:
    """A link to a classeur: `victim` comes by it, and writes at the own address of a note in it."""
    there = owner.at(asked)
    base = await there.leads("/binders", name="Course")
    note = (await there.asks("POST", f"{base}/notes", json={"markdown": ""}))["note"]
    link = await there.asks("POST", f"{base}/links", json={"role": "edit", "label": "Course"})
    path = URL(link["url"]).path
    opened = await victim.leads(f"{path}/arrival", name="Karim Haddad")
    await victim.page(opened)
    person = await _who_came(there, f"{base}/links", link["id"]) if end == "removed" else ""

    async def ends() -> float:
        await asyncio.sleep(chance.uniform(0.01, 0.12))
        match end:
            case "trashed":
                away = {"notes": [note]}
                await _insists(partial(there.asks, "POST", f"{base}/notes/trash", json=away))
            case "removed":
                way = f"{base}/links/{link['id']}/people/{person}"
                await _insists(partial(there.asks, "POST", way, json={}))
            case _:
                await _change(there, f"{base}/links/{link['id']}", end)
        return time.time()

    sync = f"/sync/{note}"
    return Right(note=note, owner=owner, own_sync=sync, victim=victim, sync=sync, ends=ends)


async def _who_came(who: Visitor, links: str, link: str) -> str:
    """The one visitor who came by a link, without the one who gave it."""
    told = await who.asks("GET", links)
    (person,) = next(one["people"] for one in told["links"] if one["id"] == link)
    id_: str = person["visitor"]
    return id_


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
