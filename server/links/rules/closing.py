"""Closes a link by hand, and what was made through it where asked; counts both before."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.ids import LinkId
from server.live.revocations import Revocation, Revoker
from server.storage import Db, Engine, arrivals, devices
from server.storage.rights import links
from server.storage.rights.links import Link


class Also(StrEnum):
    """Which links made through the one are closed too."""

    UNUSED = "unused"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """`unused`: links made through it by which nobody but their maker came. `people` came by the others."""

    link: LinkId
    unused: tuple[LinkId, ...]
    used: tuple[LinkId, ...]
    people: int

    def ids(self, also: Collection[Also]) -> tuple[LinkId, ...]:
        """Every link that is closed."""
        unused = self.unused if Also.UNUSED in also else ()
        return (self.link, *unused, *(self.used if Also.USED in also else ()))


def find(db: Db, link: LinkId, *, now: int) -> Closing:
    """What was made through a link and opens still, also through what was made through it."""
    made = [one for one in links.made_through(db, [link]) if not one.is_over(now)]
    makers = {one.id: devices.visitor_of(db, one.created_by) for one in made}
    came = [one for one in arrivals.of_links(db, makers) if one.visitor != makers[one.link]]
    by = {one.link for one in came}
    used = [one.id for one in made if one.id in by or one.mailed or _is_printed(one)]
    return Closing(
        link=link,
        unused=tuple(one.id for one in made if one.id not in used),
        used=tuple(used),
        people=len({one.visitor for one in came}),
    )


async def close(
    engine: Engine, revoker: Revoker, link: LinkId, also: Collection[Also] = ()
) -> Done[tuple[LinkId, ...]]:
    """Shut an address, end the rights that came by it, and the connections that use it; which were shut.

    `also`: what was made through it.
    """
    found = await engine.read(partial(find, link=link, now=now_ms()))
    ends = Revocation(found.ids(also), why=Close.WITHDRAWN, detail="this link was closed")
    async with revoker.revoking(ends):
        closed = await engine.write(partial(_close, link=link, also=also, at=now_ms()))
    made = {"made": list(closed[1:])} if len(closed) > 1 else {}
    return Done(what="link-closed", result=closed, details={"link": link, **made})


def _close(db: Db, *, link: LinkId, also: Collection[Also], at: int) -> tuple[LinkId, ...]:
    closed = find(db, link, now=at).ids(also)
    for one in closed:
        links.close(db, one, at)
    return closed


def _is_printed(link: Link) -> bool:
    return link.role is Role.PRINT and link.used_at is not None
