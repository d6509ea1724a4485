"""How long a device may show what it has taken along: as its link says, or 14 days by its own right."""

from dataclasses import dataclass
from typing import Final

from server.http.access import Access
from server.ids import DeviceId
from server.storage import Db, links, ways
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
        hours = min(self.hours, CLASSIFIED_HOURS) if is_classified else self.hours
        return Term(hours=hours, expires_at=self.expires_at)

    def until(self, now: int) -> int:
        """The end of what is taken along now, in milliseconds since 1970."""
        end = now + self.hours * _HOUR_MS
        return end if self.expires_at is None else min(end, self.expires_at)


def term(db: Db, access: Access[Target], device: DeviceId, *, proof: str, now: int) -> Term:
    """What the strongest right of the device says; at the address of a link it is that link's without one."""
    way = ways.strongest(db, device, access.target, proof=proof, now=now)
    if way is not None and way.used is None:
        return Term(hours=OWN_HOURS, expires_at=way.expires_at)
    link = links.find(db, access.link) if access.link else None
    return Term(hours=link.carry_hours if link else 0, expires_at=access.expires_at)
