"""The rows of a target: its links, and the rights and openings of devices."""

from collections.abc import Collection, Mapping
from typing import Final, assert_never

from crdt.roles import Role
from server.ids import DeviceId, LinkId
from server.storage import Db, binders, folders, links, notes
from server.storage.devices import SHARING
from server.storage.links import Link, Used
from server.storage.sql import marks
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target

GRANTS: Final[Mapping[type[Target], str]] = {
    NoteTarget: "grants",
    FolderTarget: "folder_grants",
    BinderTarget: "binder_grants",
}
"""By the type of a target: the table of its grants, with a column named after its kind."""


def links_of(db: Db, target: Target) -> list[Link]:
    """Every link to it, oldest first."""
    match target:
        case NoteTarget(note):
            return links.of_note(db, note)
        case FolderTarget(folder):
            return links.of_folder(db, folder)
        case BinderTarget(binder):
            return links.of_binder(db, binder)


def grant(db: Db, device: DeviceId, target: Target, role: Role, *, link: LinkId | None = None) -> None:
    """Give a device a right of its own; `link` is the address it came by, and ends it when closed."""
    match target:
        case NoteTarget(note):
            links.grant(db, device, note, role, link=link)
        case FolderTarget(folder):
            folders.grant(db, device, folder, role, link=link)
        case BinderTarget(binder):
            binders.grant(db, device, binder, role, link=link)
        case _:
            assert_never(target)


def granted(db: Db, device: DeviceId, target: Target) -> Role | None:
    """What this device or another one of its visitor was given: there, or on the classeur that holds it."""
    holding = binders.holding(db, target)
    found = [own_grant(db, device, target), binders.granted(db, device, holding.id) if holding else None]
    return max((role for role in found if role), key=Role.rank, default=None)


def granted_each(db: Db, device: DeviceId, found: Collection[Target]) -> dict[str, Role]:
    """The same of each of these targets where there is one, by their ids."""
    holding = binders.holding_each(db, found)
    ids = {*(target.id for target in found), *holding.values()}
    query = f"SELECT target, role FROM all_grants WHERE device IN ({SHARING}) AND target IN ({marks(ids)})"  # noqa: S608
    roles: dict[str, Role] = {}
    for target, role in db.execute(query, (device, *ids)):
        roles[target] = max(roles.get(target, Role(role)), Role(role), key=Role.rank)
    given: dict[str, Role] = {}
    for one in found:
        of = [role for id_ in (one.id, holding.get(one.id)) if id_ and (role := roles.get(id_))]
        if of:
            given[one.id] = max(of, key=Role.rank)
    return given


def own_grant(db: Db, device: DeviceId, target: Target) -> Role | None:
    """The same without what the classeur gives."""
    match target:
        case NoteTarget(note):
            return links.granted(db, device, note)
        case FolderTarget(folder):
            return folders.granted(db, device, folder)
        case BinderTarget(binder):
            return binders.granted(db, device, binder)


def opened(db: Db, device: DeviceId, target: Target, by: Used, at: int) -> None:
    """Remember that a device opened it; `since` begins anew with another link or generation."""
    match target:
        case NoteTarget(note):
            notes.opened(db, device, note, by, at)
        case FolderTarget(folder):
            folders.opened(db, device, folder, by, at)
        case BinderTarget(binder):
            binders.opened(db, device, binder, by, at)
        case _:
            assert_never(target)


def came_by(db: Db, device: DeviceId, target: Target) -> list[Used]:
    """Every link by which the device or another one of its visitor has come."""
    query = f"SELECT DISTINCT link, generation FROM all_openings WHERE target = ? AND device IN ({SHARING})"  # noqa: S608
    rows = db.execute(query, (target.id, device))
    return [Used(link=link, generation=generation) for link, generation in rows]


def opened_by(db: Db, device: DeviceId, target: Target) -> Used | None:
    """The link by which the device came last."""
    match target:
        case NoteTarget(note):
            return notes.opened_by(db, device, note)
        case FolderTarget(folder):
            return folders.opened_by(db, device, folder)
        case BinderTarget(binder):
            return binders.opened_by(db, device, binder)
