"""Links that somebody knew of notes of the team's classeur, renewed after they left."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from server.clock import now_ms
from server.deeds import Done
from server.errors import NotFoundError
from server.ids import DeviceId, LinkId, VisitorId
from server.links.rules import renewal
from server.live.revocations import Revoker
from server.storage import Db, Engine, arrivals, binders, devices, folders, notes, renewals, team
from server.storage.arrivals import Arrival
from server.storage.binders import BinderRow
from server.storage.folders import FolderRow
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.visitors import leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """What one press renews, by what it is called, and who came by it.

    `staying` are devices of members and managers, which the classeur lets in anyway.
    """

    visitor: VisitorId
    name: str
    targets: tuple[NoteTarget | FolderRow | BinderRow, ...]
    titles: dict[str, str]
    links: tuple[LinkId, ...]
    elsewhere: int
    came: tuple[Arrival, ...]
    staying: frozenset[DeviceId]


async def renew(
    engine: Engine, revoker: Revoker, found: Concerned, *, kept: AbstractSet[VisitorId]
) -> Done[None]:
    """Every link gets another address; members and those who are kept follow to it."""
    keep = found.staying.union(one.device for one in found.came if one.visitor in kept)
    await renewal.renew(engine, revoker, found.links, keep=keep, at=now_ms())
    details = {"member": found.visitor, "links": list(found.links), "kept": len(keep)}
    return Done(what="links-renewed", result=None, details=details)


def concerned(
    db: Db, *, visitor: VisitorId, by: VisitorId, row: BinderRow, proof: str, now: int
) -> Concerned:
    """Raises NotFoundError for a member, and where there is nothing to renew."""
    people = {one.visitor: one for one in team.people(db, proof=proof, now=now)}
    who = leaving.leaver(db, visitor)
    gone = people.get(visitor)
    opened = team.opened(db, who.devices, row.id)
    if gone is None or gone.is_member or not opened:
        raise NotFoundError("not_found")
    reached = [renewals.reach(db, target, by) for target in opened]
    links = tuple(dict.fromkeys(link for one in reached for link in one.links))
    staying = frozenset(
        browser
        for one in people.values()
        if one.is_member or one.manages
        for browser in devices.all_of(db, one.visitor)
    )
    return Concerned(
        visitor=visitor,
        name=gone.name,
        targets=tuple(_shown(db, row, opened)),
        titles=dict(binders.titles(db, row.id)),
        links=links,
        elsewhere=len({folder for one in reached for folder in one.folders_elsewhere}),
        came=tuple(one for one in arrivals.of_links(db, links) if one.device not in who.devices),
        staying=staying,
    )


def _shown(db: Db, row: BinderRow, targets: Iterable[Target]) -> Iterable[NoteTarget | FolderRow | BinderRow]:
    for target in targets:
        match target:
            case NoteTarget():
                if notes.exists(db, target.id):
                    yield target
            case FolderTarget(id_):
                if folder := folders.find(db, id_):
                    yield folder
            case BinderTarget():
                yield row
