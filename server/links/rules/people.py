"""People who came by a link: which of them are news to who manages, and recognised."""

from collections.abc import Collection, Iterable
from typing import Any

from crdt.roles import Role
from server.clock import now_ms
from server.errors import NotFoundError
from server.ids import DeviceId, LinkId, VisitorId
from server.links.rules import access_requests
from server.rights.access import Access
from server.storage import Db, arrivals, kept_rights
from server.storage.arrivals import Arrival
from server.storage.rights import links


def recognise(db: Db, *, link: LinkId, visitor: VisitorId, at: int) -> None:
    """Show this arrival as one no more; no right changes. Raises NotFoundError for who did not come by it."""
    if all(one.visitor != visitor for one in arrivals.of_links(db, [link])):
        raise NotFoundError("nobody")
    arrivals.recognise(db, link, visitor, at)


def news_of(db: Db, access: Access[Any]) -> int:
    """How many arrivals and requests wait for who manages, 0 for others: a dot on the button that shares."""
    if not access.role.allows(Role.MANAGE):
        return 0
    now = now_ms()
    open_links = [link.id for link in links.of_target(db, access.target) if link.is_open(now)]
    came, mine = came_by(db, of=open_links, device=access.device)
    arrived = {(one.link, one.visitor) for one in came if is_news(one, mine)}
    return len(arrived) + access_requests.count(db, access.target, now)


def came_by(
    db: Db, *, of: Iterable[LinkId], device: DeviceId | None
) -> tuple[list[Arrival], frozenset[VisitorId]]:
    """Arrivals by these links, and the visitors whose own the device is."""
    return arrivals.of_links(db, of), kept_rights.visitors(db, device) if device else frozenset()


def is_news(one: Arrival, mine: Collection[VisitorId]) -> bool:
    return one.is_new and not one.manages and one.visitor not in mine
