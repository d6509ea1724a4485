"""Renewal of links: each gets a new address (generation); openings of the kept devices follow."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from server.ids import DeviceId, FolderId, LinkId, VisitorId
from server.storage import Db, arrivals, devices, password_grants
from server.storage.devices import SHARING
from server.storage.rights import grants
from server.storage.rights import links as rows_of
from server.storage.rights import openings as opened
from server.storage.rights.links import Link
from server.storage.sql import marks
from server.targets import FolderTarget, Target

# What names a link with the generation by which a device came.
_FOLLOWING: Final = ("openings", "admissions", "comings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The scope of a renewal.

    `links` are the open links of the note, then those of the pochettes that show it by one of them and that
    the visitor manages; from the pochettes elsewhere the note is withdrawn.
    """

    links: tuple[LinkId, ...]
    folders_managed: tuple[FolderId, ...]
    folders_elsewhere: tuple[FolderId, ...]


def reach(db: Db, target: Target, by: VisitorId, *, only: LinkId | None = None) -> Reach:
    """What renewing the links of a target concerns, or renewing `only` one of them."""
    found = rows_of.of_target(db, target)
    own = [one.id for one in found if one.closed_at is None and only in (None, one.id)]
    managed: list[FolderId] = []
    elsewhere: list[FolderId] = []
    for folder in _showing(db, target, own):
        (managed if _is_managed(db, folder, by) else elsewhere).append(folder)
    of_folders = [
        one.id
        for folder in managed
        for one in rows_of.of_target(db, FolderTarget(folder))
        if one.closed_at is None
    ]
    return Reach(
        links=(*own, *of_folders),
        folders_managed=tuple(managed),
        folders_elsewhere=tuple(elsewhere),
    )


def renew(db: Db, links: Iterable[LinkId], *, keep: Collection[DeviceId], at: int) -> None:
    """Give each open link another address.

    Openings and password admissions of the kept devices follow; so does the place of a note in a pochette
    whose own links are renewed too.
    """
    renewed = [link for id_ in dict.fromkeys(links) if (link := rows_of.find(db, id_)) is not None]
    with_them = {link.target.id for link in renewed if isinstance(link.target, FolderTarget)}
    kept = [*keep, *_keepers(db, keep)]
    for link in renewed:
        before = rows_of.renew(db, link.id, at)
        if before is not None:
            _follow(db, link.id, before, kept, with_them)


def renew_without(
    db: Db, links: Collection[LinkId], *, without: VisitorId, by: DeviceId | None, at: int
) -> None:
    """Give each link another address and keep everybody who came by it but one visitor; `by` asks for it."""
    gone = frozenset(devices.all_of(db, without))
    came = {one.device for one in arrivals.of_links(db, links)}
    came |= {device for _, device in arrivals.comings(db, links)}
    stay = sorted(came - gone)
    renew(db, links, keep=[*stay, *(own_devices(db, by) if by else [])], at=at)
    for link in links:
        arrivals.forget(db, link, without)


def followed(db: Db, link: Link, device: DeviceId, now: int) -> Link | None:
    """The link, if a device that comes by an older address may follow it: by its opening, or as manager."""
    used, own = opened.opened_by(db, device, link.target), grants.granted(db, device, link.target)
    return link if own is Role.MANAGE else password_grants.still_opens(db, used, device, now)


def own_devices(db: Db, device: DeviceId) -> list[DeviceId]:
    """The devices whose rights a device has, itself among them."""
    return [DeviceId(id_) for (id_,) in db.execute(SHARING, (device,))]


def _keepers(db: Db, keep: Iterable[DeviceId]) -> list[DeviceId]:
    """The browsers of rows that hold what was kept apart: passwords were said by the browsers themselves."""
    ids = list(keep)
    query = f"SELECT kept_for FROM devices WHERE kept_for IS NOT NULL AND id IN ({marks(ids)})"  # noqa: S608
    return [DeviceId(device) for (device,) in db.execute(query, ids)]


def follow(db: Db, openings: Iterable[tuple[DeviceId, LinkId]]) -> None:
    """Let devices that came by an older address of open links go on by the current one."""
    for device, link in openings:
        for table in _FOLLOWING:
            db.execute(
                f"UPDATE {table} SET generation = (SELECT generation FROM links WHERE id = ?)"  # noqa: S608 - constants
                " WHERE link = ? AND device = ?",
                (link, link, device),
            )


def _follow(
    db: Db, link: LinkId, before: int, kept: Sequence[DeviceId], with_them: Collection[FolderId]
) -> None:
    for table in _FOLLOWING:
        db.execute(
            f"UPDATE {table} SET generation = generation + 1 WHERE link = ? AND generation = ?"  # noqa: S608 - constants
            f" AND device IN ({marks(kept)})",
            (link, before, *kept),
        )
    db.execute(
        "UPDATE folder_items SET generation = generation + 1 WHERE link = ? AND generation = ?"  # noqa: S608 - constants
        f" AND folder IN ({marks(with_them)})",
        (link, before, *with_them),
    )


def _showing(db: Db, target: Target, by: Collection[LinkId]) -> list[FolderId]:
    """The pochettes that hold a note by the current address of one of these links; none holds a pochette."""
    rows = db.execute(
        "SELECT DISTINCT folder_items.folder FROM folder_items JOIN links ON links.id = folder_items.link"  # noqa: S608 - constants
        " AND links.generation = folder_items.generation"
        " WHERE folder_items.note = ? AND folder_items.removed_at IS NULL"
        f" AND folder_items.link IN ({marks(by)}) ORDER BY folder_items.folder",
        (target.id, *by),
    )
    return [FolderId(folder) for (folder,) in rows]


def _is_managed(db: Db, folder: FolderId, by: VisitorId) -> bool:
    own = devices.of_visitor(db, by)
    return any(grants.granted(db, one.id, FolderTarget(folder)) is Role.MANAGE for one in own)
