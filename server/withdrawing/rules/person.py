"""A person who came by a link is removed, with what they could keep."""

from dataclasses import dataclass

from server.deeds import Done
from server.errors import ConflictError, NotFoundError
from server.ids import DeviceId, LinkId, VisitorId
from server.links.rules import ending
from server.links.rules.ending import Ended, Ending
from server.live.guests import Guests
from server.storage import Db, Engine, arrivals, kept_rights
from server.storage.arrivals import Arrival
from server.storage.rights.links import Link
from server.withdrawing.rules.press import press


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The link, the devices that came by it, and what ends."""

    link: Link
    came: tuple[Arrival, ...]
    does: Ending


def leaving(db: Db, *, link: Link, visitor: VisitorId, by: DeviceId | None, proof: str, now: int) -> Leaving:
    """Raises NotFoundError for who did not come by the link, ConflictError for who manages or asks."""
    mine = kept_rights.visitors(db, by) if by else frozenset()
    gone = [one for one in arrivals.of_links(db, [link.id]) if one.visitor == visitor]
    if not gone:
        raise NotFoundError("nobody")
    if visitor in mine or any(one.manages for one in gone):
        raise ConflictError("manages_too")
    of = Ended(visitor=visitor, target=link.target, only=LinkId(link.id), left=None, by=by, proof=proof)
    return Leaving(
        link=link,
        came=tuple(gone),
        does=ending.find(db, of, now=now),
    )


async def remove(
    engine: Engine, guests: Guests, who: Leaving, *, told: str | None, also_seen: bool
) -> Done[Ending]:
    """End what a person opens by the link, and what it let them keep; the others go on.

    Raises ConflictError where something else would end by now than was `told`.
    """
    detail = "this link was renewed"
    done = await press(engine, guests, who.does, told=told, also_seen=also_seen, detail=detail)
    details = {
        "links": list(done.renewed),
        "visitor": done.of.visitor,
        "devices": len(who.came),
        **done.facts(),
    }
    return Done(what="person-removed", result=done, details=details)
