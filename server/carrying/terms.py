"""Terms: how long a device may show what it took along, as its link says, or 14 days by its own right."""

from dataclasses import dataclass, replace
from typing import Final

from crdt.roles import Role
from server.ids import DeviceId
from server.rights.access import Access
from server.storage import Db, ways
from server.storage.rights import links
from server.storage.rights.links import CARRY_HOURS
from server.storage.ways import Way
from server.targets import Target

# For who manages it, and for members of the team.
OWN_HOURS: Final = 14 * 24
# Where one of the notes has a classification on its card, whatever the link says.
CLASSIFIED_HOURS: Final = 24
_HOUR_MS: Final = 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Hours from each contact on, 0 where nothing may be taken along; the right itself may end before.

    `expires_at` in milliseconds since 1970.
    """

    hours: int
    expires_at: int | None

    def shortened(self, *, is_classified: bool) -> "Term":
        """The same for notes of which one has a classification."""
        return replace(self, hours=min(self.hours, CLASSIFIED_HOURS)) if is_classified else self

    def until(self, now: int) -> int:
        """The end of what is taken along now, in milliseconds since 1970."""
        end = now + self.hours * _HOUR_MS
        return end if self.expires_at is None else min(end, self.expires_at)


def term(db: Db, access: Access[Target], device: DeviceId, *, proof: str, now: int) -> Term:
    """As the highest right of the device says there; of several equal ones the longest."""
    found = list(ways.every(db, device, access.target, proof=proof, now=now))
    if access.used is not None:
        found.append(Way(role=access.role, used=access.used, expires_at=access.expires_at))
    highest = max((way.role for way in found), key=Role.rank, default=None)
    terms = [_of(db, way) for way in found if way.role is highest]
    return max(terms, key=lambda one: one.until(now), default=Term(hours=0, expires_at=None))


def _of(db: Db, way: Way) -> Term:
    """A right that was given to somebody who asked for it counts as a link that says nothing."""
    if way.used is not None:
        link = links.find(db, way.used.link)
        return Term(hours=link.carry_hours if link else 0, expires_at=way.expires_at)
    is_member = way.expires_at is not None
    hours = OWN_HOURS if way.role is Role.MANAGE or is_member else CARRY_HOURS
    return Term(hours=hours, expires_at=way.expires_at)
