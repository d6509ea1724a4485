"""The end of somebody's right with what it let them keep: computed for the page, done by the press."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crdt.roles import Role
from server.errors import ConflictError
from server.ids import DeviceId, FolderId, LinkId, VisitorId
from server.storage import (
    Db,
    arrivals,
    binders,
    carrying,
    devices,
    kept_rights,
    pochette_holds,
    print_links,
    renewals,
    sendings,
    team,
    ways,
)
from server.storage.carrying import Kept
from server.storage.rights import access_requests, links
from server.storage.rights.links import Link
from server.storage.ways import Way
from server.targets import BinderTarget, FolderTarget, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Whose right ends, where, and what is left of it.

    `only`: the link by which they came, where the right by that one ends; None where one of their own does.
    `left`: what they keep of a right of their own, None for nothing. `by`: the device that asks.
    `is_member`: the membership that gives the classeur ends, with every right of theirs in it.
    """

    visitor: VisitorId
    target: Target
    only: LinkId | None
    left: Role | None
    by: DeviceId | None
    proof: str
    is_member: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What one press does.

    `renewed`: links that get another address, with everybody else kept: the one they came by, those of
    pochettes that show the note by it, and those that they made and others use. `closed`: those that they
    made and nobody else came by, and `own_mails`, by which a mail let nobody in but them. `mailed`: of the
    renewed those that a mail brought to others, `mailed_to` these addresses. `printed`: what the closed ones
    to print are called. `seen`: others that they were shown before addresses were told to makers alone.
    `folders`: their own pochettes, which let go. `stays`: others who came by what is renewed. `still`: the
    rights that they keep, by the ids of targets; `read_in`: notes that they read in pochettes beside.
    `taken`: notes that a device of theirs has taken along.
    """

    of: Ended
    devices: tuple[DeviceId, ...]
    scope: tuple[Target, ...]
    renewed: tuple[LinkId, ...]
    made: tuple[LinkId, ...]
    closed: tuple[LinkId, ...]
    own_mails: tuple[LinkId, ...]
    mailed: tuple[LinkId, ...]
    mailed_to: tuple[str, ...]
    printed: tuple[str, ...]
    seen: tuple[LinkId, ...]
    folders: tuple[FolderId, ...]
    folders_managed: tuple[FolderId, ...]
    folders_elsewhere: tuple[FolderId, ...]
    stays: int
    still: Mapping[str, Role]
    read_in: int
    taken: Kept

    @property
    def ids(self) -> tuple[LinkId, ...]:
        """Every link whose address ends."""
        return (*self.renewed, *self.closed)

    @property
    def left(self) -> dict[str, object]:
        """What they still hold: the right there, else how many of what is in it; notes read in pochettes."""
        role = self.still.get(self.of.target.id)
        others = len(self.still) if role is None else 0
        return {"role": role.value if role else "", "others": others, "read_in": self.read_in}

    @property
    def digest(self) -> str:
        """Whether it is what a page has told: of the links and pochettes, not of how many came meanwhile."""
        told = "|".join(",".join(sorted(ids)) for ids in (self.renewed, self.closed, self.seen, self.folders))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def facts(self) -> dict[str, object]:
        """For the audit log."""
        return {
            "renewed": len(self.renewed),
            "closed": list(self.closed),
            "mailed": len(self.mailed),
            "folders": len(self.folders),
        }


def find(db: Db, of: Ended, *, now: int) -> Ending:
    """What the press would do now."""
    own = frozenset([*(all_ := devices.all_of(db, of.visitor)), *devices.kept_for(db, all_)])
    scope = (of.target, *binders.targets_in(db, of.target))
    asking = devices.describe(db, of.by) if of.by else None
    by = asking.visitor if asking else VisitorId("")
    base = [of.only] if of.only else []
    every = [one for one in links.of_all(db, scope, base) if one.closed_at is None and not one.is_over(now)]
    stood = arrivals.comings(db, [one.id for one in every])
    made = _made(db, every, own, of, now)
    base += _former(db, every, own, of, [link for link, device in stood if device in own], now)
    reach = _reach(db, [*base, *(one.id for one in made if one.id not in base)], by)
    came = arrivals.of_links(db, reach.links)
    mine = frozenset(kept_rights.visitors(db, of.by)) if of.by else frozenset()
    others = [one for one in came if one.device not in own]
    used = {one.link for one in others} | {link for link, device in stood if device not in own}
    used |= pochette_holds.shown_by(db, [*base, *(one.id for one in made)], reach.folders_managed)
    # By a mailed link they came where it was sent to themselves: it would go to them again.
    theirs = {one.link for one in came if one.device in own} | {link for link, dev in stood if dev in own}
    mails = [one.id for one in links.of_all(db, (), reach.links) if one.mailed]
    to_them = theirs.intersection(mails)
    closed = [one for one in made if _is_closed(one, used, to_them)]
    own_mails = [id_ for id_ in base if id_ in to_them - used]
    gone = ({one.id for one in closed} - set(base)) | set(own_mails)
    renewed = tuple(id_ for id_ in reach.links if id_ not in gone)
    sent = sendings.recipients(db, [id_ for id_ in mails if id_ in renewed and id_ not in to_them])
    left = _Left(db, own, of, without={*renewed, *gone}, now=now)
    still: dict[str, Role] = {target.id: role for target in scope if (role := left.role(target)) is not None}
    ended = [target for target in scope if target.id not in still]
    held = [one for one in pochette_holds.own_of(db, own, scope, now) if one[1] not in still]
    lets_go = tuple(sorted({folder for folder, _ in held}))
    elsewhere = pochette_holds.read_in(
        db,
        ended,
        reads=lambda folder: left.reads(FolderTarget(folder)),
        without={*renewed, *gone},
        but=lambda folder, item: (folder, item.note) in held and item.by in own,
        now=now,
    )
    return Ending(
        of=of,
        devices=tuple(own),
        scope=scope,
        renewed=renewed,
        made=tuple(one.id for one in made),
        closed=(*(one.id for one in closed), *own_mails),
        own_mails=tuple(own_mails),
        mailed=tuple(dict.fromkeys(link for link, _ in sent)),
        mailed_to=tuple(dict.fromkeys(recipient for _, recipient in sent)),
        printed=tuple(_called(db, one) for one in closed if one.role is Role.PRINT),
        seen=()
        if of.is_member
        else tuple(_seen(every, own, {*renewed, *gone}, before=_Left.before(db, own, of, now), left=left)),
        folders=lets_go,
        folders_managed=reach.folders_managed,
        folders_elsewhere=tuple(one for one in reach.folders_elsewhere if one not in lets_go),
        stays=len({one.visitor for one in others if one.visitor not in mine and one.link in renewed}),
        still=still,
        read_in=len(elsewhere),
        taken=_taken(db, own, ended, now),
    )


def do(db: Db, of: Ended, *, told: str | None, also_seen: bool, at: int) -> Ending:
    """The same, done. Raises ConflictError where it is not what was `told` any more.

    `also_seen`: the links that they were shown before get another address too; else who manages is reminded.
    """
    found = find(db, of, now=at)
    if told is not None and told != found.digest:
        raise ConflictError("ending_changed")
    _end_rights(db, found)
    ended = [target.id for target in found.scope if target.id not in found.still]
    pochette_holds.let_go(db, found.devices, found.folders, ended)
    renewed = (*found.renewed, *(found.seen if also_seen else ()))
    renewals.renew_without(db, renewed, without=of.visitor, by=of.by, at=at)
    links.take_over(db, set(found.made) - set(found.closed), of.by)
    for link in found.closed:
        links.close(db, link, at)
    if not also_seen:
        links.outlive(db, found.seen, at)
    return found


def _end_rights(db: Db, found: Ending) -> None:
    of, own = found.of, found.devices
    if of.only is not None or of.left is None:
        for target in found.scope if of.only is not None else (of.target,):
            access_requests.end(db, target, of.visitor)
    elif of.left is not None:
        access_requests.lower(db, of.target, of.visitor, of.left)
    gone = [target.id for target in found.scope if found.still.get(target.id) is not Role.MANAGE]
    team.end_returns(db, own, gone)


class _Left:
    """The ways that stay to somebody once the press is done."""

    def __init__(
        self, db: Db, own: Iterable[DeviceId], of: Ended, *, without: Collection[LinkId], now: int
    ) -> None:
        self._db, self._own, self._of, self._without, self._now = db, [*own], of, without, now
        self._found: dict[Target, tuple[Way, ...]] = {}

    @classmethod
    def before(cls, db: Db, own: Iterable[DeviceId], of: Ended, now: int) -> "_Left":
        """The ways that there are now."""
        return cls(db, own, replace(of, left=Role.EDIT), without=(), now=now)

    def edits(self, target: Target) -> bool:
        role = self.role(target)
        return role is not None and role.allows(Role.EDIT)

    def ways(self, target: Target) -> tuple[Way, ...]:
        if target not in self._found:
            self._found[target] = tuple(self._ways(target))
        return self._found[target]

    def _ways(self, target: Target) -> Iterator[Way]:
        of = self._of
        for device in self._own:
            for way in ways.every(self._db, device, target, proof=of.proof, now=self._now):
                if way.used is not None:
                    if way.used.link not in self._without:
                        yield way
                elif not _is_ended(way, target, of):
                    yield way
                elif of.left is not None:
                    yield replace(way, role=min(of.left, way.role, key=Role.rank))

    def role(self, target: Target) -> Role | None:
        return max((way.role for way in self.ways(target)), key=Role.rank, default=None)

    def reads(self, target: Target) -> bool:
        role = self.role(target)
        return role is not None and role.allows(Role.READ)

    def stands_at(self, link: Link) -> bool:
        """Whether it is by this link that they come, or another right of theirs gives as much."""
        return any(
            way.role.allows(link.role) and (way.used is None or way.used.link == link.id)
            for way in self.ways(link.target)
        )

    def holds(self, link: Link) -> bool:
        """Whether what a link rests on stays."""
        for way in self.ways(link.target):
            is_same = way.used is not None and way.used.link == link.through
            is_older = way.used is not None and link.through is None and not link.is_private
            if way.role.allows(link.role) and (way.used is None or is_same or is_older):
                return True
        return False


def _is_ended(way: Way, target: Target, of: Ended) -> bool:
    """Of a right that is no link's: whether it was given, and there."""
    if of.is_member:
        return True
    is_given = way.role is not Role.MANAGE and way.expires_at is None
    is_own = way.binder is None and (of.only is not None or of.target == target)
    return is_given and (is_own or way.binder == of.target.id)


def _former(
    db: Db, every: Sequence[Link], own: Collection[DeviceId], of: Ended, came: Collection[LinkId], now: int
) -> list[LinkId]:
    """Links by which they came before, and which nothing that stays to them keeps open."""
    if of.is_member or (of.only is None and of.left is not None):
        return []
    left = _Left(db, own, of, without={of.only} if of.only else (), now=now)
    return [
        one.id
        for one in every
        if one.id in came and one.id != of.only and one.created_by not in own and not left.stands_at(one)
    ]


def _made(db: Db, every: Sequence[Link], own: Collection[DeviceId], of: Ended, now: int) -> list[Link]:
    """The links that they made by the right that ends, and those that programs without a cookie may have.

    A link that they made may be the way by which they made the next one: asked again until none is new.
    """
    found: dict[LinkId, Link] = {}
    base = {of.only} if of.only else set()
    while True:
        left = _Left(db, own, of, without={*base, *found}, now=now)
        new = [
            one
            for one in every
            if one.id not in base
            and one.id not in found
            and _ends_with(one, own, {*base, *found}, left)
            and not (of.is_member and _is_of_the_note(one))
        ]
        if not new:
            return list(found.values())
        found |= {one.id: one for one in new}


def _is_of_the_note(link: Link) -> bool:
    """One of the two that every loose note has from its beginning: renewed with those that a member knows."""
    return not link.label and link.role in (Role.EDIT, Role.READ)


def _ends_with(link: Link, own: Collection[DeviceId], ended: Collection[LinkId], left: _Left) -> bool:
    if link.created_by is None:
        return link.through in ended
    return link.created_by in own and not left.holds(link)


def _is_closed(link: Link, used: Collection[LinkId], to_them: Collection[LinkId]) -> bool:
    """Of a link that they made: whether it is kept open for nobody."""
    if link.mailed and link.id not in to_them:
        return False
    return link.role is Role.PRINT or link.id not in used


def _taken(db: Db, own: Collection[DeviceId], ended: Sequence[Target], now: int) -> Kept:
    """What one of their devices may still show at the most; a classeur counts with all that is in it."""
    of = [one for one in ended if isinstance(one, BinderTarget)]
    many = carrying.kept(db, own, now, of=of) if of else {}
    each = carrying.kept(db, own, now, of=ended)
    counted = [many.get(device, one).notes for device, one in each.items()]
    return Kept(max(counted, default=0), max((one.until for one in each.values()), default=now))


def _seen(
    every: Iterable[Link],
    own: Collection[DeviceId],
    gone: Collection[LinkId],
    *,
    before: "_Left",
    left: "_Left",
) -> Iterator[LinkId]:
    """Others whose address every editor was shown, where they were one and are none by now."""
    for one in every:
        if one.id in gone or one.is_private or one.created_by in own or left.holds(one):
            continue
        if before.edits(one.target):
            yield one.id


def _reach(db: Db, ids: Sequence[LinkId], by: VisitorId) -> renewals.Reach:
    """What renewing all of these concerns."""
    each = [renewals.reach(db, link.target, by, only=link.id) for id_ in ids if (link := links.find(db, id_))]
    managed = tuple(dict.fromkeys(folder for one in each for folder in one.folders_managed))
    return renewals.Reach(
        links=tuple(dict.fromkeys([*ids, *(link for one in each for link in one.links)])),
        folders_managed=managed,
        folders_elsewhere=tuple(dict.fromkeys(folder for one in each for folder in one.folders_elsewhere)),
    )


def _called(db: Db, link: Link) -> str:
    return link.label or print_links.find(db, link.id).recipient
