"""A link that is closed by hand, and what was made through it: counted before, closed with it where asked."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from crdt.roles import Role
from server.ids import LinkId
from server.storage import Db, arrivals, devices, links
from server.storage.links import Link


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


def do(db: Db, link: LinkId, *, also: Collection[Also], at: int) -> tuple[LinkId, ...]:
    """Close it, and those that are asked for; which those were."""
    closed = find(db, link, now=at).ids(also)
    for one in closed:
        links.close(db, one, at)
    return closed


def _is_printed(link: Link) -> bool:
    return link.role is Role.PRINT and link.used_at is not None
